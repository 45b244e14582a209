/// How long answers took lately: averages in which each new one counts a fifth.
struct Latency: Sendable, Hashable {
    private(set) var firstToken: Duration?
    private(set) var answer: Duration?

    mutating func note(_ firstToken: Duration, _ answer: Duration) {
        self.firstToken = Self.mean(self.firstToken, firstToken)
        self.answer = Self.mean(self.answer, answer)
    }

    private static func mean(_ old: Duration?, _ new: Duration) -> Duration { old.map { ($0 * 4 + new) / 5 } ?? new }
}
