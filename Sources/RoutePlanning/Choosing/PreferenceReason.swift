public import WaybillInterchange

/// Why a candidate goes before or after the others, where the order of its route alone does not say it.
@nonexhaustive
public enum PreferenceReason: Sendable, Hashable {
    /// The route asks the cheapest first: what the request is expected to cost there; `nil`: the price is not known.
    case cost(Money?)
    /// The route spreads requests by weights: the candidate's, of all together.
    case weight(Int, of: Int)
}

extension PreferenceReason: CustomStringConvertible {
    /// The reason as a plan tells it.
    public var description: String {
        switch self {
        case .cost(let cost?): "expected to cost \(cost)"
        case .cost(nil): "asked after those whose price is known"
        case .weight(0, _): "weight 0: stands by only"
        case .weight(let weight, let total): "weight \(weight) of \(total)"
        }
    }
}
