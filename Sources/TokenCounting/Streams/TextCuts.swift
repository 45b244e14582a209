/// Where a text can be cut so that its parts have the same tokens as the whole, whatever else stands before and after.
///
/// Between two scalars where, by all ``PieceRules``, no piece reaches across, and the last piece before would be the same if the text ended
/// there. That holds
/// - before white space, but not after white space, and not where a line break may end punctuation;
/// - after a line break, but not before white space or `/`;
/// - where numbers begin and end, but not after white space;
/// - where a letter is followed by punctuation, but not by `'`.
///
/// Normalization Form C joins nothing across these places, and makes nothing else of what stands there, but of some letters: those that it takes
/// apart end in a mark, which can be punctuation.
///
/// It does not hold after blanks, since whether the last one is a piece with those before depends on what follows.
enum TextCuts {
    /// The last place to cut in a text of whole characters, after which a part begins; `nil` if there is none after `start`.
    ///
    /// - Parameters:
    ///   - start: Where a character begins: that and what is before was searched already.
    ///   - normalizes: Whether each part is normalized before it is encoded.
    static func last(in text: UnsafeBufferPointer<UInt8>, after start: Int, normalizes: Bool) -> Int? {
        guard let base = text.baseAddress, text.count > start else { return nil }
        let classes = ScalarClasses()
        var place = characterStart(base, before: text.count)
        var after = classes[at: base + place]
        while place > start {
            let previous = characterStart(base, before: place)
            let before = classes[at: base + previous]
            if isCut(before, after, text[place]), !(normalizes && isTakenApart(base + previous)) { return place }
            (place, after) = (previous, before)
        }
        return nil
    }

    /// Where the character begins that ends at `end`.
    static func characterStart(_ text: UnsafePointer<UInt8>, before end: Int) -> Int {
        var place = end - 1
        while text[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    /// Whether a text can be cut between two scalars, the second of which begins with the byte `lead`.
    private static func isCut(_ before: ScalarClass, _ after: ScalarClass, _ lead: UInt8) -> Bool {
        switch after {
        case .blank: !before.isWhiteSpace
        case .lineBreak: before.isLetter || before == .number
        case .other:
            before == .number || before.isLetter && lead != UInt8(ascii: "'") || before == .lineBreak && lead != UInt8(ascii: "/")
        case .number: before != .number && before != .blank
        case .upper, .lower, .uncased, .mark: before == .lineBreak || before == .number
        }
    }

    /// Whether normalization may make something else of the scalar that begins here.
    private static func isTakenApart(_ bytes: UnsafePointer<UInt8>) -> Bool {
        bytes[0] >= 0x80 && NormalizationTable()[UTF8Scalar(beyondASCII: bytes).value].canChange
    }
}

extension ScalarClasses {
    /// The class of the scalar that begins here, in valid UTF-8.
    fileprivate subscript(at bytes: UnsafePointer<UInt8>) -> ScalarClass {
        bytes[0] < 0x80 ? self[ascii: bytes[0]] : self[UTF8Scalar(beyondASCII: bytes).value]
    }
}
