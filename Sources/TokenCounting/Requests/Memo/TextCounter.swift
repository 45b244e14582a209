import WaybillInterchange

/// Counts texts for one tokenizer, each text once as long as it is remembered.
struct TextCounter {
    /// Texts of fewer bytes are counted as fast as they are looked up.
    static let shortestRemembered = 96

    let tokenizer: Tokenizer
    private let memo: TextCountMemo
    private let measure: @Sendable (String) -> TokenEstimate
    /// What keeps the counts of this tokenizer apart from those of others.
    private let kind: UInt64

    /// Creates a counter.
    ///
    /// - Parameter measure: Counts a text that is not remembered.
    init(_ tokenizer: Tokenizer, memo: TextCountMemo, measure: (@Sendable (String) -> TokenEstimate)? = nil) {
        self.tokenizer = tokenizer
        self.memo = memo
        self.measure = measure ?? { tokenizer.measure($0) }
        kind =
            switch tokenizer {
            case .exact(let encoding): UInt64(UInt(bitPattern: ObjectIdentifier(encoding)))
            // Addresses of objects are even.
            case .estimated(let estimator): UInt64(UInt(bitPattern: estimator.tokenizer.hashValue)) | 1
            }
    }

    /// The tokens of a text by itself.
    func count(_ text: String) -> TokenCount {
        if text.utf8.count < Self.shortestRemembered { return tokenizer.tokenCount(measure(text)) }
        var print = memo.fingerprint(kind: kind)
        print.add(text)
        return tokenizer.tokenCount(memo.count(print.fingerprint) { measure(text) })
    }

    /// The tokens of a text that is made of others.
    ///
    /// - Parameters:
    ///   - form: How it is made of them.
    ///   - addParts: Adds all that the text is made of.
    ///   - make: Makes the text; called where it is not remembered.
    func count(_ form: String, of addParts: (inout Fingerprinter) -> Void, make: () -> String) -> TokenCount {
        var print = memo.fingerprint(kind: ~kind)
        print.add(form)
        addParts(&print)
        return tokenizer.tokenCount(memo.count(print.fingerprint) { measure(make()) })
    }
}
