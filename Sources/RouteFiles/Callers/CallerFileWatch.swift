import Synchronization
import WaybillInterchange

/// Tells of every version of a keys file, until it is stopped or let go.
public final class CallerFileWatch: Sendable {
    private let watch: FileWatch

    init(after reading: CallerFileReading, time: any TimeSource, onChange: @escaping @Sendable (CallerFileReading) -> Void) {
        let path = reading.path
        let told = Mutex(reading.fingerprint)
        watch = FileWatch.begin(after: reading.watched, time: time) {
            let next = CallerFile.read(path: path)
            // A file that is being written now is read when it rests.
            guard next.watched.stamp == FileStamp(of: next.watched.set) else { return nil }
            let isNew = told.withLock { told in
                defer { told = next.fingerprint }
                return told != next.fingerprint
            }
            if isNew { onChange(next) }
            return next.watched
        }
    }

    /// Watches no longer; what is being read may still be told.
    public func stop() { watch.stop() }
}
