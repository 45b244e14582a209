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
    public let first: FingerprintedPrompt
    /// The second prompt's segments.
    public let second: FingerprintedPrompt
    /// How many segments, from the first, both share.
    public let sharedSegments: Int
    /// The tokens that both begin with, about.
    public let sharedTokens: Int
    /// The bytes of texts that both begin with.
    public let sharedBytes: Int
    /// Settings that are rendered into the prompt, or keyed with it, and differ: then nothing is shared, whatever the texts are.
    public let settings: [SettingDifference]
    /// Where the texts part; `nil` where they are the same, or one goes on from the other.
    public let difference: PrefixDifference?

    /// A setting that differs.
    public struct SettingDifference: Sendable, Hashable {
        /// Its name in the JSON form of a request.
        public var name: String
        /// What the first request says; `nil`: nothing.
        public var from: String?
        /// What the second says.
        public var to: String?
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
    public init(
        _ first: PreparedRequest, _ second: PreparedRequest,
        parameters: (first: GenerationParameters, second: GenerationParameters)? = nil, tokenizer: Tokenizer = .named("o200k_base")
    ) {
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
