import Testing
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

@testable import Waybill

/// Single calls planned again, each with something of its own.
struct RouteReplayTests {
    private let small = ModelName(provider: "p", id: "small")
    private let large = ModelName(provider: "p", id: "large")
    private let other = ModelName(provider: "q", id: "other")

    private func model(_ id: String, rate: Int?, window: Int = 100_000, _ change: (inout Model) -> Void = { _ in }) -> Model {
        var model = Model(id: id)
        model.price = rate.map { Price(input: $0, cachedInput: $0 / 10, output: 4 * $0) }
        model.contextWindow = window
        model.tokenizer = "o200k_base"
        change(&model)
        return model
    }

    private func replay(_ names: [ModelName], models: [Model], others: [Model] = [], _ change: (inout Route) -> Void = { _ in }) throws
        -> RouteReplay
    {
        var first = Provider(name: "p", api: .openAIResponses, baseURL: "https://p.invalid/v1", models: models)
        first.auth = .none
        var second = Provider(name: "q", api: .openAIResponses, baseURL: "https://q.invalid/v1", models: others)
        second.auth = .none
        var route = Route(workload: "work", models: names)
        change(&route)
        let table = try RouteTable(providers: others.isEmpty ? [first] : [first, second], routes: [route])
        return RouteReplay(under: ModelRouter(table: table, options: RouterOptions(logger: nil)))
    }

    /// A call that the first of some models answered, with 1000 tokens of input, 400 of them cached, and 50 of output.
    private func call(
        _ models: [ModelName], answeredBy server: ModelName? = nil, _ change: (inout CallRecord) -> Void = { _ in }
    ) -> CallRecord {
        let server = server ?? models[0]
        let id = CallID(high: 1, low: 1)
        var heading = CallHeading(id: id, began: .seconds(1_795_262_400), workload: "work", requestKey: 7)
        heading.inputTokens = [TokenCount(1_000, .exact, tokenizer: "o200k_base")]
        var report = RouteReport(workload: "work")
        report.candidates = models.enumerated()
            .map { CandidateReport(model: $1, verdict: $0 == 0 ? .chosen : .standingBy($0), adjustments: []) }
        var attempt = AttemptReport(number: 1, model: server, started: .zero, bytesSent: 1)
        attempt.outcome = .answered
        attempt.usage = TokenUsage(uncachedInput: 600, cachedInput: 400, outputText: 50)
        attempt.counted = CountedTokens(
            input: TokenCount(1_000, .exact, tokenizer: "o200k_base"), output: TokenCount(50, .exact, tokenizer: "o200k_base"))
        attempt.cost = Money(picodollars: 840_000_000)
        report.attempts = [attempt]
        var call = CallRecord(heading: heading, report: report, failure: nil)
        change(&call)
        return call
    }

    @Test func aCallMovesToTheModelThatIsAskedFirstNow() throws {
        let replay = try replay([large, small], models: [model("small", rate: 1_000_000), model("large", rate: 2_000_000)])
        let replayed = replay.replay(call([small, large]))
        #expect(replayed.before == small)
        #expect(replayed.after == large)
        #expect(replayed.reason == .preferred)
        // Nothing is known of a cache there: expected is none, and at the best the same share again.
        #expect(replayed.cost.after?.expected == Money(picodollars: 1_000 * 2_000_000 + 50 * 8_000_000))
        #expect(replayed.cost.after?.lowest == Money(picodollars: 600 * 2_000_000 + 400 * 200_000 + 50 * 8_000_000))
        #expect(replayed.cost.after?.highest == nil)
    }

    @Test func theMostIsWithoutACacheAndWithAllOutputThatIsAllowed() throws {
        let models = [model("small", rate: 1_000_000), model("large", rate: 2_000_000) { $0.features = [.promptCache] }]
        let replay = try replay([large], models: models) { $0.parameters.maxOutputTokens = 500 }
        let cost = try #require(replay.replay(call([small])).cost.after)
        #expect(cost.expected == Money(picodollars: 600 * 2_000_000 + 400 * 200_000 + 50 * 8_000_000))
        #expect(cost.lowest == cost.expected)
        #expect(cost.highest == Money(picodollars: 1_000 * 2_000_000 + 500 * 8_000_000))
    }

    @Test func aModelThatCannotTakeTheCallSaysWhy() throws {
        let models = [model("small", rate: 1_000_000, window: 900), model("large", rate: 2_000_000)]
        let replayed = try replay([small, large], models: models).replay(call([small, large]))
        #expect(replayed.after == large)
        #expect(replayed.reason?.code == "context-too-small")
        #expect(replayed.obstacles.map(\.model) == [small])
        let nobody = try replay([small], models: models).replay(call([small]))
        #expect(nobody.after == nil)
        #expect(nobody.cost.after?.expected == .zero)
    }

    @Test func aPriceThatIsNotKnownIsNotZero() throws {
        let replayed = try replay([large], models: [model("large", rate: nil)]).replay(call([small]))
        #expect(replayed.after == large)
        #expect(replayed.cost.after == nil)
        var report = ReplayReport()
        report.add(replayed)
        #expect(report.sum.unknownAfter == 1)
        #expect(report.sum.known == 0)
        #expect(report.json["cost"]?["after"] == .null)
    }

    @Test func whoWasNotWellThenIsNotWellNow() throws {
        let models = [model("small", rate: 1_000_000), model("large", rate: 2_000_000)]
        let asked = call([large, small]) {
            $0.report.candidates[1].verdict = .setAside(.breakerOpen(.seconds(2)))
        }
        let replayed = try replay([small, large], models: models).replay(asked)
        #expect(replayed.after == large)
        #expect(!replayed.isMoved)
        #expect(replayed.obstacles.isEmpty)
    }

    @Test func whoFailedThenFailsAgainAndCostsWhatItCost() throws {
        let models = [model("small", rate: 1_000_000), model("large", rate: 2_000_000)]
        let asked = call([small, large], answeredBy: large) {
            var failed = AttemptReport(number: 1, model: small, started: .zero, bytesSent: 1)
            failed.outcome = .failed
            failed.usage = TokenUsage(uncachedInput: 10)
            $0.report.attempts[0].number = 2
            $0.report.attempts.insert(failed, at: 0)
        }
        let replayed = try replay([small, other], models: models, others: [model("other", rate: 3_000_000)]).replay(asked)
        #expect(replayed.after == other)
        #expect(replayed.reason == .gone)
        #expect(replayed.cost.after?.expected == Money(picodollars: 10 * 1_000_000 + 1_000 * 3_000_000 + 50 * 12_000_000))
    }

    @Test func anotherTokenizerScalesTheInput() throws {
        let asked = call([small]) { $0.heading.inputTokens.append(TokenCount(1_500, .exact, tokenizer: "cl100k_base")) }
        let models = [model("large", rate: 1_000_000) { $0.tokenizer = "cl100k_base" }]
        let replayed = try replay([large], models: models).replay(asked)
        #expect(replayed.cost.after?.expected == Money(picodollars: 1_500 * 1_000_000 + 50 * 4_000_000))
        #expect(!replayed.isEstimated)
        let unknown = try replay([large], models: [model("large", rate: 1_000_000) { $0.tokenizer = "claude" }]).replay(asked)
        #expect(unknown.isEstimated)
    }

    @Test func weightedDrawsAreThoseOfTheCall() throws {
        let models = [model("small", rate: 1_000_000), model("large", rate: 2_000_000)]
        let weighted = try replay([small, large], models: models) { $0.choice = .weighted }
        let swapped = try replay([large, small], models: models) { $0.choice = .weighted }
        var servers: Set<ModelName?> = []
        for key in 0..<40 as Range<UInt64> {
            let asked = call([other]) { $0.heading.requestKey = key }
            #expect(weighted.replay(asked).after == swapped.replay(asked).after)
            servers.insert(weighted.replay(asked).after)
        }
        #expect(servers == [small, large])
    }

    @Test func aModelThatIsShutDownLaterServesOnTheDayOfTheCall() throws {
        func after(_ day: String) throws -> ModelName? {
            try replay([small, large], models: [model("small", rate: 1) { $0.shutdown = day }, model("large", rate: 1)])
                .replay(call([small, large])).after
        }
        #expect(try after("2026-12-01") == small)
        #expect(try after("2026-11-01") == large)
    }

    @Test func whatTheCallsOwnWordsForbadeIsForbiddenStill() throws {
        let models = [model("small", rate: 1_000_000), model("large", rate: 2_000_000)]
        func asked(_ why: String) -> CallRecord {
            call([large, small]) { $0.report.candidates[1].verdict = .setAside(.cannotExpress(why)) }
        }
        let replay = try replay([small, large], models: models)
        #expect(replay.replay(asked("the Responses API takes no audio")).after == large)
        // What the file said of the model may be another now.
        #expect(replay.replay(asked("the model does not declare the feature 'images'")).after == small)
    }

    @Test func aWorkloadWithoutARouteIsServedByNobody() throws {
        let replay = try replay([small], models: [model("small", rate: 1)])
        let replayed = replay.replay(call([small]) { $0.heading.workload = "gone" })
        #expect(replayed.after == nil)
        #expect(replayed.reason == .noRoute)
    }

    @Test func aLimitOfOutputTrimsWhatWasLonger() throws {
        let replay = try replay([small], models: [model("small", rate: 1_000_000)]) { $0.limits.outputTokens = 20 }
        let cost = replay.replay(call([small])).cost.after
        #expect(cost?.expected == Money(picodollars: 600 * 1_000_000 + 400 * 100_000 + 20 * 4_000_000))
    }
}
