/// In which order the candidates of a route are asked.
public enum RouteChoice: String, Sendable, Hashable, CaseIterable {
    /// As they stand in the route.
    case inOrder = "in-order"
    /// By what this request is expected to cost at each, the least first.
    case cheapest
    /// By their weights, each request by its key: so that a conversation stays where it is.
    case weighted
}
