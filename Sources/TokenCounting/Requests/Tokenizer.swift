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
    public func count(_ text: String) -> TokenCount { tokenCount(measure(text)) }

    /// The tokens of a text; for an exact tokenizer all three numbers are the count.
    func measure(_ text: String) -> TokenEstimate {
        switch self {
        case .exact(let encoding):
            let count = encoding.count(text)
            return TokenEstimate(lower: count, expected: count, upper: count)
        case .estimated(let estimator): return estimator.estimate(text)
        }
    }

    /// What was measured, with how far it can be trusted.
    func tokenCount(_ measured: TokenEstimate) -> TokenCount {
        switch self {
        case .exact: TokenCount(measured.expected, .exact, tokenizer: name)
        case .estimated(let estimator):
            TokenCount(
                measured.expected, .estimated, tokenizer: name, bounds: measured.lower...measured.upper,
                reason: estimator.tokenizer == "unknown" ? "the tokenizer is not known" : "the tokenizer's vocabulary is not at hand")
        }
    }
}

extension Tokenizer: Hashable {
    /// Whether two count alike: they have the same tables, or estimate for the same name.
    public static func == (left: Tokenizer, right: Tokenizer) -> Bool {
        switch (left, right) {
        case (.exact(let left), .exact(let right)): left === right
        case (.estimated(let left), .estimated(let right)): left.tokenizer == right.tokenizer
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
