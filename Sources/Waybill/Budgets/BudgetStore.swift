public import WaybillInterchange
public import WaybillRoutePlanning
public import WaybillRoutes

/// Durable books that also keep what budgets have spent, for all processes that share them.
///
/// What an attempt cost comes to be spent by its record (``CallLedger``), which also ends its reservation. A router takes a ledger that is a
/// budget store for all budgets of the scope ``Budget/Scope/ledger``.
public protocol BudgetStore: CallLedger {
    /// How much is spent, as far as is known without waiting; plans go by it.
    ///
    /// What is reserved is left out: it is another sum in the next moment, and whether an attempt may be made, ``reserve(_:reply:)`` says.
    ///
    /// - Parameter time: Since 1970-01-01 00:00 UTC.
    func status(of budgets: [AccountBudget], at time: Duration) -> [BudgetStatus]

    /// Sets aside what an attempt may cost, in all its budgets or in none.
    ///
    /// - Parameter reply: Called once, on any thread: `nil` where it is set aside, else why the attempt must not be made. A store that cannot be reached lets
    ///   calls go on and tells its operator.
    func reserve(_ request: BudgetRequest, reply: @escaping @Sendable (BudgetRefusal?) -> Void)

    /// Ends the reservation of an attempt that was not sent, or takes back the wish for one that has not been answered yet.
    func release(_ attempt: AttemptID)

    /// Calls this when a share of a budget is spent, on any thread: once for each share and period, in one of the processes.
    func tellAlerts(to body: @escaping @Sendable (BudgetAlert) -> Void)
}

/// An attempt, in all processes.
public struct AttemptID: Sendable, Hashable {
    /// The call.
    public let call: CallID
    /// Which of its attempts, from 1.
    public let number: Int

    /// Creates an id.
    public init(call: CallID, number: Int) {
        self.call = call
        self.number = number
    }
}

/// What an attempt wants set aside.
public struct BudgetRequest: Sendable {
    /// The attempt.
    public let attempt: AttemptID
    /// The model that it would ask.
    public let model: ModelName
    /// The budgets that it counts in.
    public let budgets: [AccountBudget]
    /// When, since 1970-01-01 00:00 UTC.
    public let time: Duration
    /// What it may cost.
    package let cost: AttemptCost
}

extension BudgetRequest {
    /// The most that the attempt may cost, as far as anything is known.
    package var most: Money { cost.highest ?? .zero }

    /// Why the attempt must not be made, by how much of a budget is used.
    package func refusal(by status: BudgetStatus) -> BudgetRefusal? { status.obstacle(to: cost).map(BudgetRefusal.init) }
}

/// Why an attempt must not be made.
public struct BudgetRefusal: Sendable, Hashable {
    /// The reason, without the model.
    package let obstacle: BudgetObstacle

    package init(_ obstacle: BudgetObstacle) { self.obstacle = obstacle }
}
