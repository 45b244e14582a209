import Testing
import WaybillInterchange
import WaybillRoutes

struct PriceTests {
    /// gpt-5.4 of 2026-11-20: long prompts have prices of their own, but not in the priority tier.
    private let price = Price(
        standard: TierPrice(
            TokenRates(input: 2_500_000, cachedInput: 250_000, output: 15_000_000),
            long: TokenRates(input: 5_000_000, cachedInput: 500_000, output: 22_500_000)),
        tiers: [
            .flex: TierPrice(
                TokenRates(input: 1_250_000, cachedInput: 130_000, output: 7_500_000),
                long: TokenRates(input: 2_500_000, cachedInput: 250_000, output: 11_250_000)),
            .priority: TierPrice(TokenRates(input: 5_000_000, cachedInput: 500_000, output: 30_000_000)),
        ], above: 272_000)

    @Test func costIsExact() {
        let price = Price(input: 750_000, cachedInput: 75_000, output: 4_500_000)
        let usage = TokenUsage(
            uncachedInput: 1_000, cachedInput: 2_000, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 10)], outputText: 100,
            reasoning: 1)
        #expect(price.cost(of: usage) == Money(picodollars: 750_000_000 + 150_000_000 + 7_500_000 + 454_500_000))
        #expect(price.cost(of: TokenUsage(uncachedInput: .max, outputText: .max))?.picodollars ?? 0 > 0)
    }

    @Test func everyTierHasItsOwnPrice() {
        let usage = TokenUsage(uncachedInput: 1_000, cachedInput: 1_000, outputText: 90, reasoning: 10)
        // 1,000 × 2.50 + 1,000 × 0.25 + 100 × 15.00 dollars per million.
        #expect(price.cost(of: usage) == Money("$0.00425"))
        #expect(price.cost(of: usage, tier: .standard) == Money("$0.00425"))
        #expect(price.cost(of: usage, tier: .auto) == Money("$0.00425"))
        // 1,000 × 1.25 + 1,000 × 0.13 + 100 × 7.50: the row, not half of the ordinary one.
        #expect(price.cost(of: usage, tier: .flex) == Money("$0.00213"))
        #expect(price.cost(of: usage, tier: .priority) == Money("$0.0085"))
        #expect(price.cost(of: usage, tier: .fast) == Money("$0.0085"))
    }

    @Test(arguments: [ServiceTier.ultrafast, .scale, "turbo"]) func aTierWithoutAPriceIsNotKnown(_ tier: ServiceTier) {
        #expect(price.cost(of: TokenUsage(uncachedInput: 1), tier: tier) == nil)
        #expect(!price.has(tier))
    }

    @Test func aLongPromptIsPricedAsAWhole() {
        let edge = TokenUsage(uncachedInput: 200_000, cachedInput: 72_000, outputText: 1_000)
        // 200,000 × 2.50 + 72,000 × 0.25 + 1,000 × 15.00.
        #expect(price.cost(of: edge) == Money("$0.533"))
        // One cached token more: 200,000 × 5.00 + 72,001 × 0.50 + 1,000 × 22.50.
        let beyond = TokenUsage(uncachedInput: 200_000, cachedInput: 72_001, outputText: 1_000)
        #expect(price.cost(of: beyond) == Money("$1.0585005"))
        // 200,000 × 2.50 + 72,001 × 0.25 + 1,000 × 11.25.
        #expect(price.cost(of: beyond, tier: .flex) == Money("$0.52925025"))
        #expect(price.cost(of: edge, tier: .priority) != nil)
        #expect(price.cost(of: beyond, tier: .priority) == nil, "it was not published, so it is not the price of short prompts")
    }

    @Test func whatIsWrittenToACacheCountsForTheLength() {
        let usage = TokenUsage(uncachedInput: 1, cacheWrites: [CacheWrite(lifetimeSeconds: 1_800, tokens: 272_000)])
        #expect(price.cost(of: usage) == Money(picodollars: 272_001 * 5_000_000))
    }

    @Test func jsonIsAsAProviderFileWritesIt() {
        #expect(
            price.json == [
                "input": "$2.50", "cached_input": "$0.25", "output": "$15.00",
                "long": ["input": "$5.00", "cached_input": "$0.50", "output": "$22.50"], "above": 272_000,
                "tiers": [
                    "flex": [
                        "input": "$1.25", "cached_input": "$0.13", "output": "$7.50",
                        "long": ["input": "$2.50", "cached_input": "$0.25", "output": "$11.25"],
                    ], "priority": ["input": "$5.00", "cached_input": "$0.50", "output": "$30.00"],
                ],
            ])
    }
}
