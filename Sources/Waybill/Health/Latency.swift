/// What an attempt showed of how fast its model is.
enum ObservedLatency: Sendable, Hashable {
    /// It answered.
    case answered(firstToken: Duration, whole: Duration)
    /// It brought nothing for so long, and was then left.
    case silent(for: Duration)
}

/// How long answers took lately: averages in which each new one counts a fifth, and the last first contents one by one.
struct Latency: Sendable, Hashable {
    private(set) var firstToken: Duration?
    private(set) var answer: Duration?
    private(set) var firstTokens = LatencyWindow()

    mutating func note(_ latency: ObservedLatency) {
        switch latency {
        case .answered(let firstToken, let whole):
            self.firstToken = Self.mean(self.firstToken, firstToken)
            self.answer = Self.mean(self.answer, whole)
            firstTokens.note(firstToken)
        case .silent(let time):
            // Left out, the slow ones would make the model look fast.
            firstTokens.note(time)
        }
    }

    private static func mean(_ old: Duration?, _ new: Duration) -> Duration { old.map { ($0 * 4 + new) / 5 } ?? new }
}
