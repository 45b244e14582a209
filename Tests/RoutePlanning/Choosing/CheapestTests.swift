import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

struct CheapestTests {
    private func stage(_ models: [Model]) throws -> PlanningStage { try PlanningStage(models) { $0.choice = .cheapest } }

    private static let cacheRules = CacheRules(.steps(1), minimum: 16)

    @Test func theLeastExpectedCostGoesFirst() throws {
        let stage = try stage([
            PlanningStage.model("dear", price: Price(input: 5_000_000, output: 20_000_000)),
            PlanningStage.model("cheap", price: Price(input: 100_000, output: 400_000)),
        ])
        let plan = try stage.plan()
        #expect(plan.candidates.map(\.model.id) == ["cheap", "dear"])
        #expect(plan.candidates.map(\.verdict) == [.chosen, .standingBy(1)])
        let cost = try #require(plan.chosen?.cost?.expected)
        #expect(plan.chosen?.preference == .cost(cost))
        #expect("\(plan)".contains("p/cheap: chosen, expected to cost \(cost)"))
    }

    @Test func whatHasNoPriceGoesLastAndEqualsStayInOrder() throws {
        let free = Price(input: 0, output: 0)
        let stage = try stage([
            PlanningStage.model("unknown"), PlanningStage.model("a", price: free), PlanningStage.model("other"),
            PlanningStage.model("b", price: free),
        ])
        let plan = try stage.plan()
        #expect(plan.candidates.map(\.model.id) == ["a", "b", "unknown", "other"])
        #expect(plan.candidates[2].preference == .cost(nil))
        #expect("\(plan)".contains("p/unknown: standing by (2), asked after those whose price is known"))
    }

    @Test func dearInputWithCheapOutputWinsForShortRequestsOnly() throws {
        let stage = try stage([
            PlanningStage.model("input", price: Price(input: 100_000, output: 5_000_000)),
            PlanningStage.model("output", price: Price(input: 1_000_000, output: 1_000_000)),
        ])
        #expect(try stage.order() == ["output", "input"])
        let long = ModelRequest(String(repeating: "word ", count: 20_000), workload: "w")
        #expect(try stage.order(long) == ["input", "output"])
    }

    /// What the same formula says, candidate by candidate, is what the plan's order follows: over random prices and requests.
    @Test(arguments: UInt64(1)...20)
    func theChosenIsTheArgumentOfTheLeastCost(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let models = (0..<6)
            .map { place in
                let isKnown = Int.random(in: 0..<5, using: &random) > 0
                func price() -> Int { Int.random(in: 0...20, using: &random) * 100_000 }
                return PlanningStage.model(
                    "m\(place)", price: isKnown ? Price(input: price(), cachedInput: price(), output: price()) : nil)
            }
        let stage = try stage(models)
        for _ in 0..<20 {
            var request = ModelRequest(
                String(repeating: "word ", count: Int.random(in: 1...2_000, using: &random)), workload: "w")
            request.maxOutputTokens = Int.random(in: 1...4_000, using: &random)
            let plan = try stage.plan(request)
            let expected = plan.candidates.map { candidate -> Money? in
                candidate.price?
                    .cost(of: TokenUsage(uncachedInput: candidate.inputTokens.tokens, outputText: candidate.expectedOutput.tokens))
            }
            #expect(plan.candidates.map(\.cost?.expected) == expected, "seed \(seed)")
            let sorted = plan.candidates.sorted { left, right in
                switch (left.cost?.expected, right.cost?.expected) {
                case (let left?, let right?) where left != right: left < right
                case (nil, .some): false
                case (.some, nil): true
                default: left.place < right.place
                }
            }
            #expect(sorted.map(\.model) == plan.candidates.map(\.model), "seed \(seed)")
        }
    }

    @Test func aConversationStaysWhereItsCacheIsWhileThatIsHealthyAndCheaper() throws {
        func model(_ id: String, input: Int) -> Model {
            var model = PlanningStage.model(id, price: Price(input: input, cachedInput: input / 10, output: 1_000_000))
            model.cache = Self.cacheRules
            return model
        }
        // A tenth dearer, but with its cache warm far cheaper.
        let stage = try stage([model("cheap", input: 1_000_000), model("warm", input: 1_100_000)])
        let (cheap, warm) = (PlanningStage.name("cheap"), PlanningStage.name("warm"))
        var request = ModelRequest("And then?", workload: "w")
        request.instructions = String(repeating: "Be kind. ", count: 1_000)
        #expect(try stage.plan(request).chosen?.model == cheap)
        let caches = [warm: [CacheSnapshot.Key(keptEnds: 1)], cheap: [CacheSnapshot.Key(keptEnds: 0)]]
        let plan = try stage.plan(request, caches: caches)
        #expect(plan.chosen?.model == warm)
        #expect(plan.chosen?.expectedCachedTokens ?? 0 > 1_000)
        #expect(plan.candidates.map(\.rank) == [0, 1])
        // Not when it fails, and again when it is well.
        let ill = HealthSnapshot(closures: [warm: .breaker(.seconds(2))])
        #expect(try stage.plan(request, health: ill, caches: caches).chosen?.model == cheap)
        #expect(try stage.plan(request, health: ill, caches: caches).candidates[1].rank == 0)
        // Nor when what it saves is less than what it costs more.
        let dear = try self.stage([model("cheap", input: 1_000_000), model("warm", input: 20_000_000)])
        #expect(try dear.plan(request, caches: caches).chosen?.model == cheap)
    }
}
