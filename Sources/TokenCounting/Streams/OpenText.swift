import WaybillInterchange

/// A text that is still coming: what of it is settled is handed out, the rest is kept.
///
/// Bytes may come in any portions. What is no UTF-8 becomes U+FFFD, one for each maximal part of a sequence, as most decoders do it, those of
/// Swift and Python among them.
struct OpenText: Sendable {
    /// What is neither handed out nor known to be incomplete.
    private(set) var bytes: [UInt8] = []
    /// The number of places at which U+FFFD stands for what was no UTF-8.
    private(set) var repairs = 0
    /// The beginning of a character whose other bytes have not come.
    private var incomplete: [UInt8] = []
    /// The last character up to which no place to cut was found.
    private var searched = 0
    /// Up to where no name of a special token begins.
    private var searchedForNames = 0
    private let normalizes: Bool

    /// - Parameter normalizes: Whether what is handed out is normalized before it is encoded.
    init(normalizes: Bool = false) { self.normalizes = normalizes }

    // MARK: Coming in

    /// Appends valid text.
    mutating func append(_ text: String) {
        endCharacter()
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Appends bytes, which may end within a character.
    mutating func append(_ new: UnsafeRawBufferPointer) {
        guard !incomplete.isEmpty else { return repair(new) }
        let joined = incomplete + new
        incomplete = []
        joined.withUnsafeBytes { repair($0) }
    }

    /// Gives up on the other bytes of an incomplete character.
    mutating func endCharacter() {
        guard !incomplete.isEmpty else { return }
        incomplete = []
        replace()
    }

    private mutating func repair(_ new: UnsafeRawBufferPointer) {
        var rest = new
        while let place = UTF8Validation.firstInvalidByte(in: rest) {
            bytes.append(contentsOf: rest[..<place])
            let length = UTF8Validation.lengthOfInvalidSequence(in: rest, at: place)
            if length.isCutOff {
                incomplete = Array(rest[place...])
                return
            }
            replace()
            rest = UnsafeRawBufferPointer(rebasing: rest[(place + length.bytes)...])
        }
        bytes.append(contentsOf: rest)
    }

    private mutating func replace() {
        bytes.append(contentsOf: "\u{FFFD}".utf8)
        repairs += 1
    }

    // MARK: Going out

    /// Hands out what is settled, whatever comes next.
    ///
    /// - Parameter specials: The special tokens whose names are recognised.
    mutating func takeSettled(_ specials: SpecialTokens?, _ take: (TextPart) -> Void) {
        let start = bytes.withUnsafeBufferPointer { text in
            var plain = 0..<text.count
            if let specials {
                plain = specials.takeTokens(in: text, searched: searchedForNames, isEnd: false, take)
                searchedForNames = plain.upperBound
            }
            let known = UnsafeBufferPointer(rebasing: text[..<plain.upperBound])
            let cut = TextCuts.last(in: known, after: max(plain.lowerBound, searched), normalizes: normalizes)
            if let cut { take(.text(UnsafeBufferPointer(rebasing: text[plain.lowerBound..<cut]))) }
            searched = known.isEmpty ? 0 : TextCuts.characterStart(text.baseAddress!, before: known.count)
            return cut ?? plain.lowerBound
        }
        drop(start)
    }

    /// Hands out all that is left, as if nothing more came.
    func forEachPart(_ specials: SpecialTokens?, _ body: (TextPart) -> Void) {
        bytes.withUnsafeBufferPointer { text in
            let plain = specials?.takeTokens(in: text, body) ?? 0..<text.count
            if !plain.isEmpty { body(.text(UnsafeBufferPointer(rebasing: text[plain]))) }
        }
    }

    private mutating func drop(_ count: Int) {
        bytes.removeFirst(count)
        searched = max(searched - count, 0)
        searchedForNames = max(searchedForNames - count, 0)
    }
}
