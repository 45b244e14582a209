import Testing
import WaybillTesting

@testable import Waybill

/// What a router learns of how its workloads' calls go, and what it makes of it.
struct OutcomeRouterTests {
    private let time = VirtualTime()

    /// A provider whose answers begin after so long.
    private func provider(_ name: String, firstToken: Duration, _ change: (inout RehearsalScript) -> Void = { _ in }) -> Provider {
        var model = Model(id: "m")
        model.price = Price(input: 1_000_000, output: 2_000_000)
        var provider = Provider(name: name, api: .rehearsal, baseURL: "https://\(name).invalid/v1", models: [model])
        var answer = RehearsalScript.Answer(text: "Yes, it left this morning.")
        answer.delay = firstToken
        answer.pace = .milliseconds(20)
        var script = RehearsalScript(steps: [.answer(answer)])
        change(&script)
        provider.script = script
        return provider
    }

    private func table(_ providers: [Provider], _ change: (inout Route) -> Void = { _ in }) throws -> RouteTable {
        var route = Route(workload: "w", models: providers.map { ModelName(provider: $0.name, id: "m") })
        change(&route)
        return try RouteTable(providers: providers, routes: [route])
    }

    private func router(_ table: RouteTable) -> ModelRouter {
        ModelRouter(table: table, options: RouterOptions(time: time, logger: nil, seed: 5))
    }

    private func request(_ number: Int) -> ModelRequest {
        var request = ModelRequest("Where is order 1207?", workload: "w")
        request.conversationID = "c\(number)"
        return request
    }

    private func ask(_ router: ModelRouter, _ numbers: Range<Int>) async throws -> [String] {
        var providers: [String] = []
        for number in numbers {
            let response = try await time.run { try await router.respond(to: request(number)) }
            providers.append(response.model?.provider ?? "")
        }
        return providers
    }

    @Test func theFastestIsFoundAndTheOthersAreTimedWithinTheirShare() async throws {
        let providers = [
            provider("middle", firstToken: .seconds(1)), provider("fast", firstToken: .milliseconds(200)),
            provider("slow", firstToken: .seconds(3)),
        ]
        let router = router(try table(providers) { $0.choice = .fastest(explore: Share(percent: 10)) })
        _ = try await ask(router, 0..<80)
        let served = try await ask(router, 80..<280)
        let counts = Dictionary(served.map { ($0, 1) }, uniquingKeysWith: +)
        // About a tenth explores, and most of that falls to the one that was not asked at first.
        #expect((160...195).contains(counts["fast"] ?? 0))
        #expect((3...20).contains(counts["slow"] ?? 0))
        #expect((counts["middle"] ?? 0) <= 20)
        await router.close()
    }

    @Test func theDryRunTellsWhatTheCallDoes() async throws {
        let router = router(
            try table([provider("slow", firstToken: .seconds(3)), provider("fast", firstToken: .milliseconds(200))]) {
                $0.choice = .fastest(explore: Share(percent: 20))
            })
        for number in 0..<60 {
            let planned = try router.plan(request(number)).chosen?.model
            let response = try await time.run { try await router.respond(to: request(number)) }
            #expect(response.model == planned)
        }
        await router.close()
    }

    @Test func whatBecameOfTheCallsStandsSideBySide() async throws {
        let failing = provider("failing", firstToken: .seconds(1)) { script in
            var short = RehearsalScript.Answer(text: "Yes.")
            short.finishReason = .length
            script.steps = [.failure(.status(503, retryAfter: nil, code: nil)), .answer(short)]
        }
        let router = router(
            try table([failing, provider("sound", firstToken: .milliseconds(500))]) { route in
                route.settings.attempts = 1
                route.settings.breaker = .off
            })
        _ = try await ask(router, 0..<10)
        let workload = try #require(router.health().workloads.first)
        #expect(workload.workload == "w")
        #expect(workload.candidates.map(\.model.provider) == ["failing", "sound"])
        let (first, second) = (workload.candidates[0], workload.candidates[1])
        #expect((first.calls, first.answers, first.incomplete, first.fallbacks) == (10, 5, 5, 5))
        #expect(first.failures == [.overloaded: 5])
        #expect((second.calls, second.answers, second.incomplete, second.fallbacks) == (5, 5, 0, 0))
        #expect(second.failures.isEmpty)
        #expect(second.firstToken.map { $0 >= .milliseconds(500) } ?? false)
        #expect(second.tokenTime.map { $0 > .zero } ?? false)
        #expect(second.cost.map { $0 > .zero } ?? false)
        await router.close()
    }

    @Test func theRestOfACutAnswerTeachesNothingOfItsLength() async throws {
        let cut = provider("cut", firstToken: .seconds(1)) { script in
            var answer = RehearsalScript.Answer(text: "Yes, it left this morning.")
            answer.interruption = .init(.cut, after: 2)
            script.steps = [.answer(answer)]
        }
        let router = router(
            try table([cut, provider("sound", firstToken: .milliseconds(500))]) { route in
                route.settings.attempts = 1
                route.settings.breaker = .off
            })
        _ = try await ask(router, 0..<6)
        let candidates = router.health().workloads.flatMap(\.candidates)
        #expect(candidates.map(\.failures) == [[.cut: 6], [:]])
        #expect(candidates.map(\.fallbacks) == [6, 0])
        #expect(candidates[1].answers == 6)
        #expect(candidates[1].firstToken != nil)
        #expect(candidates[1].outputTokens == nil)
        await router.close()
    }

    @Test func whatIsKnownSurvivesForWhatStayedAndIsLetGoForWhatWent() async throws {
        let (first, second) = (provider("first", firstToken: .seconds(1)), provider("second", firstToken: .seconds(1)))
        let router = router(try table([first, second]))
        _ = try await ask(router, 0..<6)
        #expect(try router.plan(request(0)).chosen?.learnedOutput?.answers == 6)
        try router.use(try table([second, first]) { $0.hold = true })
        #expect(router.health().workloads.flatMap(\.candidates).map(\.answers) == [6])
        #expect(try router.plan(request(0)).candidates.map(\.learnedOutput?.answers) == [nil, 6])
        try router.use(try table([second]))
        #expect(router.health().workloads.isEmpty)
        try router.use(try table([first, second]))
        #expect(try router.plan(request(0)).chosen?.learnedOutput == nil)
        await router.close()
    }

    @Test func anotherProcessPlansByWhatThisOneKnows() async throws {
        let table = try table([provider("slow", firstToken: .seconds(3)), provider("fast", firstToken: .milliseconds(200))]) {
            $0.choice = .fastest(explore: Share(percent: 50))
        }
        let router = router(table)
        _ = try await ask(router, 0..<40)
        let health = try HealthSnapshot(jsonText: router.health().json.text())
        let other = self.router(table)
        for number in 0..<20 {
            let plans = (try router.plan(request(number)), try other.plan(request(number), health: health))
            #expect(plans.0.candidates.map(\.model) == plans.1.candidates.map(\.model))
        }
        await router.close()
        await other.close()
    }
}
