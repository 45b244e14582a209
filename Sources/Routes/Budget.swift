public import WaybillInterchange

/// What all calls of a route may cost together.
///
/// Before an attempt is sent, the most that it may cost is reserved; when it has ended, what it cost takes that place. So nothing is
/// overspent by calls that run at the same time.
public struct Budget: Sendable, Hashable {
    /// A span of time after which it begins anew, in UTC.
    public enum Period: String, Sendable, Hashable, CaseIterable {
        case day, month
    }

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
        /// Each process by itself, from nothing when it starts.
        case process
    }

    /// The amounts, of which each holds.
    public var amounts: [Period: Money]
    /// At which shares of an amount the operator is told, beside the whole of it.
    public var alerts: [Share] = []
    /// What is done with a request for which too little is left.
    public var whenSpent: WhenSpent = .nextModel
    /// Who counts together.
    public var scope: Scope = .process
    /// Whether a model may serve of which nobody can say what it may cost: its price is not known, or nothing limits its output.
    public var allowsUnknownCost = false

    /// Creates a budget.
    public init(_ amounts: [Period: Money]) { self.amounts = amounts }
}

extension Budget {
    /// Why it cannot be meant, or `nil`.
    package var problem: String? {
        if amounts.isEmpty { return "a budget needs an amount: day, month or both" }
        if amounts.values.contains(where: { $0 <= .zero }) { return "an amount must be more than $0" }
        if let day = amounts[.day], let month = amounts[.month], day > month {
            return "the budget of a day, \(day), is larger than that of the month, \(month)"
        }
        return nil
    }
}

extension Budget.Period {
    /// The first day of the period in which a day lies.
    package func start(of day: CalendarDay) -> CalendarDay {
        switch self {
        case .day: day
        case .month: day.firstOfMonth
        }
    }
}
