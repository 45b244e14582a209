public import WaybillInterchange

/// Counts the input tokens of whole requests to one model.
///
/// Made once for a tokenizer and a set of rules; any thread may use it. Texts that were counted before are remembered, so that a conversation
/// that grew by one message costs the counting of that message.
///
/// ## Usage
/// ```swift
/// let counter = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o"))
/// counter.count(prepared, for: ModelName(provider: "openai", id: "gpt-4o")).total          // 110 ±6
/// ```
public struct RequestCounter: Sendable {
    private let texts: TextCounter
    private let rules: RequestRules

    /// Creates a counter.
    ///
    /// - Parameter memo: What remembers the counts of texts; counters of any tokenizer can share one.
    public init(_ tokenizer: Tokenizer, _ rules: RequestRules, memo: TextCountMemo = TextCountMemo()) {
        self.init(TextCounter(tokenizer, memo: memo), rules)
    }

    init(_ texts: TextCounter, _ rules: RequestRules) {
        self.texts = texts
        self.rules = rules
    }

    /// The tokens of a request.
    ///
    /// - Parameter model: The model that would read it: items that only another model can read do not go there.
    public func count(_ request: PreparedRequest, for model: ModelName) -> RequestCount {
        var sum = RequestSum(texts: texts, rules: rules, reader: model)
        sum.add(request)
        return RequestCount(tallies: sum.tallies, tokenizer: texts.tokenizer.name)
    }

    /// The name of the tokenizer that it counts with.
    package var tokenizerName: String { texts.tokenizer.name }

    /// Whether its count of a request depends on which of several models would read it.
    public func dependsOnReader(_ request: PreparedRequest) -> Bool {
        rules.replaysReasoning
            && request.items.contains {
                switch $0 {
                case .reasoning, .other: true
                default: false
                }
            }
    }
}
