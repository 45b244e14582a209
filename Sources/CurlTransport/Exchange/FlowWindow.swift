/// How far the reading of a body may run ahead of its use.
///
/// A plain state machine: its owner holds the lock, asks, and acts.
struct FlowWindow {
    /// So many bytes may be waiting to be used before reading stops.
    static let limit = 256 << 10

    private var waiting = 0
    private var isPaused = false

    /// Whether more may be read while so many bytes were read but not handed over; after a no, ``consume(_:)`` says when.
    mutating func mayRead(gathered: Int) -> Bool {
        if waiting + gathered >= Self.limit { isPaused = true }
        return !isPaused
    }

    /// Counts bytes that are handed over.
    mutating func deliver(_ count: Int) {
        waiting += count
    }

    /// Counts bytes that were used; true when reading has to go on now.
    mutating func consume(_ count: Int) -> Bool {
        waiting = max(0, waiting - max(0, count))
        guard isPaused, waiting < Self.limit else { return false }
        isPaused = false
        return true
    }
}
