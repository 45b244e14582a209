/// The tokens of one answer, in classes that do not overlap, and what else was billed beside them.
///
/// The classes sum to the provider's total. Where what it reported does not allow that, ``flags`` say so.
public struct TokenUsage: Sendable, Hashable {
    /// Input tokens that were neither read from a cache nor written to one: text, and whatever no other class counts.
    public var uncachedInput: Int
    /// Input tokens of sound, where the provider tells them apart; none of them read from a cache or written to one.
    public var audioInput = 0
    /// Input tokens of images, where the provider tells them apart; none of them read from a cache or written to one.
    public var imageInput = 0
    /// Input tokens read from a prompt cache.
    public var cachedInput: Int
    /// Input tokens written to a prompt cache, by the lifetime that was paid for.
    public var cacheWrites: [CacheWrite]
    /// Output tokens of the answer itself: text, tool calls, refusals.
    public var outputText: Int
    /// Output tokens of sound.
    public var audioOutput = 0
    /// Output tokens of images.
    public var imageOutput = 0
    /// Output tokens spent on reasoning.
    public var reasoning: Int
    /// The tools of the provider that ran for the answer and are billed by the use, one entry a tool.
    public var hostedTools: [HostedToolUse] = []
    /// Whether the provider reported these numbers or they were counted or guessed here.
    public var certainty: CountCertainty
    /// What is wrong with what the provider reported, each once; empty: the classes are what it said, and sum to its total if it gave one.
    public var flags: [UsageFlag] = []
    /// What the provider reported, verbatim; of a stream that reported several times, the last word on each member.
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
    public var input: Int { uncachedInput + audioInput + imageInput + cachedInput + cacheWrite }
    /// All output tokens.
    public var output: Int { outputText + audioOutput + imageOutput + reasoning }
    /// All tokens.
    public var total: Int { input + output }
    /// Whether it holds nothing that could be billed.
    public var isEmpty: Bool { total == 0 && hostedTools.allSatisfy { $0.uses == 0 } }
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
    /// Every text class; the others, the tools and the flags where there are any.
    public var json: JSONValue {
        var object: JSONObject = [
            "input": .number(JSONNumber(input)), "uncached_input": .number(JSONNumber(uncachedInput)),
            "cached_input": .number(JSONNumber(cachedInput)), "cache_write": .number(JSONNumber(cacheWrite)),
            "output": .number(JSONNumber(output)), "output_text": .number(JSONNumber(outputText)),
            "reasoning": .number(JSONNumber(reasoning)), "total": .number(JSONNumber(total)), "certainty": certainty.json,
        ]
        if !cacheWrites.isEmpty { object["cache_writes"] = cacheWrites.json }
        let media = [
            ("audio_input", audioInput), ("image_input", imageInput), ("audio_output", audioOutput), ("image_output", imageOutput),
        ]
        for (key, tokens) in media where tokens > 0 { object.set(key, tokens) }
        if !hostedTools.isEmpty { object["hosted_tools"] = hostedTools.json }
        if !flags.isEmpty { object["flags"] = flags.json }
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
