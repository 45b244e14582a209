/// Says about how many tokens a text has for a tokenizer whose vocabulary is not at hand.
///
/// The text is counted exactly as `o200k_base`, script by script, and each script's tokens and bytes are weighted by what they came to with
/// the tokenizer it stands in for, or one of its family, when the weights were fitted. The name says which family: `llama3`, `llama4`, `qwen`,
/// `deepseek`, `mistral` (Tekken), `mistral-7b` and `claude` are known, with anything after them (`qwen3-30b`). For any other name the weights
/// were fitted to all of these but `mistral-7b` at once.
///
/// ## Usage
/// ```swift
/// TokenEstimator(tokenizer: "claude").estimate("Where is order 1207?").expected
/// ```
public struct TokenEstimator: Sendable {
    /// The name of the tokenizer that it stands in for; `unknown` where nobody said.
    public let tokenizer: String
    private let family: TokenizerFamily

    /// Creates an estimator for the tokenizer of this name, known or not.
    public init(tokenizer: String?) {
        self.tokenizer = tokenizer ?? "unknown"
        family = tokenizer.flatMap(TokenizerFamily.init(named:)) ?? .unknown
    }

    /// Creates an estimator for a family.
    init(_ family: TokenizerFamily) {
        tokenizer = "\(family)"
        self.family = family
    }

    /// About how many tokens a text has.
    public func estimate(_ text: String) -> TokenEstimate {
        family.estimate(TokenEncoding.o200kBase.tally(text))
    }
}
