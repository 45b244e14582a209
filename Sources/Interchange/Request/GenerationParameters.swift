/// How a model should generate: sampling and limits.
///
/// What is `nil` is left to the next place that may say it, in the end to the provider.
public struct GenerationParameters: Sendable, Hashable {
    /// Randomness of sampling, 0 to 2.
    public var temperature: Double?
    /// The share of probability mass that is sampled from, above 0 to 1.
    public var topP: Double?
    /// The most tokens that the model may write, reasoning included.
    public var maxOutputTokens: Int?
    /// Texts that end the answer; they are not part of it.
    public var stop: [String]?
    /// A seed for best-effort repeatable sampling.
    public var seed: Int?
    /// How much the model should think.
    public var reasoningEffort: ReasoningEffort?
    /// How long the answer should be.
    public var verbosity: Verbosity?
    /// Whether the model may call several tools in one answer.
    public var parallelToolCalls: Bool?
    /// How soon the provider should work on it, and at which price.
    public var serviceTier: ServiceTier?

    /// Creates parameters.
    public init(
        temperature: Double? = nil, topP: Double? = nil, maxOutputTokens: Int? = nil, stop: [String]? = nil, seed: Int? = nil,
        reasoningEffort: ReasoningEffort? = nil, verbosity: Verbosity? = nil, parallelToolCalls: Bool? = nil,
        serviceTier: ServiceTier? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.maxOutputTokens = maxOutputTokens
        self.stop = stop
        self.seed = seed
        self.reasoningEffort = reasoningEffort
        self.verbosity = verbosity
        self.parallelToolCalls = parallelToolCalls
        self.serviceTier = serviceTier
    }

    /// These parameters, with what they leave open taken from `base`.
    public func overriding(_ base: GenerationParameters) -> GenerationParameters {
        GenerationParameters(
            temperature: temperature ?? base.temperature, topP: topP ?? base.topP, maxOutputTokens: maxOutputTokens ?? base.maxOutputTokens,
            stop: stop ?? base.stop, seed: seed ?? base.seed, reasoningEffort: reasoningEffort ?? base.reasoningEffort,
            verbosity: verbosity ?? base.verbosity, parallelToolCalls: parallelToolCalls ?? base.parallelToolCalls,
            serviceTier: serviceTier ?? base.serviceTier)
    }
}

extension GenerationParameters: JSONWritable {
    /// The parameters that are said, by their names in the JSON form of a request.
    public var json: JSONValue {
        var object: JSONObject = [:]
        write(to: &object)
        return .object(object)
    }
}

extension GenerationParameters {
    init(members: inout JSONMembers) throws(JSONFormatError) {
        self.init()
        temperature = try members.read("temperature") { json, path throws(JSONFormatError) in
            try bounded(json, path, 0...2)
        }
        topP = try members.read("top_p") { json, path throws(JSONFormatError) in
            try bounded(json, path, 0...1)
        }
        maxOutputTokens = try members.read("max_output_tokens") { json, path throws(JSONFormatError) in
            let count = try json.int(at: path)
            guard count > 0 else { throw JSONFormatError(path, "is not a positive number of tokens") }
            return count
        }
        stop = try members.read("stop", asTexts)
        seed = try members.read("seed", asWhole)
        reasoningEffort = try members.read("reasoning_effort")
        verbosity = try members.read("verbosity")
        parallelToolCalls = try members.read("parallel_tool_calls", asFlag)
        serviceTier = try members.read("service_tier")
    }

    func write(to object: inout JSONObject) {
        if let temperature, let number = JSONNumber(temperature) { object["temperature"] = .number(number) }
        if let topP, let number = JSONNumber(topP) { object["top_p"] = .number(number) }
        object.set("max_output_tokens", maxOutputTokens)
        if let stop { object["stop"] = .array(stop.map(JSONValue.string)) }
        object.set("seed", seed)
        object.set("reasoning_effort", reasoningEffort)
        object.set("verbosity", verbosity)
        if let parallelToolCalls { object["parallel_tool_calls"] = .bool(parallelToolCalls) }
        object.set("service_tier", serviceTier)
    }
}

private func bounded(_ json: JSONValue, _ path: JSONPath, _ range: ClosedRange<Double>) throws(JSONFormatError) -> Double {
    let number = try json.double(at: path)
    guard range.contains(number) else { throw JSONFormatError(path, "is not between \(range.lowerBound) and \(range.upperBound)") }
    return number
}

/// How much a model should think before it answers.
public struct ReasoningEffort: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not at all.
    public static let none: ReasoningEffort = "none"
    public static let minimal: ReasoningEffort = "minimal"
    public static let low: ReasoningEffort = "low"
    public static let medium: ReasoningEffort = "medium"
    public static let high: ReasoningEffort = "high"
    public static let xhigh: ReasoningEffort = "xhigh"
    public static let max: ReasoningEffort = "max"

    /// The known efforts, least first.
    public static let ascending: [ReasoningEffort] = [.none, .minimal, .low, .medium, .high, .xhigh, .max]
}

/// How long an answer should be.
public struct Verbosity: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let low: Verbosity = "low"
    public static let medium: Verbosity = "medium"
    public static let high: Verbosity = "high"
}
