import WaybillInterchange
import WaybillRoutes

extension PlannedCandidate {
    /// What an attempt at it may cost.
    package var attemptCost: AttemptCost { AttemptCost(highest: cost?.highest, isPriceKnown: price != nil) }

    /// Why a budget bars it, or `nil`.
    func obstacle(_ budgets: [BudgetStatus]) -> BudgetObstacle? {
        for status in budgets where status.owner.counts(model) {
            if let obstacle = status.obstacle(to: attemptCost) { return obstacle }
        }
        return nil
    }
}

extension [PlannedCandidate] {
    /// Sets every candidate aside where the one that would be asked first may cost too much, and nobody else is to serve in its place.
    ///
    /// - Parameters:
    ///   - refusals: The places of the candidates that a budget bars which then refuses.
    ///   - order: The candidates' places in the order in which they would be asked.
    mutating func refuse(_ refusals: Set<Int>, inOrder order: [Int]) {
        guard let first = order.first(where: { refusals.contains($0) || self[$0].verdict.reason == nil }), refusals.contains(first) else {
            return
        }
        for place in order where self[place].verdict.reason == nil {
            self[place].verdict = .setAside(
                .budgetSpent("too little of a budget is left for \(self[first].model), and it then refuses"))
        }
    }
}
