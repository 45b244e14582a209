/// How far the reading of a body may run ahead of its use.
///
/// A plain state machine: its owner holds the lock, asks, and acts.
struct FlowWindow {
    /// So many bytes may be waiting to be used before reading stops.
    static let limit = 256 << 10

    private var waiting = 0
    private var isPaused = false

    /// Counts bytes handed over; true when reading has to stop now.
    mutating func deliver(_ count: Int) -> Bool {
        waiting += count
        guard waiting >= Self.limit, !isPaused else { return false }
        isPaused = true
        return true
    }

    /// Counts bytes used; true when reading has to go on now.
    mutating func consume(_ count: Int) -> Bool {
        waiting = max(0, waiting - max(0, count))
        guard isPaused, waiting < Self.limit else { return false }
        isPaused = false
        return true
    }
}
