import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What the calls of this process spent of each budget, and what attempts under way may spend.
///
/// It holds an entry of some hundred bytes for each account, and of accounts by metadata no more than ``mostAccounts``.
final class BudgetBook: Sendable {
    /// So many values of metadata have books of their own at a time.
    static let mostAccounts = 100_000

    private let accounts: Mutex<[BudgetAccount: Periods]> = Mutex([:])

    private typealias Periods = [BudgetPeriod: PeriodSpending]

    /// How much is used.
    ///
    /// - Parameter time: Since 1970-01-01 00:00 UTC.
    func status(of budgets: [AccountBudget], at time: Duration) -> [BudgetStatus] {
        guard !budgets.isEmpty else { return [] }
        return accounts.withLock { accounts in budgets.map { Self.status(of: $0, accounts[$0.account] ?? [:], at: time) } }
    }

    /// Sets aside what an attempt may cost, in all its budgets or in none.
    ///
    /// - Returns: Why it must not be made.
    func reserve(_ request: BudgetRequest) -> BudgetObstacle? {
        accounts.withLock { accounts in
            for budget in request.budgets {
                let status = Self.status(of: budget, accounts[budget.account] ?? [:], at: request.time)
                if let obstacle = status.obstacle(to: request.cost) { return obstacle }
            }
            let new = request.budgets.filter { accounts[$0.account] == nil }
            if !new.isEmpty, accounts.count + new.count > Self.mostAccounts, let obstacle = Self.makeRoom(in: &accounts, at: request.time) {
                return obstacle
            }
            for owner in request.budgets {
                for period in owner.budget.amounts.keys {
                    accounts[owner.account, default: [:]][period, default: PeriodSpending()]
                        .reserve(request.most, at: period.window(at: request.time, in: owner.budget.timeZone))
                }
            }
            return nil
        }
    }

    /// Puts what an attempt cost in the place of what was reserved for it, in the periods in which it was reserved.
    ///
    /// - Returns: What the operator is to be told of.
    func settle(_ request: BudgetRequest, cost: Money?) -> [BudgetAlert] {
        accounts.withLock { accounts in
            request.budgets.flatMap { owner in
                owner.budget.sortedAmounts.compactMap { period, amount -> BudgetAlert? in
                    guard var spending = accounts[owner.account]?[period] else { return nil }
                    let window = period.window(at: request.time, in: owner.budget.timeZone)
                    spending.settle(request.most, cost: cost ?? .zero, at: window)
                    let share = spending.newShare(of: amount, among: owner.budget.sharesToTell, at: window)
                    accounts[owner.account]?[period] = spending
                    return share.map {
                        BudgetAlert(account: owner.account, period: period, amount: amount, spent: spending.spent(at: window), share: $0)
                    }
                }
            }
        }
    }

    /// Forgets the accounts that no budget is for.
    func keep(_ isKept: (BudgetAccount) -> Bool) {
        accounts.withLock { accounts in accounts = accounts.filter { isKept($0.key) } }
    }

    private static func status(of owner: AccountBudget, _ periods: Periods, at time: Duration) -> BudgetStatus {
        BudgetStatus(
            owner,
            owner.budget.sortedAmounts.map { period, amount in
                let window = period.window(at: time, in: owner.budget.timeZone)
                let spending = periods[period]
                return .init(
                    period: period, amount: amount, spent: spending?.spent(at: window) ?? .zero,
                    reserved: spending?.reserved(at: window) ?? .zero)
            })
    }

    /// Lets go of accounts of which nothing counts any more.
    private static func makeRoom(in accounts: inout [BudgetAccount: Periods], at time: Duration) -> BudgetObstacle? {
        let longest = time - .seconds(400 * 86_400)
        accounts = accounts.filter { _, periods in
            periods.contains { period, spending in
                spending.counts(at: period.window(at: time, in: nil), orHolds: period.window(at: longest, in: nil))
            }
        }
        guard accounts.count >= mostAccounts else { return nil }
        return BudgetObstacle(text: "more than \(mostAccounts) values of metadata have spent of a budget", refuses: true)
    }
}
