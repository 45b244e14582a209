import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TokenEncodingTests {
    @Test(arguments: ["o200k_base", "cl100k_base"]) func mergesAsBytePairEncodingIsDefined(name: String) throws {
        let encoding = try #require(TokenEncoding.named(name))
        let tokens = encoding.vocabulary.tokens
        let ranks = Dictionary(uniqueKeysWithValues: (0..<UInt32(tokens.count)).map { (Array(tokens[$0]), Int($0)) })
        let reference = ReferenceTokenizer(encoding.rules)
        var counter = encoding.makeCounter()
        for seed in 0..<UInt64(isFullRun ? 50_000 : 300) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 5 == 0 ? 200 : 40, using: &random)
            let expected = reference.pieces(text).flatMap { ReferenceTokenizer.tokens($0, ranks: ranks) }
            #expect(encoding.encode(text) == expected, "seed \(seed): \(text.debugDescription)")
            #expect(counter.count(text) == expected.count, "seed \(seed): \(text.debugDescription)")
            #expect(counter.count(text) == expected.count, "seed \(seed), again: \(text.debugDescription)")
        }
    }

    @Test func countsNothingInNothing() {
        #expect(TokenEncoding.o200kBase.count("") == 0)
        #expect(TokenEncoding.o200kBase.encode("").isEmpty)
    }

    @Test func specialTokensAreTextUnlessAskedFor() throws {
        let encoding = TokenEncoding.o200kHarmony
        #expect(encoding.encode("<|start|>") == TokenEncoding.o200kBase.encode("<|start|>"))
        #expect(encoding.encode("<|start|>user<|message|>Hello<|end|>", special: true) == [200_006, 1428, 200_008, 13225, 200_007])
        #expect(encoding.encode("<|start|>user<|mess", special: true) == [200_006] + encoding.encode("user<|mess"))
        #expect(try encoding.decode([200_006, 1428]) == "<|start|>user")
    }

    @Test func harmonyHasItsSpecialTokens() throws {
        let encoding = TokenEncoding.o200kHarmony
        #expect(encoding.idCount == 201_088)
        #expect(encoding.encode("<|endofprompt|>", special: true) == [200_018])
        #expect(encoding.encode("<|reserved_200018|>", special: true) == [200_018])
        #expect(encoding.encode("<|reserved_201087|>", special: true) == [201_087])
        for id in 199_998..<201_088 { #expect(try encoding.encode(encoding.decode([id]), special: true) == [id]) }
        #expect(TokenEncoding.o200kBase.idCount == 200_019)
        #expect(TokenEncoding.cl100kBase.idCount == 100_277)
    }

    @Test func refusesIdsThatStandForNothing() {
        for id in [-1, 199_998, 200_020] {
            #expect(throws: UnknownTokenError(id: id, encoding: "o200k_base")) { try TokenEncoding.o200kBase.decode([id]) }
        }
        #expect(UnknownTokenError(id: 7, encoding: "o200k_base").description == "The encoding o200k_base has no token 7.")
    }

    @Test func decodesTokensThatEndWithinACharacter() throws {
        let ids = TokenEncoding.cl100kBase.encode("🫠")
        #expect(ids.count > 1)
        #expect(try TokenEncoding.cl100kBase.bytes(of: ids) == Array("🫠".utf8))
        #expect(try TokenEncoding.cl100kBase.decode(ids.dropLast()).unicodeScalars.allSatisfy { $0 == "\u{fffd}" })
    }

    @Test func stopsSoonAboveALimit() {
        let text = String(repeating: "All work and no play makes Jack a dull boy.\n", count: 2_000)
        let encoding = TokenEncoding.o200kBase
        let all = encoding.count(text)
        #expect(encoding.count(text, stopAbove: all) == all)
        let stopped = encoding.count(text, stopAbove: 100)
        #expect(stopped > 100 && stopped < 150)
        #expect(encoding.count(text) == all, "a limit is for one count")
    }

    @Test func countsOnManyThreadsAtOnce() async {
        let texts = (0..<40).map { number in String(repeating: "Zeile \(number): größer, weiter, ", count: 20) }
        let expected = texts.map { TokenEncoding.o200kBase.encode($0).count }
        await withTaskGroup { group in
            for round in 0..<8 {
                group.addTask {
                    for index in texts.indices {
                        let place = (index + round * 5) % texts.count
                        #expect(TokenEncoding.o200kBase.count(texts[place]) == expected[place])
                    }
                }
            }
        }
    }

    @Test func knowsItsNames() {
        for encoding in [TokenEncoding.o200kBase, .o200kHarmony, .cl100kBase] { #expect(TokenEncoding.named(encoding.name) === encoding) }
        #expect(TokenEncoding.named("p50k_base") == nil)
    }
}
