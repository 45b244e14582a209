import Testing
import Waybill
import WaybillInterchange
import WaybillTesting

@testable import Waybill

/// What a router knows of its models after its routes changed.
struct LearnedStateTests {
    private let time = VirtualTime()

    private func router(_ providers: [ScriptedProvider], _ change: (inout Route) -> Void = { _ in }) throws -> ModelRouter {
        ModelRouter(
            table: try .testing(providers, change),
            options: RouterOptions(transport: ScriptedTransport(providers, time: time), time: time, logger: nil, seed: 7))
    }

    private func ask(_ router: ModelRouter, times count: Int = 1) async {
        await time.run { for _ in 0..<count { _ = try? await router.respond(to: "Hi", workload: "test") } }
    }

    @Test func aClosedModelStaysClosedWhereItStayed() async throws {
        let (bad, good) = (ScriptedProvider("bad") { _ in .status(500) }, ScriptedProvider("good") { _ in .answer("ok") })
        let router = try router([bad, good]) { $0.settings.breaker = .rule(failures: 1, cooldown: .seconds(60), cap: .seconds(60)) }
        await ask(router)
        #expect(router.health().models.first { $0.model.provider == "bad" }?.closure != nil)
        // Other routes, the same model by the same address and key.
        try router.use(.testing([good, bad]) { $0.settings.breaker = .rule(failures: 1, cooldown: .seconds(60), cap: .seconds(60)) })
        #expect(router.health().models.first { $0.model.provider == "bad" }?.closure != nil)
        // It went, and came back: nothing is held against it.
        try router.use(.testing([good]))
        try router.use(.testing([good, bad]))
        #expect(router.health().models.first { $0.model.provider == "bad" }?.closure == nil)
    }

    @Test func anotherRuleOfTheBreakerHoldsFromNowOn() async throws {
        let bad = ScriptedProvider("bad") { _ in .status(500) }
        func rule(_ failures: Int) -> (inout Route) -> Void {
            { route in
                route.settings.breaker = .rule(failures: failures, cooldown: .seconds(60), cap: .seconds(60))
                route.settings.attempts = 1
            }
        }
        let router = try router([bad], rule(5))
        await ask(router, times: 2)
        #expect(router.health().models[0].closure == nil)
        try router.use(.testing([bad], rule(3)))
        await ask(router)
        #expect(router.health().models[0].closure != nil)
        try router.use(.testing([bad]) { $0.settings.breaker = .off })
        #expect(router.health().models[0].closure == nil)
    }

    @Test(arguments: [20, 200, 50]) func anotherLimitDoesNotGiveBackWhatWasTaken(limit: Int) async throws {
        func provider(_ limit: Int) -> ScriptedProvider {
            var provider = ScriptedProvider("only") { _ in .answer("ok") }
            provider.provider.rateLimits = RateLimits(requestsPerMinute: limit)
            return provider
        }
        let router = try router([provider(100)])
        await ask(router, times: 30)
        let before = try #require(router.health().models[0].keys[0].requests)
        #expect(before.limit == 100 && before.remaining == 70)
        try router.use(.testing([provider(limit)]))
        let after = try #require(router.health().models[0].keys[0].requests)
        #expect(after.limit == limit)
        #expect(after.remaining == min(70, limit - 30))
        time.advance(by: .seconds(70))
        #expect(router.health().models[0].keys[0].requests?.remaining == limit)
    }

    @Test func whoWaitsInLineGoesWhenThereIsMoreRoom() async throws {
        func provider(_ slots: Int?) -> ScriptedProvider {
            var provider = ScriptedProvider("only") { _ in .answer("ok").delayed(by: .seconds(4)) }
            provider.provider.concurrency = slots
            return provider
        }
        let router = try router([provider(1)])
        let tables = try [provider(3), provider(nil)].map { try RouteTable.testing([$0]) }
        let (time, began) = (time, time.now)
        try await time.run {
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { _ = try await router.respond(to: "Hi", workload: "test") } }
                group.addTask {
                    for (second, table) in zip([2, 5], tables) {
                        await withCheckedContinuation { continuation in
                            _ = time.schedule(at: began + .seconds(second)) { continuation.resume() }
                        }
                        try router.use(table)
                        #expect(router.health().servers.first?.inUse == (second == 2 ? 3 : 8 - 1))
                    }
                }
                try await group.waitForAll()
            }
        }
        // 1 at once, 2 more after 2 s, the rest as soon as nothing is limited.
        #expect(time.now - began < .seconds(10))
        #expect(router.health().servers.allSatisfy { $0.inUse == 0 })
    }

    @Test func aCallOfAnOlderVersionBringsNoOlderLimitBack() {
        let old = TrafficWay(lane: Lane.Key(account: .named("a"), model: "m"), limits: RateLimits(requestsPerMinute: 5))
        var traffic = Traffic()
        for _ in 0..<5 { _ = traffic.enter(old, tokens: 1, at: .zero) }
        guard case .wait(let number, _, .rate) = traffic.enter(old, tokens: 1, at: .zero) else {
            Issue.record("not held back")
            return
        }
        var limits = LaneLimits()
        limits.rates[old.lane] = RateLimits()
        #expect(traffic.adopt(limits, at: .seconds(1)) == [number])
        guard case .go = traffic.enter(old, tokens: 1, at: .seconds(1)) else {
            Issue.record("held back by the older limit")
            return
        }
    }

    @Test func whatIsGoneIsLetGo() {
        var traffic = Traffic()
        let way = TrafficWay(
            lane: Lane.Key(account: .named("a"), model: "m"), limits: RateLimits(requestsPerMinute: 5), server: "s", slots: 1)
        guard case .go(let permit) = traffic.enter(way, tokens: 1, at: .zero) else {
            Issue.record("held back")
            return
        }
        _ = traffic.adopt(LaneLimits(), at: .seconds(1))
        // A call under its version still goes by them.
        #expect(!traffic.lanes.isEmpty && !traffic.servers.isEmpty)
        _ = traffic.finish(permit, used: 1, wasSent: true, at: .seconds(2))
        _ = traffic.adopt(LaneLimits(), at: .seconds(70))
        #expect(traffic.isEmpty)
    }
}
