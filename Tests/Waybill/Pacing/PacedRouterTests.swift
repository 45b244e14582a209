import Testing
import Waybill
import WaybillTesting

/// Calls of one router that share limits, on a clock that moves by itself.
struct PacedRouterTests {
    private let time = VirtualTime()

    private func router(
        _ providers: [ScriptedProvider], seed: UInt64 = 7, _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let options = RouterOptions(transport: transport, time: time, logger: nil, seed: seed)
        return (ModelRouter(table: try .testing(providers, change), options: options), transport)
    }

    /// So many calls at once.
    ///
    /// - Returns: Who answered each, `nil` where nobody did, in the order in which they ended.
    private func calls(_ count: Int, of router: ModelRouter, every pause: Duration = .zero) async -> [String?] {
        await time.run {
            await withTaskGroup(of: String?.self) { group in
                for _ in 0..<count {
                    group.addTask { try? await router.respond(to: "Hi", workload: "test").model?.provider }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
    }

    private func expectNothingHeld(_ router: ModelRouter) {
        // What was cancelled at the last moment still says so.
        time.advance(by: .zero)
        let health = router.health()
        #expect(health.servers.allSatisfy { $0.inUse == 0 && $0.waiting == 0 })
        #expect(health.models.allSatisfy { $0.keys.allSatisfy { $0.waiting == 0 } })
        #expect(time.pendingTimers.isEmpty)
    }

    @Test func aThousandCallersNeverOvershootALimit() async throws {
        var provider = ScriptedProvider("only") { _ in .answer("ok").delayed(by: .milliseconds(300)) }
        provider.provider.rateLimits = RateLimits(requestsPerMinute: 100)
        let (router, transport) = try router([provider]) { $0.settings.deadline = .seconds(3_600) }
        let answers = await calls(1_000, of: router)
        #expect(answers.count { $0 == "only" } == 1_000)
        let times = transport.requests.map(\.time)
        for first in times { #expect(times.count { $0 >= first && $0 < first + .seconds(60) } <= 100) }
        // Nor is more held back than must be: ten buckets take nine minutes.
        #expect(time.now < .seconds(9 * 60 + 15))
        expectNothingHeld(router)
    }

    @Test func tokensAreReservedBeforeTheyAreUsed() async throws {
        var provider = ScriptedProvider("only") { _ in .answer("ok", usage: TokenUsage(uncachedInput: 10, outputText: 90)) }
        provider.provider.rateLimits = RateLimits(tokensPerMinute: 1_000)
        let (router, transport) = try router([provider]) { route in
            route.settings.deadline = .seconds(3_600)
            route.parameters.maxOutputTokens = 390
        }
        #expect(await calls(10, of: router).count { $0 == "only" } == 10)
        // Two reservations of about 400 fit at once; settled at 100 each they leave room for more, until 1,000 are used.
        #expect(transport.requests.prefix { $0.time < .milliseconds(1) }.count >= 2)
        for first in transport.requests {
            let minute = transport.requests.filter { $0.time >= first.time && $0.time < first.time + .seconds(60) }
            #expect(minute.count <= 10)
        }
        expectNothingHeld(router)
    }

    @Test func whereAnotherStandsByNobodyWaitsLongerThanPatience() async throws {
        var first = ScriptedProvider("first") { _ in .answer("ok") }
        first.provider.rateLimits = RateLimits(requestsPerMinute: 5)
        let second = ScriptedProvider("second") { _ in .answer("ok") }
        let (router, transport) = try router([first, second])
        let answers = await calls(20, of: router)
        #expect(answers.count { $0 == "first" } == 5 && answers.count { $0 == "second" } == 15)
        #expect(transport.requests.allSatisfy { $0.time <= .seconds(5) })
        let plan = try router.plan(ModelRequest("Hi", workload: "test"))
        #expect(plan.chosen?.model.provider == "second")
        #expect(plan.candidates.last?.verdict.reason?.code == "rate-limit")
        #expect(plan.description.contains("rate limit would wait"))
        expectNothingHeld(router)
    }

    @Test func whereOnlyPacingHoldsEverybodyBackTheFirstToComeFreeIsAwaited() async throws {
        var provider = ScriptedProvider("only") { _ in .answer("ok") }
        provider.provider.rateLimits = RateLimits(requestsPerMinute: 1)
        let (router, _) = try router([provider]) { $0.settings.deadline = .seconds(90) }
        let answers = await calls(3, of: router)
        // The third could not be served before its deadline, and is told so at once.
        #expect(answers.count { $0 == "only" } == 2 && answers.count { $0 == nil } == 1)
        #expect(time.now < .seconds(62))
        expectNothingHeld(router)
    }

    @Test func aCallThatWasPassedByTellsWhy() async throws {
        var first = ScriptedProvider("first") { _ in .answer("ok") }
        first.provider.rateLimits = RateLimits(requestsPerMinute: 1)
        let (router, _) = try router([first, ScriptedProvider("second", [.answer("ok")])])
        let reports = try await time.run {
            try await withThrowingTaskGroup(of: RouteReport.self) { group in
                for _ in 0..<2 { group.addTask { try await router.respond(to: "Hi", workload: "test").route } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let reasons = reports.flatMap(\.candidates).compactMap(\.verdict.reason)
        #expect(reasons.map(\.code) == ["rate-limit"])
    }

    @Test func headersTellOfLimitsThatNoFileStates() async throws {
        let headers = [
            HeaderField("Content-Type", "application/json"), HeaderField("x-ratelimit-limit-requests", "60"),
            HeaderField("x-ratelimit-remaining-requests", "0"), HeaderField("x-ratelimit-reset-requests", "30s"),
        ]
        let provider = ScriptedProvider("only") { request in
            request.number == 1 ? .events(.head(status: 503, headers: headers), .text("{}"), .end) : .answer("ok")
        }
        let (router, transport) = try router([provider])
        #expect(await calls(1, of: router) == ["only"])
        // Sixty that are missing come back in thirty seconds: the first after half a second, whatever the backoff.
        #expect(transport.requests[1].time >= .milliseconds(500))
        let health = try #require(router.health().models.first?.keys.first?.requests)
        #expect(health.limit == 60)
    }

    @Test func aServerHasNoMoreRequestsAtATimeThanItShould() async throws {
        var provider = ScriptedProvider("only") { _ in .answer("ok").delayed(by: .seconds(1)) }
        provider.provider.concurrency = 4
        let (router, transport) = try router([provider])
        #expect(await calls(40, of: router).count { $0 == "only" } == 40)
        for time in transport.requests.map(\.time) {
            #expect(transport.requests.count { $0.time <= time && time < $0.time + .seconds(1) } <= 4)
        }
        #expect(time.now < .seconds(12))
        #expect(router.health().servers.map(\.limit) == [4])
        expectNothingHeld(router)
    }

    @Test func beyondItsSlotsAServerIsPassedByAfterPatience() async throws {
        var first = ScriptedProvider("first") { _ in .answer("ok").delayed(by: .seconds(9)) }
        first.provider.concurrency = 1
        let (router, _) = try router([first, ScriptedProvider("second") { _ in .answer("ok") }])
        let answers = await calls(5, of: router)
        #expect(answers.count { $0 == "first" } == 1 && answers.count { $0 == "second" } == 4)
        expectNothingHeld(router)
    }

    @Test func whoeverWasPassedByInLineComesAfterThoseWhoAreFree() async throws {
        let busy = ["first", "second"]
            .map { name in
                var provider = ScriptedProvider(name) { _ in .answer("ok").delayed(by: .seconds(30)) }
                provider.provider.concurrency = 1
                return provider
            }
        let (router, transport) = try router(busy + [ScriptedProvider("third") { _ in .answer("ok") }]) { route in
            route.settings.patience = .seconds(2)
            route.settings.firstToken = .seconds(60)
        }
        #expect(await calls(3, of: router) == ["third", "first", "second"])
        // However many lines are stood in, a call is patient once.
        #expect(transport.requests.first { $0.provider == "third" }?.time == .seconds(2))
        expectNothingHeld(router)
    }

    @Test func aSlotThatComesFreeAtTheDeadlineStaysFree() async throws {
        var provider = ScriptedProvider("only") { request in request.number == 1 ? .silence : .answer("ok") }
        provider.provider.concurrency = 1
        let (router, _) = try router([provider]) { $0.settings.deadline = .seconds(2) }
        // The first holds it until its deadline, which is the second's too.
        #expect(await calls(2, of: router) == [nil, nil])
        expectNothingHeld(router)
        #expect(await calls(1, of: router) == ["only"])
    }

    /// Cancelled at random moments, waiting and under way: what was held is given back, each time once.
    @Test(arguments: 0..<10)
    func cancelledCallsLeaveNothingBehind(seed: UInt64) async throws {
        var provider = ScriptedProvider("only") { request in
            request.number % 5 == 0 ? .status(500) : request.number % 7 == 0 ? .silence : .answer("ok").delayed(by: .milliseconds(700))
        }
        provider.provider.concurrency = 3
        provider.provider.rateLimits = RateLimits(requestsPerMinute: 40, tokensPerMinute: 20_000)
        let (router, _) = try router([provider], seed: seed) { $0.settings.breaker = .off }
        await time.run {
            await withTaskGroup { group in
                for number in 0..<60 {
                    group.addTask {
                        await withTaskGroup { call in
                            call.addTask { _ = try? await router.respond(to: "Hi", workload: "test") }
                            let time = self.time
                            await withCheckedContinuation { continuation in
                                _ = time.schedule(at: .milliseconds(137 * ((number &* 31 &+ Int(seed)) % 97))) { continuation.resume() }
                            }
                            if number % 4 != 0 { call.cancelAll() }
                        }
                    }
                }
            }
        }
        expectNothingHeld(router)
    }
}
