/// A mean in which the latest values count most.
///
/// What was seen counts less the longer ago it was, but a single new value never for more than a fifth of all, once there are four before it,
/// nor for less than a fiftieth: a busy model's mean is steady, a rarely asked one's is not a single answer's.
struct DecayedMean: Sendable, Hashable {
    /// After so long without another, what was seen counts half.
    static let memory = Duration.seconds(600)

    private(set) var value = 0.0
    private var weight = 0.0
    private var last = Duration.zero

    /// The mean; `nil`: there was no value.
    var mean: Double? { weight > 0 ? value : nil }

    mutating func note(_ new: Double, at now: Duration) {
        let kept = min(weight, max(weight * remains(of: last, at: now), 4))
        weight = min(kept + 1, 50)
        value += (new - value) / weight
        last = now
    }

    /// Something that was broken off would have been at least so much, which says something only where it is more than usual.
    mutating func note(atLeast new: Double, at now: Duration) {
        if let mean, new > mean { note(new, at: now) }
    }
}

/// How many times something happened, of which the older ones count less and less.
struct DecayedCount: Sendable, Hashable {
    private var count = 0.0
    private var last = Duration.zero

    mutating func note(at now: Duration) {
        count = value(at: now) + 1
        last = now
    }

    func value(at now: Duration) -> Double { count * remains(of: last, at: now) }
}

/// How much what was last seen at a moment still counts.
private func remains(of moment: Duration, at now: Duration) -> Double {
    DecayedMean.memory / (DecayedMean.memory + max(.zero, now - moment))
}
