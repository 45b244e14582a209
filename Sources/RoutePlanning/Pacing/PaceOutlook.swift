/// What holds a request to a model back.
package struct PaceOutlook: Sendable, Hashable {
    /// What each of its accounts may still use.
    package var lines: [RateLine]
    /// About how long a request would wait for its server.
    package var slotWait: Duration

    package init(lines: [RateLine], slotWait: Duration) {
        self.lines = lines
        self.slotWait = slotWait
    }

    /// How long the rate limits would hold a request back that reserves so many tokens, at the account that is free first.
    func rateWait(tokens: Int, at now: Duration) -> Duration {
        lines.lazy.map { $0.moment(for: tokens, at: now) }.min().map { max(.zero, $0 - now) } ?? .zero
    }
}
