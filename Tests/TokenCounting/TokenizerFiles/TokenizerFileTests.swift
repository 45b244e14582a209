import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TokenizerFileTests {
    /// The beginning of a built-in vocabulary; every beginning of one is a vocabulary.
    private func beginning(_ count: Int) -> (vocabulary: Vocabulary, merges: [TokenizerFileText.Merge]) {
        let whole = TokenEncoding.o200kBase.vocabulary
        let pairs = (256..<UInt32(count)).map { whole.pairs.halves(of: $0) }
        let merges = pairs.map { TokenizerFileText.Merge(left: Array(whole.tokens[$0.left]), right: Array(whole.tokens[$0.right])) }
        return (Vocabulary(singleBytes: (0..<256).map { whole.tokens[$0][0] }, merges: pairs), merges)
    }

    @Test(arguments: [false, true]) func givesWhatABuiltInVocabularyGivesWhateverTheIDs(writesPairs: Bool) throws {
        let (vocabulary, merges) = beginning(isFullRun ? 199_998 : 3_000)
        var file = TokenizerFileText(merges: merges)
        file.pattern = TokenizerFileText.o200k
        file.writesPairs = writesPairs
        var random = SeededGenerator(seed: 7)
        let ids = Array(0..<vocabulary.tokens.count).shuffled(using: &random)
        for rank in ids.indices { file.vocabulary[Array(vocabulary.tokens[UInt32(rank)])] = ids[rank] }
        let loaded = try TokenEncoding.load(tokenizerJSON: file.bytes, name: "permuted")
        let builtIn = TokenEncoding(name: "beginning", vocabulary: vocabulary, rules: .o200k, specials: SpecialTokens([:]))
        for seed in 0..<UInt64(300) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 5 == 0 ? 260 : 40, using: &random)
            let expected = builtIn.encode(text).map { ids[$0] }
            #expect(loaded.encode(text) == expected, "seed \(seed): \(text.debugDescription)")
            #expect(loaded.count(text) == expected.count, "seed \(seed): \(text.debugDescription)")
            #expect(try loaded.decode(expected) == text)
        }
        #expect(loaded.idCount == vocabulary.tokens.count)
    }

    /// Vocabularies of merges that happen, merges that never do, and tokens that none makes.
    @Test(arguments: PieceTests.families, [false, true])
    func mergesAsItsListSays(family: (name: String, rules: PieceRules), ignoresMerges: Bool) throws {
        let patterns = [
            "o200k": TokenizerFileText.o200k, "cl100k": TokenizerFileText.llama3, "qwen2": TokenizerFileText.qwen,
            "qwen3.5": TokenizerFileText.qwen35, "tekken": TokenizerFileText.tekken,
        ]
        let reference = ReferenceTokenizer(family.rules)
        var disordered = 0
        for seed in 0..<UInt64(isFullRun ? 2_000 : 25) {
            var random = SeededGenerator(seed: seed)
            var file = TokenizerFileText(merges: RandomMerges.make(count: 90, using: &random))
            file.pattern = try #require(patterns[family.name])
            file.ignoresMerges = ignoresMerges
            for _ in 0..<30 {
                let token = RandomMerges.text(using: &random)
                if file.vocabulary[token] == nil { file.vocabulary[token] = file.vocabulary.count }
            }
            let encoding = try TokenEncoding.load(tokenizerJSON: file.bytes, name: "random")
            if !encoding.vocabulary.isOrdered { disordered += 1 }
            let ranks = Dictionary(zip(file.merges.map { [$0.left, $0.right] }, 0...)) { first, _ in first }
            for _ in 0..<12 {
                let length = Int.random(in: 0..<4, using: &random) == 0 ? 120 : 12
                let text = RandomMerges.longText(length: length, using: &random)
                let expected = reference.pieces(text)
                    .flatMap { piece -> [Int] in
                        if ignoresMerges, let whole = file.vocabulary[piece] { return [whole] }
                        return ReferenceTokenizer.parts(piece, ranks: ranks).compactMap { file.vocabulary[$0] }
                    }
                #expect(encoding.encode(text) == expected, "seed \(seed): \(text.debugDescription)")
                #expect(encoding.count(text) == expected.count, "seed \(seed): \(text.debugDescription)")
                #expect(encoding.count(text) == expected.count, "seed \(seed), again: \(text.debugDescription)")
                #expect(try encoding.decode(expected) == text)
            }
        }
        #expect(disordered > 0, "some tokens are merged earlier than their halves")
    }

    @Test func findsAddedTokensInText() throws {
        var file = TokenizerFileText(merges: [])
        file.addedTokens = """
            [{"id": 300, "content": "<|end|>", "special": true, "normalized": false, "lstrip": false, "rstrip": false, "single_word": false},
             {"id": 301, "content": "<think>", "special": false, "normalized": false},
             {"id": 302, "content": "end", "special": false, "normalized": false}]
            """
        let encoding = try TokenEncoding.load(tokenizerJSON: file.bytes, name: "added")
        #expect(encoding.encode("a<think>b") == [97, 301, 98])
        #expect(encoding.count("a<think>b") == 3)
        #expect(encoding.count("a<think>b", stopAbove: 1) > 1)
        // A special token is text, and no other token is found in it.
        #expect(encoding.encode("end<|end|>") == [302] + "<|end|>".utf8.map(Int.init))
        #expect(encoding.encode("end<|end|>", special: true) == [302, 300])
        #expect(encoding.count("end<|end|>") == 8)
        #expect(encoding.count("end<|end|>", special: true) == 2)
        #expect(try encoding.decode([300, 301]) == "<|end|><think>")
        #expect(encoding.idCount == 303)
        var stream = StreamCounter(encoding)
        for portion in ["a<th", "ink", ">b<|e", "nd|>"] { stream.append(portion) }
        #expect(stream.finish() == encoding.count("a<think>b<|end|>"))
    }

    @Test func normalizesWhereTheFileSaysSo() throws {
        var file = TokenizerFileText(merges: [TokenizerFileText.Merge(left: [0xC3], right: [0xA9])])
        let plain = try TokenEncoding.load(tokenizerJSON: file.bytes, name: "plain")
        #expect(plain.encode("e\u{301}") == [101, 0xCC, 0x81])
        for normalizer in [#"{"type": "NFC"}"#, #"{"type": "Sequence", "normalizers": [{"type": "NFC"}]}"#] {
            file.normalizer = normalizer
            let encoding = try TokenEncoding.load(tokenizerJSON: file.bytes, name: "nfc")
            #expect(encoding.encode("e\u{301}") == [256])
            #expect(encoding.count("e\u{301}") == 1)
            var stream = StreamCounter(encoding)
            stream.append("e")
            stream.append("\u{301}")
            #expect(stream.finish() == 1)
        }
    }

    @Test func allowsIDsThatStandForNothingAndTokensThatNoTextHas() throws {
        var file = TokenizerFileText(merges: [])
        file.vocabulary[Array("unmade".utf8)] = 1_000
        let text = file.text.replacing("\"unmade\": 1000", with: "\"unmade\": 1000, \"in blocks ▁\": 1001")
        let encoding = try TokenEncoding.load(tokenizerJSON: Array(text.utf8), name: "holes")
        #expect(encoding.encode("unmade").count == 6)
        #expect(try encoding.decode([1_000, 1_001]) == "unmadein blocks ▁")
        #expect(encoding.idCount == 1_002)
        #expect(throws: UnknownTokenError(id: 999, encoding: "holes")) { try encoding.decode([999]) }
    }
}

/// Vocabularies of a few letters, in which much can go wrong.
private enum RandomMerges {
    private static let words = ["a", "b", "c", " ", "é", "中", "文", "\n", "1", "'s", "!", "\u{301}"]

    static func text(using random: inout SeededGenerator) -> [UInt8] { Array(longText(length: 5, using: &random).utf8) }

    static func longText(length: Int, using random: inout SeededGenerator) -> String {
        var text = ""
        let few = Bool.random(using: &random) ? words[..<3] : words[...]
        for _ in 0..<Int.random(in: 1...length, using: &random) { text.unicodeScalars += few.randomElement(using: &random)!.unicodeScalars }
        return text
    }

    /// Merges of tokens that bytes and earlier merges make; some join what another joins too, or come before what makes their halves.
    static func make(count: Int, using random: inout SeededGenerator) -> [TokenizerFileText.Merge] {
        var tokens = Set(words.joined().utf8).sorted().map { [$0] }
        var known = Set(tokens)
        var pairs: Set<[[UInt8]]> = []
        var merges: [TokenizerFileText.Merge] = []
        for _ in 0..<count {
            let (left, right) = (tokens.randomElement(using: &random)!, tokens.randomElement(using: &random)!)
            guard left.count + right.count < 9, pairs.insert([left, right]).inserted else { continue }
            merges.append(TokenizerFileText.Merge(left: left, right: right))
            if known.insert(left + right).inserted { tokens.append(left + right) }
            // All the other ways to split it, as in files that were made from ranks.
            for split in 1..<left.count + right.count where Int.random(in: 0..<2, using: &random) == 0 {
                let (first, second) = (Array((left + right).prefix(split)), Array((left + right).dropFirst(split)))
                guard known.contains(first), known.contains(second), pairs.insert([first, second]).inserted else { continue }
                merges.append(TokenizerFileText.Merge(left: first, right: second))
            }
        }
        if merges.count > 4, Int.random(in: 0..<4, using: &random) == 0 {
            merges.swapAt(Int.random(in: 0..<merges.count, using: &random), Int.random(in: 0..<merges.count, using: &random))
        }
        return merges
    }
}
