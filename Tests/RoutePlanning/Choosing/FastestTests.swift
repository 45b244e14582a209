import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

struct FastestTests {
    private static let ids = ["a", "b", "c"]

    private func stage(explore: Share = RouteChoice.usualExploration) throws -> PlanningStage {
        try PlanningStage(Self.ids.map { PlanningStage.model($0) }) { route in
            route.choice = .fastest(explore: explore)
            route.parameters.maxOutputTokens = 400
        }
    }

    private func outcomes(
        _ id: String, answers: Int = 20, firstToken: Duration, tokenTime: Duration = .milliseconds(10), output: Int? = nil,
        recentCalls: Double = 100
    ) -> CandidateOutcomes {
        var outcomes = CandidateOutcomes(model: PlanningStage.name(id))
        outcomes.calls = answers
        outcomes.answers = answers
        outcomes.firstToken = firstToken
        outcomes.tokenTime = tokenTime
        outcomes.outputTokens = output
        outcomes.recentCalls = recentCalls
        return outcomes
    }

    private func health(_ candidates: CandidateOutcomes..., closed: [ModelHealth] = []) -> HealthSnapshot {
        HealthSnapshot(models: closed, servers: [], workloads: [WorkloadOutcomes(workload: "w", candidates: candidates)])
    }

    /// A request whose key explores at the usual share, or none that does.
    private func request(exploring: Bool) throws -> ModelRequest {
        let exploration = Exploration(RouteChoice.usualExploration, of: "w")
        let requests = (0..<1_000)
            .map { number in
                var request = ModelRequest("Question", workload: "w")
                request.conversationID = "c\(number)"
                return request
            }
        return try #require(requests.first { exploration.takes(PromptPreparation().prepare($0).requestKey) == exploring })
    }

    @Test func nothingIsKnownSoTheyStandInTheirOrder() throws {
        let plan = try stage().plan(try request(exploring: false))
        #expect(plan.candidates.map(\.model.id) == Self.ids)
        #expect(plan.candidates.allSatisfy { $0.preference == .time(nil) })
        #expect("\(plan)".contains("p/a: chosen, not timed yet: asked after those that were"))
    }

    @Test func theFastestGoesFirstAndTheUntimedLast() throws {
        let health = health(
            outcomes("a", answers: 2, firstToken: .milliseconds(1)), outcomes("b", firstToken: .seconds(2)),
            outcomes("c", firstToken: .seconds(1)))
        let plan = try stage().plan(try request(exploring: false), health: health)
        #expect(plan.candidates.map(\.model.id) == ["c", "b", "a"])
        // A quarter of 400 tokens is assumed, at 10 ms each.
        let time = ExpectedTime(firstToken: .seconds(1), tokenTime: .milliseconds(10), outputTokens: 100, answers: 20)
        #expect(time.total == .seconds(2))
        #expect(plan.chosen?.preference == .time(time))
        #expect(
            "\(plan)".contains("p/c: chosen, expected to take 2s: 1s to the first token and 10ms for each of about 100, by 20 answers"))
        #expect(plan.candidates[2].preference == .time(nil))
    }

    @Test func slowTokensCountMoreTheLongerTheAnswer() throws {
        let quickToBegin = outcomes("a", firstToken: .milliseconds(100), tokenTime: .milliseconds(20))
        let quickToEnd = outcomes("b", firstToken: .seconds(1), tokenTime: .milliseconds(5))
        let health = health(quickToBegin, quickToEnd)
        var request = try request(exploring: false)
        request.maxOutputTokens = 40
        #expect(try stage().plan(request, health: health).chosen?.model.id == "a")
        request.maxOutputTokens = 400
        #expect(try stage().plan(request, health: health).chosen?.model.id == "b")
    }

    @Test func aWaitInLineCounts() throws {
        var key = KeyHealth(credential: nil)
        key.requests = RateLimitStatus.Allowance(limit: 60, remaining: 0, reset: .seconds(60))
        let busy = ModelHealth(model: PlanningStage.name("a"), closure: nil, keys: [key])
        let health = health(
            outcomes("a", firstToken: .milliseconds(500)), outcomes("b", firstToken: .milliseconds(1_200)), closed: [busy])
        let plan = try stage().plan(try request(exploring: false), health: health)
        #expect(plan.candidates.map(\.model.id) == ["b", "a", "c"])
        #expect(plan.candidates[1].wait == .seconds(1))
        #expect("\(plan)".contains("p/a: standing by (1), expected to take 2.5s: 1s in line, 500ms to the first token"))
    }

    @Test func theLengthThatAnswersHaveIsExpected() throws {
        // By what is assumed both would be even; the one writes less.
        let health = health(
            outcomes("a", firstToken: .seconds(1), output: 300), outcomes("b", firstToken: .seconds(1), output: 30),
            outcomes("c", answers: 4, firstToken: .seconds(1), output: 1))
        let plan = try stage().plan(try request(exploring: false), health: health)
        #expect(plan.candidates.map(\.model.id) == ["b", "c", "a"])
        #expect(plan.candidates[0].expectedOutput == ExpectedOutput(tokens: 30, answers: 20))
        #expect(plan.candidates[1].expectedOutput == ExpectedOutput(tokens: 100))
        // Never more than is allowed.
        var request = try request(exploring: false)
        request.maxOutputTokens = 200
        #expect(try stage().plan(request, health: health).candidates.map(\.expectedOutput.tokens) == [30, 50, 200])
    }

    @Test func aRequestThatExploresGoesToTheOneThatWasAskedLeast() throws {
        let few = outcomes("c", firstToken: .seconds(3), recentCalls: 1)
        let health = health(
            outcomes("a", firstToken: .seconds(1), recentCalls: 900), outcomes("b", firstToken: .seconds(2), recentCalls: 10), few)
        let plan = try stage().plan(try request(exploring: true), health: health)
        #expect(plan.candidates.map(\.model.id) == ["c", "a", "b"])
        #expect(plan.candidates.map(\.rank) == [0, 1, 2])
        let time = few.expectedTime(outputTokens: 100)
        #expect(plan.chosen?.preference == .explored(Share(percent: 5), time))
        #expect("\(plan)".contains("p/c: chosen, explored, as 5% of the requests are, though expected to take 4s"))
        // The dry run of the same request tells the same.
        #expect(try stage().order(try request(exploring: true), health: health) == ["c", "a", "b"])
        #expect(try stage().plan(try request(exploring: false), health: health).chosen?.model.id == "a")
    }

    @Test func whoHadItsShareIsNotExplored() throws {
        // 5 % of 1,000 calls for two candidates: 25 each.
        let health = health(
            outcomes("a", firstToken: .seconds(1), recentCalls: 940), outcomes("b", firstToken: .seconds(2), recentCalls: 30),
            outcomes("c", firstToken: .seconds(3), recentCalls: 30))
        #expect(try stage().plan(try request(exploring: true), health: health).chosen?.model.id == "a")
    }

    @Test func whoCannotServeIsNotExplored() throws {
        let name = PlanningStage.name("c")
        let ill = ModelHealth(model: name, closure: .breaker(.seconds(2)), keys: [KeyHealth(credential: nil)])
        let health = health(
            outcomes("a", firstToken: .seconds(1), recentCalls: 900), outcomes("b", firstToken: .seconds(2), recentCalls: 800),
            closed: [ill])
        let plan = try stage().plan(try request(exploring: true), health: health)
        #expect(plan.chosen?.model.id == "a")
        #expect(plan.candidates.last?.verdict.reason == .breakerOpen(.seconds(2)))
    }

    @Test func theKeysThatExploreAreTheShare() {
        var random = SeededGenerator(seed: 3)
        let exploration = Exploration(Share(percent: 5), of: "w")
        let taken = (0..<20_000).count { _ in exploration.takes(random.next()) }
        #expect((800...1_200).contains(taken))
        #expect(!(0..<1_000).contains { Exploration(Share(millionths: 0), of: "w").takes(UInt64($0)) })
    }
}
