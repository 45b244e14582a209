import WaybillInterchange
import WaybillRoutes

extension Route {
    /// Why the budget bars a candidate, or `nil`.
    func obstacle(_ status: BudgetStatus, for candidate: PlannedCandidate) -> String? {
        budget?.obstacle(status, cost: candidate.cost?.highest, isPriceKnown: candidate.price != nil)
    }

    /// Sets every candidate aside where the one that would be asked first may cost too much, and nobody else is to serve in its place.
    ///
    /// - Parameter order: The candidates' places in the order in which they would be asked.
    func refuse(_ status: BudgetStatus, _ candidates: inout [PlannedCandidate], inOrder order: [Int]) {
        guard budget?.whenSpent == .refuse else { return }
        let first = order.first { place in
            if case .budgetSpent? = candidates[place].verdict.reason { true } else { candidates[place].verdict.reason == nil }
        }
        guard let first, case .budgetSpent? = candidates[first].verdict.reason else { return }
        for place in order where candidates[place].verdict.reason == nil {
            candidates[place].verdict = .setAside(
                .budgetSpent("too little of the budget is left for \(candidates[first].model), and the route then refuses"))
        }
    }
}
