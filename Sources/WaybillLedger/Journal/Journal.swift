import Synchronization
import WaybillInterchange

/// What a ledger has recorded and not yet written to the database: the journals it holds, the last of which it appends to.
///
/// Recording costs the caller one `write`; nothing is kept in memory.
final class Journal: Sendable {
    /// A journal and how far it was taken in.
    struct Segment {
        let file: JournalFile
        /// How many bytes of whole records it has.
        var end = 0
        /// How many of them are in the database.
        var ingested = 0
        /// Whether part of it could not be read.
        var isDamaged = false
    }

    /// How much there is to take in, in bytes.
    struct Backlog {
        /// How much was recorded since the ledger was opened.
        var recorded = 0
        /// How much of it waits.
        var waiting = 0
    }

    /// What is to be done after a record was appended, or was not.
    enum Signal {
        case none
        /// Records wait: they are to be taken in after a while.
        case records
        /// Very many records wait: they are to be taken in now, whatever else there is to do.
        case manyRecords
        /// Records cannot be kept, since just now.
        case lost(String)
        /// Records are kept again; so many were lost.
        case kept(lost: Int)
        /// The ledger is closed, and this is the first record since.
        case closed
    }

    private struct State {
        /// Those before the last have bytes that wait, but get no more.
        var segments: [Segment]
        /// Whether the last segment takes records.
        var isOpen = true
        var isClosed = false
        /// How many records were lost since records were kept the last time.
        var lost = 0
        /// Whether somebody was told that records wait.
        var isAwaited = false
        /// Whether somebody was told that many do.
        var isUrgent = false
        var backlog = Backlog()
    }

    let folder: JournalFolder
    private let limit: Int
    private let urgentBytes: Int
    private let state: Mutex<State>

    init(in folder: JournalFolder, limit: Int, urgentBytes: Int) throws(SystemFault) {
        self.folder = folder
        self.limit = limit
        self.urgentBytes = urgentBytes
        state = Mutex(State(segments: [Segment(file: try folder.create())]))
    }

    // MARK: Recording

    /// Appends a record in its frame.
    func append(_ frame: UnsafeRawBufferPointer) -> Signal {
        state.withLock { state in
            guard !state.isClosed else {
                state.lost += 1
                return state.lost == 1 ? .closed : .none
            }
            if let reason = keep(frame, &state) {
                state.lost += 1
                return state.lost == 1 ? .lost(reason) : .none
            }
            if state.lost > 0 {
                defer { state.lost = 0 }
                state.isAwaited = true
                return .kept(lost: state.lost)
            }
            return signal(&state)
        }
    }

    private func signal(_ state: inout State) -> Signal {
        if !state.isUrgent, state.backlog.waiting >= urgentBytes {
            state.isUrgent = true
            return .manyRecords
        }
        if state.isAwaited { return .none }
        state.isAwaited = true
        return .records
    }

    /// - Returns: Why the record cannot be kept.
    private func keep(_ frame: UnsafeRawBufferPointer, _ state: inout State) -> String? {
        guard frame.count <= JournalFrame.headerSize + JournalFrame.largestSize else { return "a record is larger than 4 MB" }
        let waiting = state.backlog.waiting
        guard waiting + frame.count <= limit else { return "\(waiting) bytes of records wait for the database already" }
        do throws(SystemFault) {
            if !state.isOpen {
                state.segments.append(Segment(file: try folder.create()))
                state.isOpen = true
            }
        } catch {
            return "\(error)"
        }
        let last = state.segments.count - 1
        do throws(JournalFile.AppendFault) {
            try state.segments[last].file.append(frame, after: state.segments[last].end)
            state.segments[last].end += frame.count
            state.backlog.recorded += frame.count
            state.backlog.waiting += frame.count
            return nil
        } catch {
            if error.leavesPart { state.isOpen = false }
            return "\(error.cause)"
        }
    }

    // MARK: Taking in

    /// The first journal in which records wait; `nil`: none do, and the next that comes is told of again.
    func nextWaiting() -> Segment? {
        state.withLock { state in
            if state.backlog.waiting < urgentBytes { state.isUrgent = false }
            let next = state.segments.first { $0.ingested < $0.end }
            if next == nil { state.isAwaited = false }
            return next
        }
    }

    /// How much there is to take in; where nothing is, the next that comes is told of again.
    func backlog() -> Backlog {
        state.withLock { state in
            if state.backlog.waiting == 0 { state.isAwaited = false }
            return state.backlog
        }
    }

    /// Notes that what waits is taken in later by itself, so that new records need not be told of.
    func awaitRetry() {
        state.withLock { state in
            state.isAwaited = true
            state.isUrgent = true
        }
    }

    /// Notes how far a journal was taken in.
    func ingested(_ file: JournalFile, to offset: Int, isDamaged: Bool) {
        state.withLock { state in
            guard let index = state.segments.firstIndex(where: { $0.file === file }) else { return }
            state.backlog.waiting -= offset - state.segments[index].ingested
            state.segments[index].ingested = offset
            if isDamaged { state.segments[index].isDamaged = true }
        }
    }

    /// Gives out the journals that have nothing left to tell: those that get no more records, and the last if the ledger closes.
    ///
    /// - Parameter size: From which size on a journal gets no more records.
    func takeFinished(largerThan size: Int) throws(SystemFault) -> [Segment] {
        try state.withLock { (state) throws(SystemFault) in
            // While calls come without end, there is no moment at which all of them are in the database.
            if let last = state.segments.last, state.isOpen, !state.isClosed, last.end > size {
                state.segments.append(Segment(file: try folder.create()))
            }
            let kept = state.isOpen && !state.isClosed ? 1 : 0
            let finished = state.segments.dropLast(kept).filter { $0.ingested == $0.end }
            state.segments.removeAll { segment in finished.contains { $0.file === segment.file } }
            return finished
        }
    }

    /// Takes no more records.
    func close() { state.withLock { $0.isClosed = true } }

    /// Leaves what could not be taken in to the next who opens the books.
    func letGo() {
        state.withLock { state in
            state.segments = []
            state.backlog.waiting = 0
        }
    }
}
