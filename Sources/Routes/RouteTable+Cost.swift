public import WaybillInterchange

extension RouteTable {
    /// What all attempts of a call cost together, by the tokens that each used; `nil` where a price is not known.
    public func cost(of report: RouteReport) -> Money? {
        var sum = Money.zero
        for attempt in report.attempts {
            guard let usage = attempt.usage, usage.total > 0 else { continue }
            guard let price = facts(of: attempt.model)?.model.price else { return nil }
            sum = sum + price.cost(of: usage)
        }
        return sum
    }
}
