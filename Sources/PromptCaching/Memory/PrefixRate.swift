/// How many requests of a kind come a minute: it rises at once, and falls only when it was lower for a while.
struct PrefixRate {
    private static let minute = Duration.seconds(60)
    /// How long the highest is held: about as long as what was kept by it lives.
    private static let hold = Duration.seconds(600)

    /// When the minute began that is counted now.
    private var start = Duration.zero
    private var current = 0
    /// How many there were in the minute before.
    private var before = 0
    private var highest = 0.0
    private var highestAt = Duration.zero

    /// The requests a minute, those of a moment ago counted.
    func value(at now: Duration) -> Double {
        let level = level(at: now)
        return now - highestAt < Self.hold ? max(level, highest) : level
    }

    /// One came.
    mutating func note(at now: Duration) {
        // Before it is counted: a request is none too many for itself.
        let value = value(at: now)
        if level(at: now) >= value || now - highestAt >= Self.hold { (highest, highestAt) = (level(at: now), now) }
        if now - start >= Self.minute * 2 {
            (start, before, current) = (now, 0, 0)
        } else if now - start >= Self.minute {
            (start, before, current) = (start + Self.minute, current, 0)
        }
        current += 1
    }

    /// Those of the last minute, the ones before this minute's beginning taken to have come evenly.
    private func level(at now: Duration) -> Double {
        let age = max(0, (now - start) / Self.minute)
        if age >= 2 { return 0 }
        return age >= 1 ? Double(current) * (2 - age) : Double(current) + Double(before) * (1 - age)
    }
}
