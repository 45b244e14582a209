public import WaybillInterchange

/// A rule within a route: requests that meet its condition go to its own models.
///
/// Of several, the first that is met holds; a request that meets none goes to the route's own models.
public struct RouteRule: Sendable, Hashable {
    /// What a request must be like.
    public var condition: RequestCondition
    /// The candidates, in order.
    public var candidates: [Candidate]
    /// In which order they are asked.
    public var choice: RouteChoice = .inOrder
    /// Parameters for every one of them; they go before the route's.
    public var parameters = GenerationParameters()
    /// Where the rule stands; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a rule that tries these models in order.
    public init(when condition: RequestCondition, models: [ModelName]) {
        self.condition = condition
        self.candidates = models.map { Candidate(model: $0) }
    }
}

extension Route {
    /// Every candidate, of its rules and its own, each as often as it is named.
    public var allCandidates: [Candidate] { rules.isEmpty ? candidates : rules.flatMap(\.candidates) + candidates }

    /// The route as it is for requests that a rule of it decides on.
    package func following(_ rule: RouteRule) -> Route {
        var branch = self
        branch.rules = []
        branch.candidates = rule.candidates
        branch.choice = rule.choice
        branch.parameters = rule.parameters.overriding(parameters)
        branch.definedAt = rule.definedAt
        return branch
    }
}
