/// Counts tokens, and remembers the pieces that it has seen.
///
/// One task at a time can use it. It takes at most 10 MB, in steps of 2 MB where the system has pages of that size; the tables of the
/// encoding are shared by all its counters.
///
/// ## Usage
/// ```swift
/// var counter = TokenEncoding.o200kBase.makeCounter()
/// for line in lines { total += counter.count(line) }
/// ```
public struct TokenCounter: ~Copyable {
    private let walk: PieceWalk
    /// The tokens whose names are found in text.
    private let names: SpecialTokens?
    private let normalizes: Bool
    private var sink: CountingSink
    /// Keeps the tables that the sink looks into.
    private let vocabulary: Vocabulary

    init(_ vocabulary: Vocabulary, _ rules: PieceRules, names: SpecialTokens? = nil, normalizes: Bool = false) {
        self.vocabulary = vocabulary
        self.names = names
        self.normalizes = normalizes
        walk = PieceWalk(rules)
        sink = CountingSink(vocabulary)
    }

    /// The number of tokens of a text.
    ///
    /// What looks like a special token is text.
    public mutating func count(_ text: String) -> Int {
        count(text, stopAbove: .max)
    }

    /// The number of tokens of a text, or a lower number above `limit`, for which no more of the text was read than needed.
    public mutating func count(_ text: String, stopAbove limit: Int) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            guard let names else { return count(bytes, stopAbove: limit) }
            var total = 0
            names.forEachPart(of: bytes) { part in
                guard total <= limit else { return }
                switch part {
                case .text(let text): total += count(text, stopAbove: limit - total)
                case .special: total += 1
                }
            }
            return total
        }
    }

    /// The same for valid UTF-8 in which no names are looked for.
    mutating func count(_ text: UnsafeBufferPointer<UInt8>, stopAbove limit: Int = .max) -> Int {
        sink.total = 0
        sink.limit = limit
        if normalizes, let normal = Normalization.nfc(text) {
            normal.withUnsafeBufferPointer { walk.pieces(of: $0, to: &sink) }
        } else {
            walk.pieces(of: text, to: &sink)
        }
        return sink.total
    }

    /// Gives what finds pieces and what counts them, for a sink that does more.
    mutating func withSink<Result>(_ body: (borrowing PieceWalk, UnsafeMutablePointer<CountingSink>) -> Result) -> Result {
        sink.total = 0
        sink.limit = .max
        return withUnsafeMutablePointer(to: &sink) { body(walk, $0) }
    }
}
