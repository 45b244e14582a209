/// Says about how many tokens a text has for a tokenizer whose vocabulary is not at hand.
///
/// ## Usage
/// ```swift
/// TokenEstimator(tokenizer: "claude").estimate("Where is order 1207?").expected
/// ```
public struct TokenEstimator: Sendable {
    /// The name of the tokenizer that it stands in for; `unknown` where nobody said.
    public let tokenizer: String

    /// Creates an estimator for the tokenizer of this name, known or not.
    public init(tokenizer: String?) {
        self.tokenizer = tokenizer ?? "unknown"
    }

    /// About how many tokens a text has.
    ///
    /// A byte-level tokenizer makes a token of at least one byte.
    public func estimate(_ text: String) -> TokenEstimate {
        let bytes = text.utf8.count
        return TokenEstimate(lower: min(bytes, 1), expected: RequestTokens.estimate(bytes: bytes), upper: bytes)
    }
}
