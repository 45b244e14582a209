/// In which order the candidates of a route are asked.
public enum RouteChoice: Sendable, Hashable {
    /// As they stand in the route.
    case inOrder
    /// By what this request is expected to cost at each, the least first.
    case cheapest
    /// By how long each is expected to take over this request, the fastest first.
    ///
    /// - Parameter explore: The share of requests that go to another candidate first, so that all of them are timed now and then.
    case fastest(explore: Share = RouteChoice.usualExploration)
    /// By their weights, each request by its key: so that a conversation stays where it is.
    case weighted

    /// The share of requests that explore where nothing else is said.
    public static let usualExploration = Share(percent: 5)

    /// The largest share of requests that can explore: beyond it the others would be the exception.
    package static let mostExploration = Share(percent: 50)

    /// The choice as a file names it.
    public var name: String {
        switch self {
        case .inOrder: "in-order"
        case .cheapest: "cheapest"
        case .fastest: "fastest"
        case .weighted: "weighted"
        }
    }

    /// Every choice as it is where a file says no more than its name.
    package static let named: [RouteChoice] = [.inOrder, .cheapest, .fastest(), .weighted]

    /// Why the choice cannot be meant, or `nil`.
    package var problem: String? {
        guard case .fastest(let share) = self, !(1...Self.mostExploration.millionths).contains(share.millionths) else { return nil }
        return "the share of requests that explore must be above 0% and at most \(Self.mostExploration)"
    }
}

extension RouteChoice: CustomStringConvertible {
    /// The choice by its name, and with its share where that is not the usual one: `fastest, 10% exploring`.
    public var description: String {
        guard case .fastest(let share) = self, share != Self.usualExploration else { return name }
        return "\(name), \(share) exploring"
    }
}
