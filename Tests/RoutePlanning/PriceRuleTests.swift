import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTokenCounting

@testable import WaybillRoutePlanning

/// What a request costs in the service tier that it asks for and at its length, and what a route says of that.
struct PriceRuleTests {
    /// Dollars per million tokens in and out: 2 and 8; 1 and 4 in `flex`, 4 and 16 in `priority`.
    ///
    /// Beyond 100 tokens 4 and 12, in `flex` 2 and 6; of `priority` that is not known.
    private static let price = Price(
        standard: TierPrice(TokenRates(input: 2_000_000, output: 8_000_000), long: TokenRates(input: 4_000_000, output: 12_000_000)),
        tiers: [
            .flex: TierPrice(TokenRates(input: 1_000_000, output: 4_000_000), long: TokenRates(input: 2_000_000, output: 6_000_000)),
            .priority: TierPrice(TokenRates(input: 4_000_000, output: 16_000_000)),
        ], above: 100)

    private static let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
    private static let noTier = AdapterReview(adjustments: [Adjustment(.leftOut, "service_tier", "the server does not take it")])

    /// The one candidate of a route, for a request.
    private func candidate(
        _ request: ModelRequest = ModelRequest("Question", workload: "w"), tier: ServiceTier? = nil,
        review: AdapterReview = AdapterReview(),
        route: (inout Route) -> Void = { _ in }, model change: (inout Model) -> Void = { _ in },
        provider adjust: (inout Provider) -> Void = { _ in }
    ) throws -> PlannedCandidate {
        var model = PlanningStage.model("m", price: Self.price)
        change(&model)
        let stage = try PlanningStage(
            [model], reviews: ["m": review],
            route: {
                $0.parameters = GenerationParameters(maxOutputTokens: 100, serviceTier: tier)
                route(&$0)
            }, provider: adjust)
        return try #require(try stage.plan(request).candidates.first)
    }

    /// What a candidate's tokens cost at these rates, with all of its output.
    private func cost(of candidate: PlannedCandidate, _ input: Int, _ output: Int) -> Money {
        Money(picodollars: Int128(candidate.inputTokens.tokens * input + 100 * output))
    }

    // MARK: Tiers

    @Test(
        arguments: [
            (nil, 2_000_000, 8_000_000), (.auto, 2_000_000, 8_000_000), (.standard, 2_000_000, 8_000_000), (.flex, 1_000_000, 4_000_000),
            (.priority, 4_000_000, 16_000_000), (.fast, 4_000_000, 16_000_000),
        ] as [(ServiceTier?, Int, Int)])
    func aTierCostsWhatIsSaidOfIt(_ tier: ServiceTier?, _ input: Int, _ output: Int) throws {
        let candidate = try candidate(tier: tier)
        #expect(candidate.cost?.highest == cost(of: candidate, input, output))
        #expect(candidate.json["service_tier"]?.stringValue == tier?.rawValue)
    }

    @Test func aTierThatIsLeftOutIsNotReckonedWith() throws {
        let candidate = try candidate(tier: .priority, review: Self.noTier)
        #expect(candidate.serviceTier == nil)
        #expect(candidate.cost?.highest == cost(of: candidate, 2_000_000, 8_000_000))
    }

    @Test func whatIsNotSaidOfATierOrOfALengthIsNotKnown() throws {
        #expect(try candidate(tier: .ultrafast).cost == nil)
        #expect(try candidate(Self.long, tier: .priority).cost == nil)
        let limited = try candidate(Self.long, tier: .priority) { $0.limits.costPerRequest = Money("$9") }
        #expect(limited.verdict.reason?.code == "cost-limit")
        let flex = try candidate(Self.long, tier: .flex)
        #expect(flex.cost?.highest == cost(of: flex, 2_000_000, 6_000_000))
    }

    @Test func theCheapestIsCheapestInTheTierThatIsAskedFor() throws {
        let plain = PlanningStage.model("plain", price: Price(input: 1_500_000, output: 6_000_000))
        func first(_ tier: ServiceTier?, reviews: [String: AdapterReview] = [:]) throws -> String? {
            let tiered = PlanningStage.model("tiered", price: Self.price)
            let stage = try PlanningStage([plain, tiered], reviews: reviews) {
                $0.choice = .cheapest
                $0.parameters.serviceTier = tier
            }
            return try stage.plan().chosen?.model.id
        }
        #expect(try first(nil) == "plain")
        #expect(try first(.flex, reviews: ["plain": Self.noTier]) == "tiered")
        #expect(try first(.priority, reviews: ["plain": Self.noTier]) == "plain")
        #expect(try first(.flex, reviews: ["plain": Self.noTier, "tiered": Self.noTier]) == "plain")
    }

    // MARK: Caps

    @Test(
        arguments: [
            (PriceCap(input: 2_000_000, output: 8_000_000), nil, true), (PriceCap(input: 1_999_999), nil, false),
            (PriceCap(output: 7_999_999), nil, false), (PriceCap(input: 2_000_000), .priority, false),
            (PriceCap(output: 16_000_000), .priority, true),
            (PriceCap(output: 15_999_999), .fast, false), (PriceCap(input: 1_000_000, output: 4_000_000), .flex, true),
            (PriceCap(input: 9_000_000), .ultrafast, false), (PriceCap(), .ultrafast, true),
        ] as [(PriceCap, ServiceTier?, Bool)])
    func aCapHoldsForTheTierThatIsAskedFor(_ cap: PriceCap, _ tier: ServiceTier?, _ serves: Bool) throws {
        let candidate = try candidate(tier: tier) { $0.requirements.price = cap }
        #expect((candidate.verdict == .chosen) == serves, "\(candidate.verdict)")
        if !serves { #expect(candidate.verdict.reason?.code == "over-price-cap") }
    }

    @Test func aCapHoldsForTheLengthOfTheRequest() throws {
        let cap = PriceCap(input: 2_000_000)
        #expect(try candidate { $0.requirements.price = cap }.verdict == .chosen)
        let long = try candidate(Self.long) { $0.requirements.price = cap }
        #expect(long.verdict == .setAside(.overPriceCap("a million tokens of input cost $4.00; the route allows $2.00")))
        #expect(try candidate(Self.long, tier: .flex) { $0.requirements.price = cap }.verdict == .chosen)
        // What so long a prompt costs in that tier is not known, which is not met.
        let unknown = try candidate(Self.long, tier: .priority) { $0.requirements.price = PriceCap(input: 99_000_000) }
        #expect("\(unknown.verdict)".contains("its price is not known"))
    }

    @Test func aTierThatIsLeftOutIsNotCapped() throws {
        let cap = PriceCap(input: 2_000_000, output: 8_000_000)
        #expect(try candidate(tier: .priority, review: Self.noTier) { $0.requirements.price = cap }.verdict == .chosen)
    }

    // MARK: The most

    @Test func whatCostsNothingNeedsNoBound() throws {
        let free = Price(input: 1_000_000, output: 0)
        let candidate = try candidate {
            $0.parameters.maxOutputTokens = nil
            $0.limits.costPerRequest = Money("$0.001")
        } model: {
            $0.price = free
        }
        #expect(candidate.outputLimit == nil)
        #expect(candidate.cost?.highest == Money(picodollars: Int128(candidate.inputTokens.tokens) * 1_000_000))
        #expect(candidate.verdict == .chosen)
        let priced = try self.candidate {
            $0.parameters.maxOutputTokens = nil
            $0.limits.costPerRequest = Money("$9")
        }
        #expect(priced.cost?.highest == nil)
        #expect("\(priced.verdict)".contains("its output is not bounded"))
    }

    @Test func aPromptThatMayBeLongMayCostWhatIsNotKnown() throws {
        func plan(above: Int) throws -> PlannedCandidate {
            try candidate(tier: .priority) {
                $0.limits.costPerRequest = Money("$9")
            } model: {
                $0.id = "gpt-4o"
                $0.tokenizer = "o200k_base"
                $0.price?.above = above
            } provider: {
                $0.api = .openAIChat
            }
        }
        // Counted as this model counts, but for a few tokens either way.
        let tokens = try plan(above: 1_000).inputTokens
        let most = try #require(tokens.sureRange?.upperBound)
        #expect(most > tokens.tokens)
        #expect(try plan(above: most).cost?.highest != nil)
        let unsure = try plan(above: most - 1)
        #expect(unsure.cost != nil)
        #expect(unsure.cost?.highest == nil)
        #expect("\(unsure.verdict)".contains("what a prompt so long may cost is not known"))
    }

    // MARK: Fees and media

    @Test func everyPlanHoldsTheFeeOfTheRequest() throws {
        let plain = try candidate()
        let billed = try candidate(model: { $0.price?.fees.request = Money("$0.005") })
        let (before, after) = (try #require(plain.cost), try #require(billed.cost))
        #expect(after.lowest == before.lowest + Money(picodollars: 5_000_000_000))
        #expect(after.highest == before.highest.map { $0 + Money(picodollars: 5_000_000_000) })
    }

    @Test func outputIsReckonedAtTheDearerOfTextAndReasoning() throws {
        let dear = try candidate(model: { $0.price?.standard.rates.reasoning = 9_000_000 })
        #expect(dear.cost?.highest == cost(of: dear, 2_000_000, 9_000_000))
        let cheap = try candidate(model: { $0.price?.standard.rates.reasoning = 1_000_000 })
        #expect(cheap.cost?.highest == cost(of: cheap, 2_000_000, 8_000_000))
        let capped = try candidate {
            $0.requirements.price = PriceCap(output: 8_000_000)
        } model: {
            $0.price?.standard.rates.reasoning = 9_000_000
        }
        #expect(capped.verdict.reason?.code == "over-price-cap")
    }

    @Test func soundCostsWhatIsSaidOfSoundOrNobodyKnows() throws {
        // Four seconds of a telephone's sound, ten tokens each.
        let content = [ContentPart.text("What is said?"), .audio(AudioPart([UInt8](repeating: 0, count: 40_000), format: "mp3"))]
        let request = ModelRequest(workload: "w", conversation: [.message(Message(role: .user, content: content))])
        #expect(try candidate(request).cost == nil)
        let heard = try candidate(request, model: { $0.price = Self.audioPrice })
        let audio = try #require(heard.inputParts.first { $0.part == .audio }).count.tokens
        let rest = heard.inputTokens.tokens - audio
        #expect(audio > 0 && rest > 0)
        #expect(heard.cost?.highest == Money(picodollars: Int128(rest * 1_000_000 + audio * 30_000_000 + 100 * 2_000_000)))
    }

    private static let audioPrice: Price = {
        var price = Price(input: 1_000_000, output: 2_000_000)
        price.standard.rates.audioInput = 30_000_000
        return price
    }()
}
