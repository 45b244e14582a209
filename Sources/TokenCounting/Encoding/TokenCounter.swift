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
    private var sink: CountingSink
    /// Keeps the tables that the sink looks into.
    private let vocabulary: Vocabulary

    init(_ vocabulary: Vocabulary, _ rules: PieceRules) {
        self.vocabulary = vocabulary
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
        return text.withUTF8 { count($0, stopAbove: limit) }
    }

    /// The same for valid UTF-8.
    mutating func count(_ text: UnsafeBufferPointer<UInt8>, stopAbove limit: Int = .max) -> Int {
        sink.total = 0
        sink.limit = limit
        walk.pieces(of: text, to: &sink)
        return sink.total
    }

    /// Gives what finds pieces and what counts them, for a sink that does more.
    mutating func withSink<Result>(_ body: (borrowing PieceWalk, UnsafeMutablePointer<CountingSink>) -> Result) -> Result {
        sink.total = 0
        sink.limit = .max
        return withUnsafeMutablePointer(to: &sink) { body(walk, $0) }
    }
}
