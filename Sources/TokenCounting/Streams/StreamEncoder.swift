/// Encodes a text of any length portion by portion, into the ids that the whole text has.
///
/// Keeps what it cannot encode before more comes: mostly a word. A run without any place to cut, such as one word of a million letters, is kept
/// until one comes.
///
/// ## Usage
/// ```swift
/// var encoder = StreamEncoder(.o200kBase)
/// while let chunk = try file.next() { ids += encoder.append(chunk) }
/// ids += encoder.finish()
/// ```
public struct StreamEncoder: Sendable {
    private let encoding: TokenEncoding
    private let specials: SpecialTokens?
    private var text: OpenText

    /// Creates an encoder that has seen nothing.
    ///
    /// - Parameter special: Whether the names of special tokens become those tokens, as in ``TokenEncoding/encode(_:special:)``.
    public init(_ encoding: TokenEncoding, special: Bool = false) {
        self.encoding = encoding
        specials = encoding.names(special: special)
        text = OpenText(normalizes: encoding.normalizes)
    }

    /// The places at which bytes were no UTF-8 and U+FFFD was encoded in their place.
    public var repairs: Int { text.repairs }

    /// Appends text.
    ///
    /// - Returns: The ids that follow those returned before.
    public mutating func append(_ new: String) -> [Int] {
        text.append(new)
        return settle()
    }

    /// Appends bytes of UTF-8, which may begin and end within a character.
    ///
    /// - Returns: The ids that follow those returned before.
    public mutating func append(_ new: RawSpan) -> [Int] {
        new.withUnsafeBytes { text.append($0) }
        return settle()
    }

    /// Ends the text, and with it a character whose last bytes have not come.
    ///
    /// - Returns: The last ids. The encoder is as new.
    public mutating func finish() -> [Int] {
        text.endCharacter()
        var ids: [Int] = []
        text.forEachPart(specials) { ids += encoding.ids(of: $0) }
        text = OpenText(normalizes: encoding.normalizes)
        return ids
    }

    private mutating func settle() -> [Int] {
        var ids: [Int] = []
        text.takeSettled(specials) { ids += encoding.ids(of: $0) }
        return ids
    }
}

extension TokenEncoding {
    fileprivate func ids(of part: TextPart) -> [Int] {
        switch part {
        case .text(let text): encode(text)
        case .special(let id): [id]
        }
    }
}
