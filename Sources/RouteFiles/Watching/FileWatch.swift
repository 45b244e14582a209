@preconcurrency import Dispatch
import Synchronization
package import WaybillInterchange

/// Watches a set of files and has them read again when they changed and came to rest.
///
/// Where the system tells of changes, nothing is done while there are none; where it does not, the files are looked at twice a second. It has no
/// thread of its own: looking and reading are done on a queue, apart from the timers of calls.
package final class FileWatch: Sendable {
    /// What a reading found: the files that count now, and what they looked like when they were read.
    package typealias Reading = (set: FileSet, stamp: FileStamp)

    /// How often files are looked at of which nothing tells.
    package static let interval = Duration.milliseconds(500)
    /// How long after a notice is looked: of several that come together only the first causes a look.
    private static let gathering = Duration.milliseconds(20)

    private struct State {
        var set: FileSet
        var settling: FileSettling
        var timer: (at: Duration, action: any ScheduledAction)?
        var isStopped = false
    }

    private let state: Mutex<State>
    private let notices: FolderNotices?
    private let queue: DispatchQueue
    private let time: any TimeSource
    private let read: @Sendable () -> Reading?

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - reading: What was read before.
    ///   - polls: Whether files are looked at from time to time even where the system tells of changes.
    ///   - read: Reads the files again, on the watch's queue; `nil`: they changed meanwhile and are to be read when they rest.
    package static func begin(
        after reading: Reading, time: any TimeSource, polls: Bool = false, read: @escaping @Sendable () -> Reading?
    ) -> FileWatch {
        let queue = DispatchQueue(label: "waybill.routes")
        let later = Later()
        let notices = polls ? nil : FolderNotices(queue: queue) { later.watch.withLock(\.value)?.noticed() }
        let watch = FileWatch(reading, notices: notices, queue: queue, time: time, read: read)
        later.watch.withLock { $0.value = watch }
        // What changed since the reading, before anything was watched.
        queue.async { [weak watch] in watch?.look() }
        return watch
    }

    private init(
        _ reading: Reading, notices: FolderNotices?, queue: DispatchQueue, time: any TimeSource, read: @escaping @Sendable () -> Reading?
    ) {
        state = Mutex(State(set: reading.set, settling: FileSettling(reading.stamp)))
        self.notices = notices
        self.queue = queue
        self.time = time
        self.read = read
    }

    deinit { stop() }

    /// Watches no longer; a reading that has begun comes to its end.
    package func stop() {
        state.withLock { state in
            state.isStopped = true
            state.timer.take()?.action.cancel()
        }
        queue.async { [notices] in notices?.stop() }
    }

    /// Something happened in a folder of the files.
    private func noticed() { scheduleLook(at: time.now + Self.gathering) }

    private func scheduleLook(at moment: Duration) {
        state.withLock { state in
            guard !state.isStopped else { return }
            if let timer = state.timer {
                if timer.at <= moment { return }
                timer.action.cancel()
            }
            // Timers are quick, and files can be slow.
            let action = time.schedule(at: moment) { [weak self, queue] in queue.async { [weak self] in self?.look() } }
            state.timer = (moment, action)
        }
    }

    /// Looks at the files; on the queue.
    private func look() {
        let (set, isStopped) = state.withLock { state in
            state.timer = nil
            return (state.set, state.isStopped)
        }
        guard !isStopped else { return }
        // First watched, then looked at: what happens in between is noticed.
        let isTold = notices?.watch(WatchedFolders(of: set).folders) ?? false
        let stamp = FileStamp(of: set)
        let now = time.now
        switch state.withLock({ $0.settling.looked(stamp, at: now) }) {
        case .rest: if !isTold { scheduleLook(at: now + Self.interval) }
        case .look(let moment): scheduleLook(at: moment)
        case .read:
            if let reading = read() {
                state.withLock { state in
                    state.set = reading.set
                    state.settling.wereRead(reading.stamp)
                }
            }
            // Other files may count now.
            scheduleLook(at: time.now + Self.gathering)
        }
    }

    /// The watch that notices are for, which is made after what gives them.
    private final class Later: Sendable {
        struct Reference { weak var value: FileWatch? }
        let watch = Mutex(Reference())
    }
}
