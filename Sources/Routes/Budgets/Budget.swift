public import WaybillInterchange

/// What calls may cost together: those of a workload, of a provider, or those with one value of metadata.
///
/// Before an attempt is sent, the most that it may cost is reserved; when it has ended, what it cost takes that place. So nothing is
/// overspent by calls that run at the same time.
public struct Budget: Sendable, Hashable {
    /// What is done with a request for which too little is left.
    public enum WhenSpent: String, Sendable, Hashable, CaseIterable {
        /// The models that may cost too much are set aside, so that a cheaper one serves, or nobody.
        case nextModel = "next-model"
        /// Nobody serves it, not even a cheaper model.
        case refuse
        /// It is served; only the operator is told.
        case warn
    }

    /// Who counts together.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// All processes that keep the same books, from what stands in them.
        case ledger
        /// Each process by itself, from nothing when it starts.
        case process
    }

    /// The amounts, of which each holds.
    public var amounts: [BudgetPeriod: Money]
    /// At which shares of an amount the operator is told, beside the whole of it.
    public var alerts: [Share] = []
    /// What is done with a request for which too little is left.
    public var whenSpent: WhenSpent = .nextModel
    /// Who counts together.
    public var scope: Scope = .ledger
    /// Whether a model may serve of which nobody can say what it may cost: its price is not known, or nothing limits its output.
    public var allowsUnknownCost = false
    /// Whose days and months count; `nil`: those of UTC.
    public var timeZone: CalendarZone?

    /// Creates a budget.
    public init(_ amounts: [BudgetPeriod: Money]) { self.amounts = amounts }
}

extension Budget {
    /// The amounts, those of shorter periods first.
    package var sortedAmounts: [(period: BudgetPeriod, amount: Money)] {
        amounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The shares at which the operator is told, in ascending order, the whole always among them.
    package var sharesToTell: [Share] { Set(alerts + [Share(percent: 100)]).sorted { $0.millionths < $1.millionths } }

    /// Why it cannot be meant, or `nil`.
    package var problem: String? {
        if amounts.isEmpty { return "a budget needs an amount: day, month or rolling" }
        if amounts.values.contains(where: { $0 <= .zero }) { return "an amount must be more than $0" }
        if let span = amounts.keys.lazy.compactMap(\.problem).first { return span }
        if let day = amounts[.day], let month = amounts[.month], day > month {
            return "the budget of a day, \(day), is larger than that of the month, \(month)"
        }
        return nil
    }
}
