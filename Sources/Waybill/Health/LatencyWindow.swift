/// The last 128 times that something took, ready to be asked for their percentiles.
struct LatencyWindow: Sendable, Hashable {
    /// How many must be known before they say anything.
    static let minimum = 20
    private static let capacity = 128

    /// In the order in which they were taken, from ``oldest`` on.
    private var ring: [Duration] = []
    private var oldest = 0
    private var sorted: [Duration] = []

    mutating func note(_ time: Duration) {
        if ring.count < Self.capacity {
            ring.append(time)
        } else {
            sorted.remove(at: firstPlace(notBelow: ring[oldest]))
            ring[oldest] = time
            oldest = (oldest + 1) % Self.capacity
        }
        sorted.insert(time, at: firstPlace(notBelow: time))
    }

    /// The time within which this many of a hundred were done; `nil` while too few are known.
    func percentile(_ percent: Int) -> Duration? {
        guard sorted.count >= Self.minimum else { return nil }
        return sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    private func firstPlace(notBelow time: Duration) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
