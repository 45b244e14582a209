public import WaybillInterchange
public import WaybillRoutes

/// Why a candidate goes before or after the others, where the order of its route alone does not say it.
@nonexhaustive
public enum PreferenceReason: Sendable, Hashable {
    /// The route asks the cheapest first: what the request is expected to cost there; `nil`: the price is not known.
    case cost(Money?)
    /// The route spreads requests by weights: the candidate's, of all together.
    case weight(Int, of: Int)
    /// The route asks the fastest first: how long the request is expected to take there; `nil`: too few of its answers were timed.
    case time(ExpectedTime?)
    /// The route asks the fastest first, but sends this request here, so that it is timed: what is expected there, if anything is.
    case explored(Share, ExpectedTime?)
}

extension PreferenceReason: CustomStringConvertible {
    /// The reason as a plan tells it.
    public var description: String {
        switch self {
        case .cost(let cost?): "expected to cost \(cost)"
        case .cost(nil): "asked after those whose price is known"
        case .time(let time?): "expected to take \(time)"
        case .time(nil): "not timed yet: asked after those that were"
        case .explored(let share, let time):
            "explored, as \(share) of the requests are, \(time.map { "though expected to take \($0)" } ?? "since it was not timed yet")"
        case .weight(0, _): "weight 0: stands by only"
        case .weight(let weight, let total): "weight \(weight) of \(total)"
        }
    }
}
