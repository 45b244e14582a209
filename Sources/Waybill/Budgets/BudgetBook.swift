import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What the calls of this process spent of each route's budget, and what attempts under way may spend.
///
/// It holds one small entry for each route that has a budget.
final class BudgetBook: Sendable {
    private let spendings: Mutex<[Workload: [Budget.Period: Spending]]> = Mutex([:])

    /// What was spent in a period.
    private struct Spending {
        var start: CalendarDay
        var spent = Money.zero
        var reserved = Money.zero
        /// How many of the shares that are told of were reached.
        var told = 0
    }

    /// How much of a route's budget is used; `nil` where it has none.
    func status(of route: Route, on day: CalendarDay) -> BudgetStatus? {
        guard let budget = route.budget else { return nil }
        return spendings.withLock { status(of: budget, $0[route.workload] ?? [:], on: day) }
    }

    /// Sets aside what an attempt may cost.
    ///
    /// - Parameter cost: The most that it may cost; `nil`: not known.
    /// - Returns: What is to be settled, or why the attempt must not be made.
    func reserve(_ cost: Money?, isPriceKnown: Bool, for route: Route, _ budget: Budget, on day: CalendarDay) -> BudgetDecision {
        spendings.withLock { spendings in
            var periods = spendings[route.workload] ?? [:]
            if let obstacle = budget.obstacle(status(of: budget, periods, on: day), cost: cost, isPriceKnown: isPriceKnown) {
                return .refused(obstacle)
            }
            for period in budget.amounts.keys {
                let start = period.start(of: day)
                var spending = periods[period].flatMap { $0.start == start ? $0 : nil } ?? Spending(start: start)
                spending.reserved = spending.reserved + (cost ?? .zero)
                periods[period] = spending
            }
            spendings[route.workload] = periods
            return .reserved(BudgetReservation(workload: route.workload, budget: budget, amount: cost ?? .zero, day: day))
        }
    }

    /// Puts what an attempt cost in the place of what was reserved for it, in the periods in which it was reserved.
    ///
    /// - Returns: What the operator is to be told of.
    func settle(_ reservation: BudgetReservation, cost: Money?) -> [BudgetAlert] {
        spendings.withLock { spendings in
            var alerts: [BudgetAlert] = []
            for (period, amount) in reservation.budget.amounts {
                // A period that is over counts no more.
                guard var spending = spendings[reservation.workload]?[period], spending.start == period.start(of: reservation.day) else {
                    continue
                }
                spending.reserved = Money(picodollars: spending.reserved.picodollars - reservation.amount.picodollars)
                spending.spent = spending.spent + (cost ?? .zero)
                let reached = reservation.budget.sharesToTell.filter { spending.spent >= amount.part($0) }
                if reached.count > spending.told, let share = reached.last {
                    alerts.append(
                        BudgetAlert(workload: reservation.workload, period: period, amount: amount, spent: spending.spent, share: share))
                }
                spending.told = max(spending.told, reached.count)
                spendings[reservation.workload]?[period] = spending
            }
            return alerts.sorted { $0.period.rawValue < $1.period.rawValue }
        }
    }

    /// Forgets the routes that are not among these.
    func keep(_ workloads: [Workload]) {
        let kept = Set(workloads)
        spendings.withLock { spendings in spendings = spendings.filter { kept.contains($0.key) } }
    }

    private func status(of budget: Budget, _ periods: [Budget.Period: Spending], on day: CalendarDay) -> BudgetStatus {
        BudgetStatus(
            Budget.Period.allCases.compactMap { period in
                guard let amount = budget.amounts[period] else { return nil }
                let spending = periods[period].flatMap { $0.start == period.start(of: day) ? $0 : nil }
                return .init(period: period, amount: amount, spent: spending?.spent ?? .zero, reserved: spending?.reserved ?? .zero)
            })
    }
}

/// Whether an attempt may be made under its route's budget.
enum BudgetDecision {
    case reserved(BudgetReservation)
    case refused(String)
}

/// What was set aside for an attempt, to be settled once.
struct BudgetReservation: Sendable {
    let workload: Workload
    let budget: Budget
    let amount: Money
    /// The day on which it was set aside.
    let day: CalendarDay
}

extension Budget {
    /// The shares at which the operator is told, in ascending order, the whole always among them.
    fileprivate var sharesToTell: [Share] {
        Set(alerts + [Share(percent: 100)]).sorted { $0.millionths < $1.millionths }
    }
}
