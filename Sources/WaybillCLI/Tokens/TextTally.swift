import Waybill

/// Counts, or encodes, one text that comes in chunks.
struct TextTally {
    private let tokenizer: String
    private var counter: StreamCounter?
    private var encoder: StreamEncoder?
    private var estimator: StreamEstimator?
    /// The ids that the encoder gave.
    private var idCount = 0

    /// - Parameters:
    ///   - special: Whether names of special tokens are those tokens.
    ///   - givesIDs: Whether the ids are wanted too, of which an estimate has none.
    init(_ tokenizer: Tokenizer, special: Bool, givesIDs: Bool) {
        self.tokenizer = tokenizer.name
        switch tokenizer {
        case .exact(let encoding) where givesIDs: encoder = StreamEncoder(encoding, special: special)
        case .exact(let encoding): counter = StreamCounter(encoding, special: special)
        case .estimated(let estimator): self.estimator = StreamEstimator(estimator)
        }
    }

    /// Takes more of the text.
    ///
    /// - Returns: The ids that follow those returned before, where ids are wanted.
    mutating func append(_ chunk: RawSpan) -> [Int] {
        counter?.append(chunk)
        estimator?.append(chunk)
        let ids = encoder?.append(chunk) ?? []
        idCount += ids.count
        return ids
    }

    /// Ends the text.
    ///
    /// - Returns: The last ids.
    mutating func finish() -> [Int] {
        _ = counter?.finish()
        _ = estimator?.finish()
        let ids = encoder?.finish() ?? []
        idCount += ids.count
        return ids
    }

    /// What was counted so far.
    var tokens: CountedTokens {
        if let estimator { return CountedTokens(estimator.estimate, tokenizer: tokenizer, repairs: estimator.repairs) }
        if let encoder { return CountedTokens(idCount, tokenizer: tokenizer, repairs: encoder.repairs) }
        return CountedTokens(counter?.count ?? 0, tokenizer: tokenizer, repairs: counter?.repairs ?? 0)
    }
}
