/// A tokenizer whose counts are exact: byte-level byte-pair encoding with a published vocabulary.
///
/// Text is text: `<|endoftext|>` in it counts as the characters that it is made of, unless special tokens are asked for.
/// Text that is not valid UTF-8 has no tokens; Swift strings are always valid, with U+FFFD where bytes had to be repaired.
///
/// Any thread may use it. The tables (about 11 MB for `o200k_base`) are built when they are first needed, in milliseconds: the first few short texts
/// of a process are counted without them.
///
/// ## Usage
/// ```swift
/// TokenEncoding.o200kBase.count("Where is order 1207?")
/// TokenEncoding.named("cl100k_base")?.encode("Where is order 1207?")
/// ```
public final class TokenEncoding: Sendable {
    /// The encoding's name, such as `o200k_base`.
    public let name: String
    /// The version of Unicode whose letters, numbers and marks decide where text is cut: always the same, whatever the system has.
    public static let unicodeVersion = ScalarClasses.version

    /// The tables; makes them, if there are none yet.
    var vocabulary: Vocabulary { makeVocabulary() }
    private let makeVocabulary: @Sendable () -> Vocabulary
    /// What counts until there are tables.
    let firstTexts: FirstTexts?
    let rules: PieceRules
    let specials: SpecialTokens
    /// Those of them that are found in any text.
    private let namesInText: SpecialTokens?
    /// Whether text is brought into Normalization Form C first.
    let normalizes: Bool
    let counters: CounterPool

    /// An encoding whose tables are there.
    convenience init(name: String, vocabulary: Vocabulary, rules: PieceRules, specials: SpecialTokens, normalizes: Bool = false) {
        self.init(name: name, vocabulary: { vocabulary }, firstTexts: nil, rules: rules, specials: specials, normalizes: normalizes)
    }

    /// An encoding whose tables are made when they are needed.
    ///
    /// - Parameters:
    ///   - vocabulary: Gives the tables of `ranks`, and makes them when it is first called.
    ///   - specials: Tokens that are text unless they are asked for, all of them.
    convenience init(
        name: String, ranks: PackedRanks, vocabulary: @escaping @Sendable () -> Vocabulary, rules: PieceRules, specials: SpecialTokens
    ) {
        self.init(
            name: name, vocabulary: vocabulary, firstTexts: FirstTexts(ranks, rules), rules: rules, specials: specials, normalizes: false)
    }

    private init(
        name: String, vocabulary: @escaping @Sendable () -> Vocabulary, firstTexts: FirstTexts?, rules: PieceRules, specials: SpecialTokens,
        normalizes: Bool
    ) {
        self.name = name
        makeVocabulary = vocabulary
        self.firstTexts = firstTexts
        self.rules = rules
        self.specials = specials
        self.normalizes = normalizes
        let names = specials.inText
        namesInText = names
        counters = CounterPool {
            let counter = TokenCounter(vocabulary(), rules, names: names, normalizes: normalizes)
            firstTexts?.end()
            return counter
        }
    }

    /// The tokens to look for by their names before a text is cut into pieces.
    func names(special: Bool) -> SpecialTokens? { special ? specials : namesInText }

    // MARK: Counting

    /// The number of tokens of a text.
    ///
    /// - Parameter special: Whether the names of special tokens count as those tokens, as in ``encode(_:special:)``.
    public func count(_ text: String, special: Bool = false) -> Int {
        guard special else { return count(text, stopAbove: .max) }
        return counters.withCounter { counter in
            var text = text
            return text.withUTF8 { bytes in
                var total = 0
                specials.forEachPart(of: bytes) { part in
                    switch part {
                    case .text(let text): total += counter.count(text)
                    case .special: total += 1
                    }
                }
                return total
            }
        }
    }

    /// The number of tokens of a text, or a lower number above `limit`, for which no more of the text was read than needed.
    public func count(_ text: String, stopAbove limit: Int) -> Int {
        firstTexts?.pieces(of: text)?.total ?? counters.withCounter { $0.count(text, stopAbove: limit) }
    }

    /// A counter for many texts, for one task at a time.
    public func makeCounter() -> TokenCounter { TokenCounter(vocabulary, rules, names: namesInText, normalizes: normalizes) }

    /// Builds the tables now, so that nobody has to wait for them later.
    public func prepare() { counters.withCounter { _ in } }

    // MARK: Encoding and decoding

    /// The number of ids, those of special tokens included; some may be unused.
    public var idCount: Int { max(vocabulary.ids.end, specials.end) }

    /// The ids of a text's tokens.
    ///
    /// - Parameter special: Whether the names of special tokens become those tokens. Ask for it with text of your own only: with a user's
    ///   text it lets the user forge the frame of a prompt.
    public func encode(_ text: String, special: Bool = false) -> [Int] {
        var text = text
        return text.withUTF8 { bytes in
            guard let names = names(special: special) else { return encode(bytes) }
            var ids: [Int] = []
            names.forEachPart(of: bytes) { part in
                switch part {
                case .text(let text): ids += encode(text)
                case .special(let id): ids.append(id)
                }
            }
            return ids
        }
    }

    /// The ids of the tokens of valid UTF-8 in which no names are looked for.
    func encode(_ text: UnsafeBufferPointer<UInt8>) -> [Int] {
        var sink = EncodingSink(vocabulary)
        if normalizes, let normal = Normalization.nfc(text) {
            normal.withUnsafeBufferPointer { PieceWalk(rules).pieces(of: $0, to: &sink) }
        } else {
            PieceWalk(rules).pieces(of: text, to: &sink)
        }
        return sink.found.map { vocabulary.ids.id(of: $0) }
    }

    /// The bytes that tokens stand for; special tokens stand for their names.
    ///
    /// Bytes, not text: a token can end within a character.
    ///
    /// - Throws: ``UnknownTokenError`` if an id stands for nothing.
    public func bytes(of ids: some Sequence<Int>) throws(UnknownTokenError) -> [UInt8] {
        var bytes: [UInt8] = []
        for id in ids {
            if let spelled = vocabulary.bytes(ofID: id) {
                bytes += spelled
            } else if let name = specials.name(of: id) {
                bytes += name.utf8
            } else {
                throw UnknownTokenError(id: id, encoding: name)
            }
        }
        return bytes
    }

    /// The text that tokens stand for, with U+FFFD where they do not make whole characters.
    ///
    /// - Throws: ``UnknownTokenError`` if an id stands for nothing.
    public func decode(_ ids: some Sequence<Int>) throws(UnknownTokenError) -> String {
        String(decoding: try bytes(of: ids), as: UTF8.self)
    }
}

/// An id that stands for no token.
public struct UnknownTokenError: Error, Hashable, CustomStringConvertible {
    /// The id.
    public let id: Int
    /// The encoding that has no such token.
    public let encoding: String

    public var description: String { "The encoding \(encoding) has no token \(id)." }
}
