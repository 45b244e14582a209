/// The tokens of one answer, in classes that do not overlap: their sum is the provider's total.
public struct TokenUsage: Sendable, Hashable {
    /// Input tokens that were neither read from a cache nor written to one.
    public var uncachedInput: Int
    /// Input tokens read from a prompt cache.
    public var cachedInput: Int
    /// Input tokens written to a prompt cache, by the lifetime that was paid for.
    public var cacheWrites: [CacheWrite]
    /// Output tokens of the answer itself: text, tool calls, refusals.
    public var outputText: Int
    /// Output tokens spent on reasoning.
    public var reasoning: Int
    /// Whether the provider reported these numbers or they were counted or guessed here.
    public var certainty: CountCertainty
    /// What the provider reported, verbatim.
    public var reported: JSONValue?

    /// Creates usage.
    public init(
        uncachedInput: Int = 0, cachedInput: Int = 0, cacheWrites: [CacheWrite] = [], outputText: Int = 0, reasoning: Int = 0,
        certainty: CountCertainty = .exact, reported: JSONValue? = nil
    ) {
        self.uncachedInput = uncachedInput
        self.cachedInput = cachedInput
        self.cacheWrites = cacheWrites
        self.outputText = outputText
        self.reasoning = reasoning
        self.certainty = certainty
        self.reported = reported
    }

    /// All tokens written to a cache.
    public var cacheWrite: Int { cacheWrites.reduce(0) { $0 + $1.tokens } }
    /// All input tokens.
    public var input: Int { uncachedInput + cachedInput + cacheWrite }
    /// All output tokens.
    public var output: Int { outputText + reasoning }
    /// All tokens.
    public var total: Int { input + output }
}

/// Input tokens written to a prompt cache.
public struct CacheWrite: Sendable, Hashable {
    /// How long the entry lives at least, in seconds; `nil` where the provider does not say.
    public var lifetimeSeconds: Int?
    /// The tokens written.
    public var tokens: Int

    /// Creates a count.
    public init(lifetimeSeconds: Int?, tokens: Int) {
        self.lifetimeSeconds = lifetimeSeconds
        self.tokens = tokens
    }
}

extension TokenUsage: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = [
            "input": .number(JSONNumber(input)), "uncached_input": .number(JSONNumber(uncachedInput)),
            "cached_input": .number(JSONNumber(cachedInput)), "cache_write": .number(JSONNumber(cacheWrite)),
            "output": .number(JSONNumber(output)), "output_text": .number(JSONNumber(outputText)),
            "reasoning": .number(JSONNumber(reasoning)), "total": .number(JSONNumber(total)), "certainty": certainty.json,
        ]
        if !cacheWrites.isEmpty { object["cache_writes"] = cacheWrites.json }
        object["reported"] = reported
        return .object(object)
    }
}

extension CacheWrite: JSONWritable {
    public var json: JSONValue {
        var object = JSONObject()
        object.set("lifetime_seconds", lifetimeSeconds)
        object.set("tokens", tokens)
        return .object(object)
    }
}
