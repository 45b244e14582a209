import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes
import WaybillTokenCounting

@testable import WaybillRoutePlanning

struct RoutePlannerTests {
    private static func name(_ id: String) -> ModelName { ModelName(provider: "p", id: id) }

    private func plan(
        _ request: ModelRequest = ModelRequest("Question", workload: "w"), models: [Model], health: HealthSnapshot = HealthSnapshot(),
        corrections: [String: TokenCalibration] = [:], reviews: [String: AdapterReview] = [:],
        provider change: (inout Provider) -> Void = { _ in },
        route adjust: (inout Route) -> Void = { _ in }
    ) throws -> RoutePlan {
        var provider = Provider(name: "p", api: .openAIResponses, baseURL: "https://api.example.com/v1", models: models)
        change(&provider)
        var route = Route(workload: "w", models: models.map { Self.name($0.id) })
        adjust(&route)
        let table = try RouteTable(providers: [provider], routes: [route])
        var adapters: [ModelName: any ProviderAdapter] = [:]
        for model in models {
            adapters[Self.name(model.id)] = FixedReview(model: Self.name(model.id), result: reviews[model.id] ?? AdapterReview())
        }
        let planner = RoutePlanner(table: table, adapters: adapters)
        let learned = Dictionary(uniqueKeysWithValues: corrections.map { (Self.name($0), $1) })
        let prepared = PromptPreparation().prepare(request)
        return planner.plan(
            prepared, by: try #require(planner.branch(for: prepared, route: "w")), health: health, corrections: learned,
            today: "2026-11-21")
    }

    private func model(_ id: String, _ change: (inout Model) -> Void = { _ in }) -> Model {
        var model = Model(id: id)
        change(&model)
        return model
    }

    @Test func theFirstThatCanServeIsChosenAndTheOthersStandBy() throws {
        let plan = try plan(
            models: [model("a"), model("b"), model("c")], reviews: ["a": AdapterReview(obstacle: .cannotExpress("no tools"))])
        #expect(plan.chosen?.model.id == "b")
        #expect(plan.candidates.map(\.model.id) == ["b", "c", "a"])
        #expect(plan.candidates.map(\.verdict) == [.chosen, .standingBy(1), .setAside(.cannotExpress("no tools"))])
    }

    @Test func aRequestThatDoesNotFitTheWindowSetsTheModelAside() throws {
        let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
        let plan = try plan(long, models: [model("a") { $0.contextWindow = 400 }, model("b") { $0.contextWindow = 100_000 }, model("c")])
        #expect(plan.candidates.map(\.model.id) == ["b", "c", "a"])
        guard case .contextTooSmall(_, let window)? = plan.candidates[2].verdict.reason else { throw TestFailure() }
        #expect(window == 400)
    }

    @Test func theRequestedOutputCountsAgainstTheWindow() throws {
        var request = ModelRequest("Question", workload: "w")
        request.maxOutputTokens = 999
        let plan = try plan(request, models: [model("a") { $0.contextWindow = 1_000 }])
        #expect(plan.chosen == nil)
    }

    @Test func whatMayStillFitIsAskedAfterWhatDoes() throws {
        // About 1,000 tokens; that a tokenizer of which nothing is known makes fewer of it cannot be ruled out.
        let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
        let plan = try plan(
            long,
            models: [
                model("tight") { $0.contextWindow = 900 }, model("small") { $0.contextWindow = 400 },
                model("large") { $0.contextWindow = 100_000 }, model("unknown"),
            ])
        #expect(plan.candidates.map(\.model.id) == ["large", "unknown", "tight", "small"])
        #expect(plan.candidates.map(\.verdict.word) == ["chosen", "standing-by", "standing-by", "set-aside"])
        #expect(plan.candidates.map(\.mayNotFit) == [false, false, true, false])
        let left = plan.candidates[2].windowLeft ?? 0
        #expect((-300...0).contains(left), "\(left)")
        #expect(plan.candidates[2].json["window_left"]?.intValue == left)
        #expect(plan.candidates[1].windowLeft == nil)
    }

    @Test func anExactVocabularyProvesWhatDoesNotFit() throws {
        let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
        func fits(_ window: Int) throws -> Bool {
            try plan(
                long,
                models: [
                    model("a") {
                        $0.contextWindow = window
                        $0.tokenizer = "o200k_base"
                    }
                ]
            )
            .chosen != nil
        }
        #expect(try !fits(999))
        #expect(try fits(1_020))
    }

    @Test func whatModelsReportedCorrectsTheirEstimates() throws {
        var calibration = TokenCalibration()
        for _ in 0..<12 { calibration.observe(estimated: 1_000, reported: 1_200) }
        let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
        let plan = try plan(
            long,
            models: [
                model("learned") {
                    $0.contextWindow = 1_100
                    $0.price = Price(input: 1_000_000, output: 0)
                }, model("other"),
            ], corrections: ["learned": calibration])
        let (other, learned) = (plan.candidates[0], plan.candidates[1])
        #expect(learned.model.id == "learned")
        #expect(learned.estimatedInput == other.inputTokens.tokens)
        #expect(learned.inputTokens.tokens == calibration.correct(other.inputTokens.tokens))
        #expect(learned.mayNotFit)
        #expect(learned.cost?.expected == Money(picodollars: Int128(learned.inputTokens.tokens) * 1_000_000))
        #expect(learned.json["learned"]?["calls"] == 12)
        #expect(learned.json["learned"]?["ratio"]?.doubleValue == 1.2)
        #expect(learned.json["learned"]?["estimated"]?.intValue == other.inputTokens.tokens)
        #expect(other.calibration == nil)
        #expect(other.json["learned"] == nil)
    }

    @Test func aRoutesInputLimitTakesTheCountAsItIs() throws {
        let long = ModelRequest(String(repeating: "word ", count: 1_000), workload: "w")
        #expect(try plan(long, models: [model("a")], route: { $0.limits.inputTokens = 1_200 }).chosen != nil)
        let over = try plan(long, models: [model("a")], route: { $0.limits.inputTokens = 900 })
        #expect(over.candidates[0].verdict.reason?.code == "over-limit")
    }

    @Test func aBoundlessOutputDoesNotFitAndDoesNotTrap() throws {
        var request = ModelRequest("Question", workload: "w")
        request.maxOutputTokens = .max
        let plan = try plan(request, models: [model("a") { $0.contextWindow = 1_000 }, model("b")])
        #expect(plan.chosen?.model.id == "b")
    }

    @Test func modelsThatWereShutDownAreSetAside() throws {
        let plan = try plan(models: [model("a") { $0.shutdown = "2026-11-20" }, model("b") { $0.shutdown = "2026-12-01" }])
        #expect(plan.candidates.last?.verdict.reason == .shutDown("2026-11-20"))
        #expect(plan.chosen?.model.id == "b")
    }

    @Test func requirementsAreKept() throws {
        let plan = try plan(
            models: [model("a")], provider: { $0.location = "us" }, route: { $0.requirements.locations = ["eu", "on-premises"] })
        #expect(plan.chosen == nil)
        #expect(plan.candidates[0].verdict.reason?.code == "requirement-unmet")
    }

    @Test func aStrictRouteTakesNoAdjustments() throws {
        let review = AdapterReview(adjustments: [Adjustment(.leftOut, "seed", "not in this API")])
        let loose = try plan(models: [model("a")], reviews: ["a": review])
        #expect(loose.chosen?.adjustments.map(\.subject) == ["seed"])
        let strict = try plan(models: [model("a")], reviews: ["a": review], route: { $0.strict = true })
        #expect(strict.chosen == nil)
    }

    @Test func theCostLimitLooksAtTheHighestCost() throws {
        let price = Price(input: 1_000_000, output: 1_000_000)
        let plan = try plan(
            models: [
                model("a") {
                    $0.price = price
                    $0.maxOutputTokens = 10_000
                }, model("b"),
            ],
            route: {
                $0.limits.costPerRequest = Money("$0.005")
                $0.parameters.maxOutputTokens = 6_000
            })
        #expect(plan.chosen == nil)
        #expect(plan.candidates.map { $0.verdict.reason?.code } == ["cost-limit", "cost-limit"])
    }

    @Test func theSmallestOutputLimitWins() throws {
        var request = ModelRequest("Question", workload: "w")
        request.maxOutputTokens = 500
        let plan = try plan(request, models: [model("a") { $0.maxOutputTokens = 400 }], route: { $0.limits.outputTokens = 300 })
        #expect(plan.chosen?.outputLimit == 300)
        #expect(plan.chosen?.parameters.maxOutputTokens == 300)
    }

    @Test func theRequestGoesBeforeTheCandidateAndTheCandidateBeforeTheRoute() throws {
        var request = ModelRequest("Question", workload: "w")
        request.temperature = 0.1
        let plan = try plan(
            request, models: [model("a")],
            route: {
                $0.parameters = GenerationParameters(temperature: 0.9, topP: 0.9, seed: 9)
                $0.candidates[0].parameters = GenerationParameters(temperature: 0.5, topP: 0.5)
            })
        #expect(plan.chosen?.parameters == GenerationParameters(temperature: 0.1, topP: 0.5, seed: 9))
    }

    @Test func clocksAreTakenFromThePlaceNearestTheCandidate() throws {
        let plan = try plan(
            models: [model("a") { $0.clocks.stall = .seconds(3) }],
            provider: {
                $0.clocks = Clocks(connect: .seconds(7), firstToken: .seconds(8), stall: .seconds(9))
            },
            route: {
                $0.settings.firstToken = .seconds(1)
                $0.settings.stall = .seconds(1)
            })
        let chosen = try #require(plan.chosen)
        #expect(chosen.stall == .seconds(3))
        #expect(chosen.firstToken == .seconds(8))
        #expect(chosen.connect == .seconds(7))
    }

    @Test func modelsThatReasonGetMoreTimeForTheirFirstToken() throws {
        let reasoning = model("a") { $0.features = [.reasoning] }
        #expect(try plan(models: [reasoning]).chosen?.firstToken == .seconds(60))
        #expect(
            try plan(models: [reasoning], route: { $0.parameters.reasoningEffort = ReasoningEffort.none }).chosen?.firstToken
                == .seconds(10))
    }

    @Test func modelsThatDoNotStreamGetMoreTimeSinceTheirFirstContentIsAll() throws {
        #expect(try plan(models: [model("a") { $0.streaming = false }]).chosen?.firstToken == .seconds(60))
    }

    @Test func aPlanPrintsEachCandidateWithItsReasonAndNothingOfTheRequest() throws {
        var request = ModelRequest("PLANTED", workload: "w")
        request.stop = ["PLANTED"]
        let plan = try plan(
            request, models: [model("a"), model("b"), model("c")], reviews: ["a": AdapterReview(obstacle: .cannotExpress("no tools"))])
        #expect(
            "\(plan)" == """
                w
                  p/b: chosen
                  p/c: standing by (1)
                  p/a: set aside: no tools
                """)
        #expect(!String(reflecting: plan).contains("PLANTED"))
    }

    @Test func aRequestCanOnlyLowerTheDeadline() throws {
        var request = ModelRequest("Question", workload: "w")
        request.deadline = .seconds(500)
        #expect(try plan(request, models: [model("a")]).deadline == .seconds(300))
        request.deadline = .seconds(5)
        #expect(try plan(request, models: [model("a")]).deadline == .seconds(5))
    }

    @Test func healthSetsAsideButNeverEmptiesACall() throws {
        let health = HealthSnapshot(closures: [Self.name("a"): .breaker(.seconds(4)), Self.name("b"): .pause(.seconds(2))])
        let partly = try plan(models: [model("a"), model("b"), model("c")], health: health)
        #expect(partly.chosen?.model.id == "c")
        #expect(partly.wait == .zero)
        let wholly = try plan(models: [model("a"), model("b")], health: health)
        #expect(wholly.chosen?.model.id == "b")
        #expect(wholly.wait == .seconds(2))
    }

    @Test func tokensAreCountedByTheRulesOfEachModel() throws {
        var request = ModelRequest("Hello", workload: "w")
        request.instructions = "Be brief."
        let plan = try plan(
            request,
            models: [
                model("gpt-4o") { $0.tokenizer = "o200k_base" }, model("gpt-oss-20b") { $0.tokenizer = "o200k_harmony" }, model("new"),
            ],
            provider: { $0.api = .openAIChat })
        #expect(plan.candidates.map(\.inputTokens.tokenizer) == ["o200k_base", "o200k_harmony", "unknown"])
        #expect(plan.candidates[0].inputTokens.tokens == 4 + 3 + 4 + 1 + 3)
        #expect(plan.candidates[0].inputTokens.certainty == .bounded(2))
        #expect(plan.candidates[0].inputParts.map(\.part) == [.instructions, .messages, .framing])
        #expect(plan.candidates[1].inputTokens.tokens > plan.candidates[0].inputTokens.tokens + 50)
        #expect(plan.candidates[2].inputTokens.certainty == .estimated)
    }

    @Test func modelsThatCountAlikeShareACounter() {
        var counters = RequestCounters()
        var provider = Provider(name: "p", api: .openAIResponses, baseURL: "https://api.example.com/v1")
        func place(_ id: String, _ tokenizer: String, _ api: ProviderAPI? = nil) -> Int {
            counters.place(
                for: model(id) {
                    $0.tokenizer = tokenizer
                    $0.api = api
                }, of: provider, tokenizer: .named(tokenizer))
        }
        let first = place("gpt-6.1-sol", "o200k_base")
        #expect(place("gpt-6.2-sol", "o200k_base") == first)
        #expect(place("gpt-6.1-sol", "cl100k_base") != first)
        #expect(place("gpt-4o", "o200k_base", .openAIChat) != first)
        provider.api = .rehearsal
        provider.speaks = .openAIResponses
        #expect(place("gpt-6.1-sol", "o200k_base") == first)
        #expect(counters.all.count == 3)
    }

    @Test func reasoningCountsWhereItGoesBackTo() throws {
        let item = ReasoningItem(issuer: Self.name("a"), wire: ["encrypted_content": .string(String(repeating: "A", count: 5_200))])
        let plan = try plan(
            ModelRequest(workload: "w", conversation: [.user("Hello"), .reasoning(item)]), models: [model("a"), model("b"), model("c")])
        let tokens = plan.candidates.map(\.inputTokens.tokens)
        #expect(tokens == [tokens[1] + 1_000, tokens[1], tokens[1]])
    }
}

private struct TestFailure: Error {}
