import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

extension RouteTable {
    /// The budget of a route, and those of the providers that may serve it.
    func budgets(of route: Route) -> [AccountBudget] {
        let own = route.budget.map { AccountBudget(.workload(route.workload), $0) }
        var providers: [String] = []
        for candidate in route.allCandidates where !providers.contains(candidate.model.provider) {
            providers.append(candidate.model.provider)
        }
        return [own].compactMap(\.self)
            + providers.compactMap { name in self.providers[name]?.budget.map { AccountBudget(.provider(name), $0) } }
    }

    /// What is wrong with them where no durable books are kept.
    fileprivate var withoutBooks: RoutesInvalid? {
        var log = DiagnosticLog()
        func check(_ budget: Budget?, of owner: String, at location: SourceLocation?) {
            guard budget?.scope == .ledger else { return }
            log.report(
                RouteFault.budgetWithoutLedger,
                """
                \(owner) has a budget that is kept in the ledger, and this program keeps none; write 'scope: process' in it, or give the router a \
                ledger
                """, at: location)
        }
        for route in routes { check(route.budget, of: "the workload '\(route.workload)'", at: route.definedAt) }
        for provider in providers.values.sorted(by: { $0.name < $1.name }) {
            check(provider.budget, of: "the provider '\(provider.name)'", at: provider.definedAt)
        }
        for owner in metadataBudgets { check(owner.budget, of: "the metadata key '\(owner.key)'", at: owner.definedAt) }
        return log.hasErrors ? RoutesInvalid(log.diagnostics) : nil
    }
}

extension RouterOptions {
    /// What is wrong with routes that need books which are not kept; `nil`: nothing.
    func missingBooks(of table: RouteTable) -> RoutesInvalid? {
        ledger is any BudgetStore ? nil : table.withoutBooks
    }
}

extension CallContext {
    /// What is wrong with routes that need books which are not kept; `nil`: nothing.
    func missingBooks(of table: RouteTable) -> RoutesInvalid? { store != nil ? nil : table.withoutBooks }
}
