import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// Texts that come in portions, by every family of rules.
struct StreamTests {
    /// An encoding for every family; where text is cut does not depend on the vocabulary.
    static let encodings: [TokenEncoding] = PieceTests.families.flatMap { name, rules in
        [false, true]
            .map { normalizes in
                TokenEncoding(
                    name: name, vocabulary: TokenEncoding.o200kBase.vocabulary, rules: rules, specials: TokenEncoding.o200kHarmony.specials,
                    normalizes: normalizes)
            }
    }

    @Test(arguments: encodings) func countsTheWholeAfterEveryPortion(encoding: TokenEncoding) {
        for seed in 0..<UInt64(isFullRun ? 20_000 : 300) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 5 == 0 ? 260 : 40, using: &random)
            var counter = StreamCounter(encoding)
            var seen = ""
            for portion in Portions.make(Array(text.unicodeScalars), using: &random) {
                let portion = String(String.UnicodeScalarView(portion))
                seen += portion
                counter.append(portion)
                #expect(counter.count == encoding.count(seen), "seed \(seed): \(seen.debugDescription)")
            }
            #expect(counter.finish() == encoding.count(text), "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(arguments: encodings) func encodesPortionsLikeTheWhole(encoding: TokenEncoding) {
        for seed in 0..<UInt64(isFullRun ? 20_000 : 300) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 5 == 0 ? 260 : 40, using: &random)
            #expect(Self.encode(Array(text.utf8), encoding, using: &random) == encoding.encode(text), "seed \(seed)")
        }
    }

    /// Letters that normalization takes apart or puts together, before what may follow a word.
    @Test(arguments: encodings.filter(\.normalizes)) func normalizesPortionsLikeTheWhole(encoding: TokenEncoding) {
        let scalars = Array(
            "\u{958}\u{FB2A}a\u{301}\u{327}\u{1112}\u{1161}\u{11AB}\u{37E}\u{1FEF}\u{212B}\u{2ADC}\u{2001}!'/1 \n".unicodeScalars)
        for seed in 0..<UInt64(isFullRun ? 100_000 : 1_000) {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in scalars.randomElement(using: &random)! }
            let whole = String(String.UnicodeScalarView(text))
            #expect(Self.encode(Array(whole.utf8), encoding, using: &random) == encoding.encode(whole), "\(whole.debugDescription)")
        }
    }

    @Test func repairsBytesLikeTheStandardLibrary() {
        let encoding = TokenEncoding.o200kBase
        let bytes: [UInt8] = [
            0x61, 0x20, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0x80, 0xf4, 0x90, 0xff,
        ]
        for seed in 0..<UInt64(isFullRun ? 100_000 : 3_000) {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in bytes.randomElement(using: &random)! }
            let repaired = String(decoding: text, as: UTF8.self)
            var counter = StreamCounter(encoding)
            for portion in Portions.make(text, using: &random) { counter.append(portion.span.bytes) }
            #expect(counter.finish() == encoding.count(repaired), "\(text)")
            #expect(counter.repairs == repaired.unicodeScalars.count { $0 == "\u{FFFD}" }, "\(text)")
            #expect(Self.encode(text, encoding, using: &random) == encoding.encode(repaired), "\(text)")
        }
    }

    @Test func findsNamesOfSpecialTokensAcrossPortions() {
        let encoding = TokenEncoding.o200kHarmony
        let words = [
            "<|start|>", "<|end|>", "<|reserved_200013|>", "<|reserved_2000", "<|", "<", "start", "|>", " a", "<<|message|>", "\n", "é",
        ]
        for seed in 0..<UInt64(isFullRun ? 20_000 : 600) {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()
            let ids = encoding.encode(text, special: true)
            var counter = StreamCounter(encoding, special: true)
            for portion in Portions.make(Array(text.utf8), using: &random) { counter.append(portion.span.bytes) }
            #expect(counter.count == ids.count, "\(text)")
            #expect(encoding.count(text, special: true) == ids.count, "\(text)")
            #expect(Self.encode(Array(text.utf8), encoding, special: true, using: &random) == ids, "\(text)")
            #expect(Self.encode(Array(text.utf8), encoding, using: &random) == encoding.encode(text), "\(text)")
        }
    }

    @Test func namesThatBeginOtherNamesWaitForThem() {
        let specials = SpecialTokens(["<a": 300_000, "<ab>": 300_001])
        let encoding = TokenEncoding(name: "test", vocabulary: TokenEncoding.o200kBase.vocabulary, rules: .o200k, specials: specials)
        for (text, last) in [("x<ab>", 300_001), ("x<a", 300_000)] {
            var encoder = StreamEncoder(encoding, special: true)
            let ids = text.unicodeScalars.flatMap { encoder.append(String($0)) } + encoder.finish()
            #expect(ids == encoding.encode("x") + [last])
            #expect(ids == encoding.encode(text, special: true))
        }
    }

    private static func encode(
        _ text: [UInt8], _ encoding: TokenEncoding, special: Bool = false, using random: inout SeededGenerator
    ) -> [Int] {
        var encoder = StreamEncoder(encoding, special: special)
        var ids: [Int] = []
        for portion in Portions.make(text, using: &random) { ids += encoder.append(portion.span.bytes) }
        return ids + encoder.finish()
    }
}

/// What streams cost.
struct StreamCostTests {
    @Test func textsAreForgottenAsTheyAreCounted() {
        var text = OpenText()
        let line = "All work and no play makes Jack a dull boy; 工作而不玩耍。 1234\n"
        for _ in 0..<2_000 {
            text.append(line)
            text.takeSettled(nil) { _ in }
            #expect(text.bytes.count < 8)
        }
    }

    @Test func runsThatNothingCutsAreSearchedOnce() {
        var counter = StreamCounter(.o200kBase)
        for _ in 0..<200_000 { counter.append("a") }
        #expect(counter.count == TokenEncoding.o200kBase.count(String(repeating: "a", count: 200_000)))
        counter.append(" b")
        #expect(counter.finish() == TokenEncoding.o200kBase.count(String(repeating: "a", count: 200_000)) + 1)
    }
}

/// Texts in portions, as they come from elsewhere.
enum Portions {
    /// Cuts at random places; some portions are empty.
    static func make<Element>(_ text: [Element], using random: inout SeededGenerator) -> [[Element]] {
        var portions: [[Element]] = []
        var start = 0
        let longest = [1, 3, 40, 1_000].randomElement(using: &random)!
        while start < text.count {
            let end = min(start + Int.random(in: 0...longest, using: &random), text.count)
            portions.append(Array(text[start..<end]))
            start = end
        }
        return portions
    }
}
