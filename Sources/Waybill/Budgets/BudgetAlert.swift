public import WaybillInterchange
public import WaybillRoutes

/// So much of a route's budget is spent.
public struct BudgetAlert: Sendable, Hashable {
    /// The route.
    public let workload: Workload
    /// The period that the amount is for.
    public let period: Budget.Period
    /// The most that may be spent in it.
    public let amount: Money
    /// What its calls cost so far.
    public let spent: Money
    /// The share that was reached.
    public let share: Share
}
