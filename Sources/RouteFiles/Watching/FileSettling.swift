/// Decides when files that change have come to rest, so that no half-written set is read.
///
/// A value: it is told what the files look like and reads no clock.
struct FileSettling: Sendable {
    /// What to do after a look.
    enum Action: Sendable, Hashable {
        /// Nothing changed.
        case rest
        /// Look again at this moment.
        case look(at: Duration)
        /// Read the files.
        case read
    }

    /// How long files must have been the same before they are read.
    static let quietTime = Duration.milliseconds(200)
    /// How long the routes file or the folder of the provider files may be gone before that is taken for meant: between two renames, or while a
    /// whole folder is put in another's place.
    static let absence = Duration.seconds(2)

    private var inForce: FileStamp
    private var seen: (stamp: FileStamp, since: Duration)?

    /// - Parameter stamp: Of the files as they were read last.
    init(_ stamp: FileStamp) { inForce = stamp }

    /// The files look like this now.
    mutating func looked(_ stamp: FileStamp, at now: Duration) -> Action {
        guard stamp != inForce else {
            seen = nil
            return .rest
        }
        let since = seen.flatMap { $0.stamp == stamp ? $0.since : nil } ?? now
        seen = (stamp, since)
        let end = since + (stamp.isIncomplete ? Self.absence : Self.quietTime)
        return now >= end ? .read : .look(at: min(end, now + Self.quietTime))
    }

    /// The files were read as they were when they looked like this.
    mutating func wereRead(_ stamp: FileStamp) {
        inForce = stamp
        seen = nil
    }
}
