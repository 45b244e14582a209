import LoopbackServer
import Synchronization
import Testing
import Waybill
import WaybillTesting

/// Hedges of whole calls: by the route's rule, within limits and health, on a clock that moves by itself and over sockets.
@Suite(.serialized)
struct HedgedRouterTests {
    private let time = VirtualTime()

    private func router(
        _ providers: [ScriptedProvider], _ hedge: HedgeRule, secrets: SecretReader = SecretReader(),
        _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let options = RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil, seed: 5)
        let table = try RouteTable.testing(providers) { route in
            route.hedge = hedge
            change(&route)
        }
        return (ModelRouter(table: table, options: options), transport)
    }

    private func ask(_ router: ModelRouter) async throws -> ModelResponse {
        let result: Result<ModelResponse, any Error> = await time.run {
            do { return .success(try await router.respond(to: "Hi", workload: "test")) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func slow(_ name: String, by delay: Duration = .seconds(4)) -> ScriptedProvider {
        ScriptedProvider(name) { _ in .answer("slow").delayed(by: delay) }
    }

    private func quick(_ name: String) -> ScriptedProvider {
        ScriptedProvider(name) { _ in .answer("quick").delayed(by: .milliseconds(100)) }
    }

    @Test func theNextModelIsAskedBesideASilentOne() async throws {
        let (router, transport) = try router([slow("a"), quick("b")], HedgeRule(.after(.milliseconds(800))))
        let response = try await ask(router)
        #expect(response.text == "quick")
        #expect(transport.requests.map(\.time) == [.zero, .milliseconds(800)])
        #expect(response.route.attempts.map(\.outcome) == [.hedgedOut, .answered])
        #expect(response.route.cost == response.route.attempts.compactMap(\.cost).reduce(.zero, +) || response.route.cost == nil)
        time.advance(by: .zero)
        #expect(time.pendingTimers.isEmpty)
    }

    @Test func hedgesTouchNoBreaker() async throws {
        let failing = ScriptedProvider("b") { _ in .status(503) }
        let (router, transport) = try router([slow("a"), failing], HedgeRule(.after(.milliseconds(800))))
        for _ in 0..<20 { #expect(try await ask(router).text == "slow") }
        // Its failures would have closed it after three.
        #expect(transport.requests.count { $0.provider == "b" } == 20)
        #expect(router.health().models.allSatisfy { $0.closure == nil })
    }

    @Test func hedgedOutModelsStayOpen() async throws {
        let (router, transport) = try router([slow("a"), quick("b")], HedgeRule(.after(.milliseconds(800))))
        for _ in 0..<20 { #expect(try await ask(router).text == "quick") }
        #expect(transport.requests.count { $0.provider == "a" } == 20)
    }

    @Test func aPausedOrLimitedModelIsNotHedgedTo() async throws {
        var limited = quick("b")
        limited.provider.rateLimits = RateLimits(requestsPerMinute: 1)
        let (router, transport) = try router([slow("a"), limited], HedgeRule(.after(.milliseconds(800))))
        #expect(try await ask(router).text == "quick")
        #expect(try await ask(router).text == "slow")
        #expect(transport.requests.map(\.provider) == ["a", "b", "a"])
        let paused = ScriptedProvider("b") { _ in .status(429, retryAfter: .seconds(100)) }
        let (other, sent) = try self.router([slow("a"), paused], HedgeRule(.after(.milliseconds(800))))
        for _ in 0..<3 { #expect(try await ask(other).text == "slow") }
        #expect(sent.requests.map(\.provider) == ["a", "b", "a", "a"])
    }

    @Test func noMoreThanTheShareOfCallsHedge() async throws {
        let (router, transport) = try router(
            [slow("a"), quick("b")], HedgeRule(.after(.milliseconds(800)), share: Share(percent: 10)))
        for _ in 0..<50 { _ = try await ask(router) }
        #expect(transport.requests.count { $0.provider == "b" } == 5)
    }

    @Test func aPercentileIsWaitedForUntilItIsKnown() async throws {
        let a = ScriptedProvider("a") { request in
            .answer("a").delayed(by: .milliseconds(request.number <= 20 ? 200 : request.number <= 40 ? 100 : 4_000))
        }
        let (router, transport) = try router([a, quick("b")], HedgeRule(.percentile(95), share: Share(percent: 100)))
        for _ in 0..<40 { #expect(try await ask(router).text == "a") }
        #expect(transport.requests.count == 40)
        #expect(try router.plan(ModelRequest("Hi", workload: "test")).candidates[0].hedgeAfter == .milliseconds(200))
        let response = try await ask(router)
        #expect(response.text == "quick")
        #expect(response.route.attempts[1].started == .milliseconds(200))
    }

    @Test func aKeyThatACommandPrintsHoldsUpNobody() async throws {
        var keyed = quick("b")
        keyed.provider.auth = .bearer
        keyed.provider.credentials = [Credential(name: "slow", reference: .command(["sleep", "30"]))]
        let (router, transport) = try router(
            [slow("a", by: .seconds(2)), keyed], HedgeRule(.after(.milliseconds(800))),
            secrets: SecretReader(commandLimit: .seconds(30)))
        let clock = ContinuousClock()
        let began = clock.now
        let response = try await ask(router)
        #expect(response.text == "slow")
        #expect(response.route.attempts.count == 1, "what was never sent is no attempt")
        #expect(transport.requests.map(\.provider) == ["a"])
        #expect(clock.now - began < .seconds(20), "the command was let go with the call")
    }

    @Test(arguments: WireAnswers.both)
    func aHedgeIsAskedBesideASilentModelOverSockets(wire: WireAnswers) async throws {
        let silent = try LoopbackServer { _ in .silence }
        let quick = try LoopbackServer { _ in wire.stream(["It is ", "on its way."]) }
        defer {
            silent.stop()
            quick.stop()
        }
        let router = try wire.router(silent, quick) { $0.hedge = HedgeRule(.after(.milliseconds(50))) }
        for isStreamed in [false, true] {
            let request = ModelRequest("Where is order 1207?", workload: "w")
            let response =
                isStreamed ? try await StreamOutcome(router.stream(request)).response : try await router.respond(to: request)
            #expect(response?.text == "It is on its way.")
            #expect(response?.route.attempts.map(\.outcome) == [.hedgedOut, .answered])
        }
        #expect(silent.requestCount == 2)
        #expect(quick.requestCount == 2)
        await router.close()
    }
}
