import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct ImageRuleTests {
    private func count(_ model: String, _ width: Int, _ height: Int, _ detail: ImageDetail = .high) throws -> TokenCount {
        let rule = try #require(ImageRules.rule(for: ModelFamily(model)), "\(model)")
        return rule.count(ImageSize(width: width, height: height), detail: detail, tokenizer: "t")
    }

    @Test(arguments: [
        ("gpt-4o", 1_024, 1_024, 765), ("gpt-4o", 2_048, 4_096, 1_105), ("gpt-4o-2024-08-06", 512, 512, 255), ("gpt-4.1", 100, 100, 255),
        ("gpt-4o-mini", 1_024, 1_024, 2_833 + 4 * 5_667), ("openai/o3", 1_024, 1_024, 75 + 4 * 150), ("gpt-5", 1_024, 1_024, 70 + 4 * 140),
        ("gpt-4o", 2_048, 768, 85 + 8 * 170), ("gpt-4o", 100_000, 1, 85 + 4 * 170),
        ("gpt-4.1-mini", 1_024, 1_024, 1_659), ("gpt-4.1-nano", 1_024, 1_024, 2_520), ("o4-mini-2025-04-16", 1_024, 1_024, 1_762),
        ("gpt-4.1-mini", 1_800, 2_400, 2_353),
    ])
    func knownValues(model: String, width: Int, height: Int, expected: Int) throws {
        #expect(try count(model, width, height) == TokenCount(expected, .exact, tokenizer: "t"))
        #expect(try count(model, height, width).tokens == expected)
    }

    @Test func lowDetailIsTheBaseOfTiles() throws {
        #expect(try count("gpt-4o", 4_000, 4_000, .low) == TokenCount(85, .exact, tokenizer: "t"))
        #expect(try count("gpt-4.1-mini", 4_000, 4_000, .low).certainty == .estimated)
    }

    @Test func aDetailThatTheProviderChoosesIsBounded() throws {
        let count = try count("gpt-4o", 1_024, 1_024, .auto)
        #expect(count.tokens == 765)
        #expect(count.certainty == .bounded(765 - 85))
        #expect(count.reason == "the provider chooses how closely it looks at an image")
    }

    @Test func anImageOfUnknownSizeLiesBetweenTheSmallestAndTheLargest() throws {
        let tiles = try #require(ImageRules.rule(for: ModelFamily("gpt-4o")))
        #expect(tiles.count(nil, detail: .high, tokenizer: "t").tokens == 765)
        #expect(tiles.count(nil, detail: .high, tokenizer: "t").sureRange == 85...1_445)
        #expect(tiles.count(nil, detail: .low, tokenizer: "t") == TokenCount(85, .exact, tokenizer: "t"))
        let patches = try #require(ImageRules.rule(for: ModelFamily("gpt-4.1-mini")))
        let count = patches.count(nil, detail: .high, tokenizer: "t")
        #expect(count.tokens == 1_659)
        #expect(count.sureRange?.contains(2) == true && count.sureRange?.contains(2_489) == true)
        #expect(count.reason == "the size of an image is not known")
    }

    @Test func whereSourcesDisagreeItIsAnEstimate() throws {
        let count = try count("gpt-5.4", 1_024, 1_024)
        #expect(count.tokens == 1_229)
        #expect(count.certainty == .estimated)
        #expect(count.reason == "sources disagree on what images cost at this model")
    }

    @Test func theOriginalMayHaveMorePatches() throws {
        #expect(try count("gpt-5.4", 3_200, 3_200, .original).tokens == 12_000)
        #expect(try count("gpt-5.4", 3_200, 3_200, .high).tokens == 3_000)
    }

    @Test func anthropicShrinksTheLongEdge() throws {
        #expect(try count("claude-sonnet-4-5", 1_092, 1_092).tokens == 39 * 39)
        #expect(try count("claude-sonnet-4-5", 8_000, 8_000).tokens <= 1_568)
        #expect(try count("anthropic/claude-opus-4-7", 8_000, 8_000).tokens > 1_568)
    }

    @Test(arguments: [("gpt-5.2-chat", 120), ("gpt-5.4-mini", 162), ("gpt-5-mini", 162), ("gpt-5.6-sol", 120)])
    func theLongestNameCounts(model: String, hundredths: Int) throws {
        guard case .patches(let grid) = try #require(ImageRules.rule(for: ModelFamily(model))).method else {
            Issue.record("\(model) has no patches")
            return
        }
        #expect(grid.hundredthsPerPatch == hundredths)
    }

    @Test(arguments: ["gpt-7", "gpt-5.9", "qwen3-vl", "o1000", ""]) func aModelThatNobodyWroteOfHasNoRule(model: String) {
        #expect(ImageRules.rule(for: ModelFamily(model)) == nil)
    }

    @Test func everyRuleHasItsSourceAndItsDate() {
        for rule in ImageRules.all {
            #expect(!rule.models.isEmpty && !rule.source.isEmpty && rule.asOf.count == 10)
        }
        #expect(Set(ImageRules.all.flatMap(\.models)).count == ImageRules.all.flatMap(\.models).count)
    }
}
