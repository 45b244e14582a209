public import WaybillInterchange

/// How a model's text is counted: by its own vocabulary, or by an estimate in its place.
///
/// It is looked up once for a model, when routes are loaded.
///
/// ## Usage
/// ```swift
/// Tokenizer.named("o200k_base").count("Where is order 1207?")     // exact
/// Tokenizer.named("claude").count("Where is order 1207?")         // estimated
/// ```
public enum Tokenizer: Sendable {
    /// The model's own.
    case exact(TokenEncoding)
    /// An estimate, since the vocabulary is not at hand.
    case estimated(TokenEstimator)

    /// The tokenizer of this name if its vocabulary is built in, else an estimate for it.
    public static func named(_ name: String?) -> Tokenizer {
        name.flatMap(TokenEncoding.named).map { .exact($0) } ?? .estimated(TokenEstimator(tokenizer: name))
    }

    /// The tokenizer's name; for an estimate, that of the one it stands in for.
    public var name: String {
        switch self {
        case .exact(let encoding): encoding.name
        case .estimated(let estimator): estimator.tokenizer
        }
    }

    /// The tokens of a text by itself, without what a request adds to it.
    public func count(_ text: String) -> TokenCount {
        switch self {
        case .exact(let encoding): return TokenCount(encoding.count(text), .exact, tokenizer: encoding.name)
        case .estimated(let estimator):
            let estimate = estimator.estimate(text)
            return TokenCount(
                estimate.expected, .estimated, tokenizer: estimator.tokenizer, bounds: estimate.lower...estimate.upper,
                reason: estimator.tokenizer == "unknown" ? "the tokenizer is not known" : "the tokenizer's vocabulary is not at hand")
        }
    }
}
