import CWaybillTokenRanks
import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// Counting without tables gives what counting with them gives.
struct FirstTextsTests {
    /// A vocabulary, and an encoding of its that has counted nothing.
    private struct Built {
        let ranks: PackedRanks
        let warm: TokenEncoding
        let fresh: TokenEncoding

        init(_ warm: TokenEncoding, _ data: waybill_data) {
            let ranks = PackedRanks(data)
            self.ranks = ranks
            self.warm = warm
            fresh = TokenEncoding(
                name: warm.name, ranks: ranks, vocabulary: { warm.vocabulary }, rules: warm.rules, specials: warm.specials)
        }

        static func named(_ name: String) -> Built {
            name == "o200k_base" ? Built(.o200kBase, waybill_o200k_base()) : Built(.cl100kBase, waybill_cl100k_base())
        }

        /// What a pass over the merges finds: the tokens of each piece.
        func pass(_ text: String) -> [Int] {
            var text = text
            return text.withUTF8 { bytes in
                var pass = MergePass(ranks)
                PieceWalk(warm.rules).pieces(of: bytes, to: &pass)
                return pass.counts()
            }
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"]) func aPassCountsWhatTiktokenCounts(name: String) throws {
        let built = Built.named(name)
        let lines = try FixtureFiles.lines("tiktoken.jsonl")
        for line in isFullRun ? lines : lines.enumerated().filter({ $0.offset % 100 == 0 }).map(\.element) {
            let example = try #require(try JSONReader.read(line).objectValue)
            guard let text = example["text"]?.stringValue, text.utf8.count <= 2000 else { continue }
            let ids = try #require(example[name]?.arrayValue)
            #expect(built.pass(text).reduce(0, +) == ids.count, "\(text.debugDescription)")
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"]) func aPassMakesEveryTokenOfItsBytes(name: String) {
        let built = Built.named(name)
        let tokens = built.warm.vocabulary.tokens
        // Many tokens in one pass, each a piece of its own.
        for start in stride(from: 0, to: tokens.count, by: isFullRun ? 256 : 49_152) {
            var pass = MergePass(built.ranks)
            let some = UInt32(start)..<UInt32(min(start + 256, tokens.count))
            for bytes in some.map({ tokens[$0] }) {
                pass.take(bytes.baseAddress!, count: bytes.count, readable: bytes.baseAddress! + bytes.count)
            }
            #expect(pass.counts() == some.map { _ in 1 }, "from \(start)")
        }
    }

    @Test func aPassFindsTheTokensOfEachPiece() {
        let built = Built.named("o200k_base")
        for seed in 0..<UInt64(isFullRun ? 5_000 : 20) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: 300, using: &random)
            let pieces = ReferenceTokenizer(built.warm.rules).pieces(text)
            let expected = pieces.map { built.warm.encode(String(decoding: $0, as: UTF8.self)).count }
            #expect(built.pass(text) == expected, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"]) func everyTokenIsLaterThanItsHalves(name: String) {
        #expect(Built.named(name).warm.vocabulary.isOrdered)
    }

    @Test func aFewShortTextsAreCountedWithoutTables() {
        let unused = Built.named("o200k_base")
        let encoding = TokenEncoding(
            name: "o200k_base", ranks: unused.ranks,
            vocabulary: {
                Issue.record("tables are made")
                return unused.warm.vocabulary
            }, rules: .o200k, specials: unused.warm.specials)
        for _ in 0..<100 {
            #expect(encoding.count("Where is order 1207?") == 7)
            #expect(encoding.count("Where is order 1207?", stopAbove: 2) > 2)
            #expect(encoding.tally("Where is order 1207?").tokens == 7)
        }
        #expect(encoding.count("") == 0)
        #expect(encoding.count(String(repeating: "word ", count: 1_000)) == 1_001)
        // The same to the eye, and to Swift.
        #expect(encoding.count("\u{e9}t\u{e9}") != encoding.count("e\u{301}te\u{301}"))
    }

    @Test func textsOfManyWordsGetTables() {
        let encoding = Built.named("o200k_base").fresh
        let text = (0..<2_000).map { "w\($0)" }.joined(separator: " ")
        #expect(encoding.firstTexts?.pieces(of: text) == nil)
        #expect(encoding.count(text) == encoding.encode(text).count)
        #expect(encoding.firstTexts?.pieces(of: "Where is order 1207?") == nil)
    }

    @Test func countsAndTalliesDoNotChangeWhenTablesAreMade() {
        let encoding = Built.named("o200k_base").fresh
        for seed in 0..<UInt64(40) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: 80, using: &random)
            let expected = encoding.encode(text).count
            let (count, tally) = (encoding.count(text), encoding.tally(text))
            #expect(count == expected && tally.tokens == expected, "seed \(seed): \(text.debugDescription)")
            var counter = encoding.makeCounter()
            let known = counter.tally(text)
            #expect(tally.sums == known.sums && tally.surePieces == known.surePieces, "seed \(seed): \(text.debugDescription)")
        }
        encoding.prepare()
        #expect(encoding.firstTexts?.pieces(of: "Where is order 1207?") == nil)
        #expect(encoding.count("Where is order 1207?") == 7)
    }
}
