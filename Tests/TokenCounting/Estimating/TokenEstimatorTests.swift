import Foundation
import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TokenEstimatorTests {
    /// Those whose own tokens can be counted here, and the families that an estimate for them is asked of.
    static let known: [(TokenEncoding, [TokenizerFamily])] = [
        (.cl100kBase, [.cl100k, .llama3, .qwen, .unknown, .claude]), (.o200kBase, [.llama4, .tekken, .unknown, .mistral7B]),
    ]

    @Test func boundsHoldOnWhatTiktokenCounted() throws {
        for line in try FixtureFiles.lines("tiktoken.jsonl") {
            guard let text = try JSONReader.read(line).objectValue?["text"]?.stringValue else { continue }
            expectBounds(text)
        }
    }

    @Test func boundsHoldOnRandomText() {
        for seed in 0..<UInt64(isFullRun ? 100_000 : 1_500) {
            var random = SeededGenerator(seed: seed)
            expectBounds(RandomText.make(length: 200, using: &random), "seed \(seed)")
        }
    }

    @Test func noRulesMakeFewerPiecesThanAreSure() {
        for seed in 0..<UInt64(isFullRun ? 300_000 : 4_000) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 3 == 0 ? 150 : 25, using: &random)
            let sure = TokenEncoding.o200kBase.tally(text).surePieces
            for (name, rules) in PieceTests.families {
                #expect(PieceScanner.pieces(text, rules).count >= sure, "seed \(seed), \(name): \(text.debugDescription)")
            }
        }
    }

    /// Where `o200k_base` makes more pieces than others do.
    @Test(arguments: [
        ("!\u{301}\nx", 2), ("!\u{301}!", 1), ("fooBar", 1), ("あAB", 0), ("//\n/foo", 2), ("dog's foo", 2), ("1234 56", 4),
        ("\u{301}\nx", 1),
        ("a b\tc\n\n  d", 6),
    ])
    func countsOnlyPiecesThatAreSure(text: String, sure: Int) {
        #expect(TokenEncoding.o200kBase.tally(text).surePieces == sure)
        for (name, rules) in PieceTests.families { #expect(PieceScanner.pieces(text, rules).count >= sure, "\(name)") }
    }

    @Test func talliesEveryByteAndToken() {
        for seed in 0..<UInt64(500) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: 400, using: &random)
            let tally = TokenEncoding.o200kBase.tally(text)
            #expect(tally.bytes == text.utf8.count, "seed \(seed)")
            #expect(tally.tokens == TokenEncoding.o200kBase.count(text), "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("  \n", PieceClass.whiteSpace), ("!=", PieceClass.punctuation), (" ==", PieceClass.punctuation), ("123", PieceClass.number),
        (" word", PieceClass.asciiWord), ("(word", PieceClass.asciiWord), ("…", PieceClass.symbol), (" 😀", PieceClass.symbol),
        (" 中文", PieceClass.han), ("，中文", PieceClass.han), ("ひらがな", PieceClass.kana), ("한국어", PieceClass.hangul),
        ("Ꮳ", PieceClass.otherLetters),
        ("𐎀", PieceClass.otherLetters),
    ])
    func tellsPiecesApart(piece: String, kind: Int) {
        let sums = TokenEncoding.o200kBase.tally(piece).sums
        #expect(sums.indices.filter { sums[$0].bytes > 0 } == [kind])
    }

    @Test(arguments: [
        ("llama3", TokenizerFamily.llama3), ("Llama-3.1-8B", .llama3), ("llama4", .llama4), ("Qwen3", .qwen), ("deepseek-v3", .deepseek),
        ("anthropic", .claude), ("claude", .claude), ("mistral", .tekken), ("Mistral-7B", .mistral7B), ("gemini", nil), ("", nil),
    ])
    func knowsFamiliesByName(name: String, family: TokenizerFamily?) {
        #expect(TokenizerFamily(named: name) == family)
        let text = "Wo ist die Bestellung 1207?"
        #expect(TokenEstimator(tokenizer: name).estimate(text) == TokenEstimator(family ?? .unknown).estimate(text))
        #expect(TokenEstimator(tokenizer: name).tokenizer == name)
    }

    @Test func nothingHasNoTokens() {
        #expect(TokenEstimator(tokenizer: nil).estimate("") == TokenEstimate(lower: 0, expected: 0, upper: 0))
        #expect(TokenEstimator(tokenizer: nil).tokenizer == "unknown")
    }

    /// The same text again and again has as many tokens again, and more text never has fewer.
    @Test(arguments: TokenizerFamily.allCases) func growsWithTheText(family: TokenizerFamily) {
        let estimator = TokenEstimator(family)
        let text = "The order über die 数字 was 1207 – не 12 (see §4).\n"
        let once = estimator.estimate(text).expected
        var last = 0
        for times in 1...50 {
            let estimate = estimator.estimate(String(repeating: text, count: times))
            #expect(estimate.expected > last)
            #expect(abs(estimate.expected - times * once) <= times)
            last = estimate.expected
        }
    }

    @Test(arguments: ["a", " ", "\n", "中", "0", "🙂", "\u{301}", "Ꮳ", "\u{fffd}", "\0", "A ", "!\u{301}"])
    func aMegabyteOfOneThingIsWithinBounds(unit: String) {
        expectBounds(String(repeating: unit, count: (isFullRun ? 1_000_000 : 100_000) / unit.utf8.count))
    }

    /// Old scripts, and those that no document was fitted in.
    @Test(arguments: ["ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ߒߞߏ ߞߊ߲ߜߍ", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "𒀭𒂗𒆤", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "𞤆𞤵𞤤𞤢𞤪", "ᬅᬓ᭄ᬱᬭ", "᚛ᚑᚌᚐᚋ᚜"])
    func scriptsNeverFittedAreCountedSensibly(text: String) {
        let count = TokenEncoding.o200kBase.count(text)
        for family in TokenizerFamily.allCases {
            let estimate = TokenEstimator(family).estimate(text)
            #expect(estimate.expected * 2 >= count && estimate.expected <= 3 * count, "\(family)")
        }
    }

    // MARK: Accuracy

    /// English is this project's documentation, code its sources; `cl100k_base` tells what is true.
    @Test(arguments: [("docs", ".md"), ("Sources", ".swift")])
    func isWithinFivePercentOnEnglishAndCode(folder: String, suffix: String) throws {
        let documents = try Self.documents(folder, suffix)
        #expect(documents.count >= 10)
        for family in [TokenizerFamily.cl100k, .llama3, .unknown] {
            let errors = documents.map { text in
                let count = TokenEncoding.cl100kBase.count(text)
                return abs(Double(TokenEstimator(family).estimate(text).expected - count)) / Double(count)
            }
            #expect(errors.sorted()[errors.count / 2] <= 0.05, "\(family)")
            #expect(errors.sorted()[errors.count * 19 / 20] <= 0.1, "\(family)")
        }
    }

    /// The files of a folder of this project, in documents of about 4 KB.
    private static func documents(_ folder: String, _ suffix: String) throws -> [String] {
        let root = URL(filePath: #filePath).appending(path: "../../../../\(folder)").standardizedFileURL
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(suffix) }.sorted()
        let text = try paths.map { try String(contentsOf: root.appending(path: $0), encoding: .utf8) }.joined()
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count - 4_000, by: 4_000).map { String(decoding: bytes[$0..<$0 + 4_000], as: UTF8.self) }
    }

    private func expectBounds(_ text: String, _ comment: String = "") {
        for (encoding, families) in Self.known {
            let count = encoding.count(text)
            for family in families {
                let estimate = TokenEstimator(family).estimate(text)
                #expect(estimate.lower <= count && count <= estimate.upper, "\(family) for \(encoding.name) \(comment)")
                #expect(estimate.lower <= estimate.expected && estimate.expected <= estimate.upper, "\(family) \(comment)")
            }
        }
    }
}
