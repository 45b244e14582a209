import GRDB
import Waybill
import WaybillInterchange
public import WaybillRoutePlanning
public import WaybillRoutes

extension LedgerReader {
    /// How much is used of the budgets that routes keep in the ledger: those of workloads in the order of the routes, those of providers by name, and those
    /// of metadata for each value that has been counted.
    ///
    /// - Parameter time: Since 1970-01-01 00:00 UTC.
    public func budgets(of routes: RouteTable, at time: Duration) throws(LedgerError) -> [BudgetStatus] {
        do {
            return try queue.read { database in
                let tables = BudgetTables(database: database, zones: ZoneCache())
                var owners = routes.routes.compactMap { route in route.budget.map { AccountBudget(.workload(route.workload), $0) } }
                owners += routes.providers.values.sorted { $0.name < $1.name }
                    .compactMap { provider in provider.budget.map { AccountBudget(.provider(provider.name), $0) } }
                for each in routes.metadataBudgets {
                    owners += try tables.values(of: each.key).map { AccountBudget(.metadata(key: each.key, value: $0), each.budget) }
                }
                return try owners.filter { $0.budget.scope == .ledger }.map { try tables.peek($0, at: time) }
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }
}
