/// Counts the tokens of a text that is still coming, exactly after every portion.
///
/// Pieces of a text are encoded one by one, so tokens add up across any place at which a piece surely ends. What is before the last such place
/// is counted once and forgotten; what is after it, mostly a word, is kept and counted again. So a portion costs what it would cost by itself,
/// however much came before, and the counter stays small however much comes.
///
/// A run without any such place, such as a word of a million letters, is kept until it ends. Appending to it costs no more; only ``count`` takes as
/// long as what is kept, so that of such a run it should not be asked after every letter.
///
/// ## Usage
/// ```swift
/// var counter = StreamCounter(.o200kBase)
/// for try await delta in answer {
///     counter.append(delta)
///     if counter.count > limit { break }
/// }
/// ```
public struct StreamCounter: Sendable {
    private let encoding: TokenEncoding
    private let specials: SpecialTokens?
    private var text: OpenText
    /// The tokens of what was forgotten.
    private var settled = 0

    /// Creates a counter that has seen nothing.
    ///
    /// - Parameter special: Whether the names of special tokens count as those tokens, as in ``TokenEncoding/encode(_:special:)``.
    public init(_ encoding: TokenEncoding, special: Bool = false) {
        self.encoding = encoding
        specials = encoding.names(special: special)
        text = OpenText(normalizes: encoding.normalizes)
    }

    /// The places at which bytes were no UTF-8 and U+FFFD was counted in their place.
    public var repairs: Int { text.repairs }

    /// The tokens of all that came.
    ///
    /// A character whose last bytes have not come does not count yet; ``finish()`` counts it as U+FFFD.
    public var count: Int {
        var count = settled
        encoding.counters.withCounter { counter in
            text.forEachPart(specials) { count += $0.count(&counter) }
        }
        return count
    }

    /// Appends text.
    public mutating func append(_ new: String) {
        text.append(new)
        settle()
    }

    /// Appends bytes of UTF-8, which may begin and end within a character.
    public mutating func append(_ new: RawSpan) {
        new.withUnsafeBytes { text.append($0) }
        settle()
    }

    /// Ends the text, and with it a character whose last bytes have not come.
    ///
    /// - Returns: The tokens of all that came.
    public mutating func finish() -> Int {
        text.endCharacter()
        return count
    }

    private mutating func settle() {
        encoding.counters.withCounter { counter in
            text.takeSettled(specials) { settled += $0.count(&counter) }
        }
    }
}

extension TextPart {
    /// The number of its tokens.
    fileprivate func count(_ counter: inout TokenCounter) -> Int {
        switch self {
        case .text(let text): counter.count(text)
        case .special: 1
        }
    }
}
