public import WaybillInterchange

/// What serves a workload: the candidates in order, and the rules they must keep.
public struct Route: Sendable, Hashable {
    /// The workload, or `*` for every workload without a route of its own.
    public var workload: Workload
    /// What the work is, for people.
    public var description: String?
    /// The candidates, in order.
    public var candidates: [Candidate]
    /// In which order they are asked.
    public var choice: RouteChoice = .inOrder
    /// Which requests go to other models than these; the first rule that holds decides.
    public var rules: [RouteRule] = []
    /// Parameters for every candidate.
    public var parameters = GenerationParameters()
    /// Parameters for its kind of work, which hold where neither it nor a candidate says otherwise.
    public var preset: ParameterPreset?
    /// Settings of this route's own.
    public var settings = RouteSettings()
    /// What a candidate must offer.
    public var requirements = Requirements()
    /// What a request may use.
    public var limits = Limits()
    /// What all its calls may cost together; `nil`: anything.
    public var budget: Budget?
    /// Whether a candidate that needs an adjustment is set aside.
    public var strict = false
    /// Whether nothing is handed over until the answer is whole.
    public var hold = false
    /// When the next candidate is asked beside one that brings nothing; `nil`: never.
    public var hedge: HedgeRule?
    /// Whether a whole answer must follow the schemas of its request before it counts as one.
    public var validatesOutput = true
    /// What is served when no model can.
    public var lastResort: LastResort?
    /// A name for the version of the prompt, where the request has none.
    public var promptVersion: String?
    /// How the members of schemas are ordered.
    public var schemaOrder: SchemaOrder = .asWritten
    /// What is done to the characters of static text.
    public var normalization: TextNormalization = .none
    /// Where the rule stands; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a route that tries these models in order.
    public init(workload: Workload, models: [ModelName]) {
        self.workload = workload
        self.candidates = models.map { Candidate(model: $0) }
    }
}

/// A model in a route.
public struct Candidate: Sendable, Hashable {
    /// The model.
    public var model: ModelName
    /// How much of the traffic it gets where the choice is weighted, of all weights together; `nil`: 1.
    ///
    /// With 0 it only stands by.
    public var weight: Int?
    /// Parameters for this candidate; they go before the route's.
    public var parameters = GenerationParameters()
    /// Clocks for this candidate; they go before all others.
    public var clocks = Clocks()
    /// Where it stands; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a candidate.
    public init(model: ModelName, weight: Int? = nil) {
        self.model = model
        self.weight = weight
    }
}

/// What a candidate must offer.
public struct Requirements: Sendable, Hashable {
    /// Where data may be processed: one of these.
    public var locations: [String] = []
    /// How long data may be kept: one of these.
    public var retentions: [String] = []
    /// Labels that the model or its provider must have, each of them.
    public var labels: [String] = []
    /// What the model must be able to do.
    public var features: [Feature] = []
    /// The smallest context window, in tokens.
    public var contextWindow: Int?
    /// The most that tokens may cost; `nil`: anything.
    public var price: PriceCap?

    /// Creates requirements that ask for nothing.
    public init() {}
}

/// What a request may use.
///
/// Limits always bind: of several, the smallest wins.
public struct Limits: Sendable, Hashable {
    /// The most that one request may cost.
    public var costPerRequest: Money?
    /// The most input tokens.
    public var inputTokens: Int?
    /// The most output tokens.
    public var outputTokens: Int?

    /// Creates limits that allow everything.
    public init() {}
}

/// A fixed answer for when no model can give one.
public enum LastResort: Sendable, Hashable {
    /// A text.
    case text(String)
    /// A JSON value, for structured output.
    case json(JSONValue)
}

/// How the members of schemas are ordered in the prompt.
public enum SchemaOrder: String, Sendable, Hashable, CaseIterable {
    /// What a model sees (properties, enumerations) stays as written; other members are sorted.
    case asWritten = "as-written"
    /// Every member is sorted.
    case sorted
}

/// What is done to the characters of static text: instructions, descriptions of tools and schemas, examples and references.
public enum TextNormalization: String, Sendable, Hashable, CaseIterable {
    /// Nothing.
    case none
    /// Accents and letters are composed (`é`, not `e` and an accent) by the pinned tables of Unicode 16, so that text out of several editors and
    /// systems is the same text.
    case nfc
}
