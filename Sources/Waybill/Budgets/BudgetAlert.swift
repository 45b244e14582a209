public import WaybillInterchange
public import WaybillRoutes

/// So much of a budget is spent.
public struct BudgetAlert: Sendable, Hashable {
    /// Whose calls count together.
    public let account: BudgetAccount
    /// The period that the amount is for.
    public let period: BudgetPeriod
    /// The most that may be spent in it.
    public let amount: Money
    /// What its calls cost so far.
    public let spent: Money
    /// The share that was reached.
    public let share: Share

    /// Creates an alert.
    package init(account: BudgetAccount, period: BudgetPeriod, amount: Money, spent: Money, share: Share) {
        self.account = account
        self.period = period
        self.amount = amount
        self.spent = spent
        self.share = share
    }
}
