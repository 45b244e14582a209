public import WaybillInterchange
public import WaybillTokenCounting

/// How far two prompts are the same from their beginning, and where and why they part.
///
/// ## Usage
/// ```swift
/// let comparison = PrefixComparison(PromptPreparation().prepare(monday), PromptPreparation().prepare(tuesday))
/// print(comparison.difference?.explanation ?? "nothing differs")      // a date in instructions
/// ```
public struct PrefixComparison: Sendable {
    /// The first prompt's segments.
    public var first: FingerprintedPrompt
    /// The second prompt's segments.
    public var second: FingerprintedPrompt
    /// How many segments, from the first, both share.
    public let sharedSegments: Int
    /// The tokens that both begin with, about.
    public let sharedTokens: Int
    /// The bytes of texts that both begin with.
    public let sharedBytes: Int
    /// Settings that are rendered into the prompt, or keyed with it, and differ: then nothing is shared, whatever the texts are.
    public var settings: [SettingDifference]
    /// Where the texts part; `nil` where they are the same, or one goes on from the other.
    public let difference: PrefixDifference?
    /// The fewest tokens that the model caches; `nil`: not known.
    public let minimum: Int?
    /// How far the bodies are the same that a model would be sent; `nil` where nobody asked for a model.
    public var wire: Wire?

    /// Two request bodies for one model.
    public struct Wire: Sendable, Hashable {
        /// The model.
        public let model: ModelName
        /// How many bytes both begin with.
        public let sharedBytes: Int
        /// Whether they are the same.
        public let isSame: Bool

        /// Compares two bodies.
        public init(model: ModelName, _ first: [UInt8], _ second: [UInt8]) {
            self.model = model
            sharedBytes = zip(first, second).prefix { $0 == $1 }.count
            isSame = first == second
        }
    }

    /// A setting that differs.
    public struct SettingDifference: Sendable, Hashable {
        /// Its name in the JSON form of a request.
        public var name: String
        /// What the first request says; `nil`: nothing.
        public var from: String?
        /// What the second says.
        public var to: String?

        /// Creates a difference.
        public init(name: String, from: String?, to: String?) {
            self.name = name
            self.from = from
            self.to = to
        }
    }

    /// How two prompts stand to each other.
    public enum Relation: String, Sendable, Hashable {
        /// They are the same.
        case same
        /// The second goes on from the first, so that all of the first can be read from the cache.
        case goesOn = "goes-on"
        /// The first goes on from the second.
        case isBeginning = "is-beginning"
        /// They part.
        case parts
    }

    /// Compares two prepared requests.
    ///
    /// - Parameters:
    ///   - parameters: The parameters that each would be sent with; by default its own.
    ///   - tokenizer: What counts the shared tokens.
    ///   - minimum: The fewest tokens that the model caches; `nil`: not known.
    public init(
        _ first: PreparedRequest, _ second: PreparedRequest,
        parameters: (first: GenerationParameters, second: GenerationParameters)? = nil, tokenizer: Tokenizer = .named("o200k_base"),
        minimum: Int? = PrefixLint.usualMinimum
    ) {
        self.minimum = minimum
        let (one, two) = (PromptOutline(first), PromptOutline(second))
        self.first = FingerprintedPrompt(first)
        self.second = FingerprintedPrompt(second)
        sharedSegments = self.first.sharedSegments(with: self.second)
        let parting = PrefixParting(one, two, sharedSegments: sharedSegments)
        var shared = SharedText(tokenizer: tokenizer)
        for kind in one.kinds.prefix(sharedSegments) { one.read(kind, by: &shared) }
        for (field, bytes) in parting?.sharedTexts ?? [] { shared.read(bytes, at: field) }
        sharedTokens = shared.tokens
        sharedBytes = shared.bytes
        difference = parting?.difference
        settings = Self.settings(
            (first.request, parameters?.first ?? first.request.parameters),
            (second.request, parameters?.second ?? second.request.parameters))
    }

    /// How the prompts stand to each other, their settings aside.
    public var relation: Relation {
        if difference != nil { return .parts }
        if first.segments.count == second.segments.count { return .same }
        return first.segments.count < second.segments.count ? .goesOn : .isBeginning
    }

    /// Whether what both begin with is too short to be cached.
    public var isTooShort: Bool { minimum.map { sharedTokens < $0 } ?? false }

    private static func settings(
        _ first: (request: ModelRequest, parameters: GenerationParameters),
        _ second: (request: ModelRequest, parameters: GenerationParameters)
    ) -> [SettingDifference] {
        let pairs: [(String, String?, String?)] = [
            ("reasoning_effort", first.parameters.reasoningEffort?.rawValue, second.parameters.reasoningEffort?.rawValue),
            ("verbosity", first.parameters.verbosity?.rawValue, second.parameters.verbosity?.rawValue),
            ("parallel_tool_calls", first.parameters.parallelToolCalls?.description, second.parameters.parallelToolCalls?.description),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { SettingDifference(name: $0.0, from: $0.1, to: $0.2) }
    }
}

extension PrefixComparison: JSONWritable {
    /// All of it but the words of the prompts; ``PrefixDifference/fullJSON`` has these.
    public var json: JSONValue {
        var object: JSONObject = [
            "relation": .string(relation.rawValue), "shared_tokens": .number(JSONNumber(sharedTokens)),
            "shared_bytes": .number(JSONNumber(sharedBytes)), "shared_segments": .number(JSONNumber(sharedSegments)),
            "minimum_tokens": minimum.map { .number(JSONNumber($0)) } ?? .null, "too_short": .bool(isTooShort),
            "difference": difference?.json ?? .null, "settings": settings.json, "canonical_form": .number(JSONNumber(first.canonicalForm)),
            "first": first.segments.json, "second": second.segments.json,
        ]
        if let wire {
            object["wire"] = [
                "model": wire.model.json, "shared_bytes": .number(JSONNumber(wire.sharedBytes)), "same": .bool(wire.isSame),
            ]
        }
        return .object(object)
    }
}

extension PrefixComparison.SettingDifference: JSONWritable {
    public var json: JSONValue {
        ["name": .string(name), "from": from.map(JSONValue.string) ?? .null, "to": to.map(JSONValue.string) ?? .null]
    }
}

/// Counts the texts that two prompts share.
private struct SharedText: PromptReader {
    let tokenizer: Tokenizer
    private(set) var tokens = 0
    private(set) var bytes = 0

    init(tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    mutating func read(_ text: String, at field: PromptField) {
        bytes += text.utf8.count
        tokens += tokenizer.count(text).tokens
    }

    mutating func read(_ bytes: [UInt8], at field: PromptField) {
        self.bytes += bytes.count
        // Images and files have no text to count.
        if field.member != .image, field.member != .file, field.member != .audio {
            tokens += tokenizer.count(String(decoding: bytes, as: UTF8.self)).tokens
        }
    }
}
