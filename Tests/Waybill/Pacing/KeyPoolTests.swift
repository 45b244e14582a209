import Synchronization
import Testing
import Waybill
import WaybillTesting

/// Several keys of one provider, on a clock that moves by itself.
struct KeyPoolTests {
    private let time = VirtualTime()

    /// A provider with keys `a`, `b`, …, whose values are `key-a`, `key-b`, ….
    private func provider(
        _ keys: [String], account: String? = nil, respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) -> ScriptedProvider {
        var provider = ScriptedProvider("pool", respond: respond)
        provider.provider.auth = .bearer
        provider.provider.account = account
        provider.provider.credentials = keys.map { Credential(name: $0, reference: .environment($0)) }
        return provider
    }

    private func router(
        _ providers: [ScriptedProvider], _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let secrets = SecretReader(environment: { $0 == "missing" ? nil : "key-\($0)" })
        let options = RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil, seed: 3)
        return (ModelRouter(table: try .testing(providers, change), options: options), transport)
    }

    private static func key(of request: RecordedRequest) -> String {
        request.request.headers.value(of: "authorization").map { String($0.dropFirst("Bearer key-".count)) } ?? ""
    }

    private func ask(_ router: ModelRouter) async -> Result<ModelResponse, any Error> {
        await time.run {
            do { return .success(try await router.respond(to: "Hi", workload: "test")) } catch { return .failure(error) }
        }
    }

    private func wait(_ span: Duration) async {
        await time.run {
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + span) { continuation.resume() }
            }
        }
    }

    @Test func oneKeyIsStayedWithWhileItIsWell() async throws {
        let (router, transport) = try router([provider(["a", "b", "c"]) { _ in .answer("ok") }])
        for _ in 0..<5 { _ = try await ask(router).get() }
        #expect(transport.requests.map(Self.key) == ["a", "a", "a", "a", "a"])
    }

    @Test func aKeyAtItsLimitIsNotAskedOverAndOverWhereTheOtherIsDown() async throws {
        let (router, transport) = try router([provider(["a", "b"]) { .status(Self.key(of: $0) == "a" ? 401 : 429) }]) {
            $0.settings.patience = .zero
            $0.settings.attempts = 2
        }
        _ = await ask(router)
        #expect(transport.requests.map(Self.key) == ["a", "b", "b"])
        _ = await ask(router)
        // Once in place of `a`, and twice as for any limit.
        #expect(transport.requests.map(Self.key).dropFirst(3) == ["b", "b", "b"])
    }

    @Test(arguments: [401, 402])
    func theNextKeyServesAtOnceAndTheRefusedOneIsDownForAllCalls(status: Int) async throws {
        let isWell = Mutex(false)
        let (router, transport) = try router([
            provider(["a", "b"]) { request in
                Self.key(of: request) == "b" || isWell.withLock(\.self) ? .answer("ok") : .status(status)
            }
        ])
        let response = try await ask(router).get()
        #expect(response.route.attempts.map(\.credential) == ["a", "b"])
        #expect(transport.requests.map(\.time) == [.zero, .zero])
        for _ in 0..<3 { _ = try await ask(router).get() }
        #expect(transport.requests.map(Self.key) == ["a", "b", "b", "b", "b"])
        let down = try #require(router.health().models.first?.keys.first?.closure)
        #expect(down.duration > .seconds(1) && down.duration <= .seconds(2))
        // It is tried again, and down for longer each time.
        await wait(.seconds(2))
        _ = try await ask(router).get()
        #expect(transport.requests.suffix(2).map(Self.key) == ["a", "b"])
        let again = try #require(router.health().models.first?.keys.first?.closure)
        #expect(again.duration > .seconds(3))
        isWell.withLock { $0 = true }
        await wait(.seconds(4))
        _ = try await ask(router).get()
        #expect(transport.requests.last.map(Self.key) == "a")
        #expect(router.health().models.first?.keys.first?.closure == nil)
    }

    @Test func anotherKeyGoesFirstAfterALimit() async throws {
        let (router, transport) = try router([
            provider(["a", "b"]) { request in
                Self.key(of: request) == "a" && request.number == 1 ? .status(429, retryAfter: .seconds(3)) : .answer("ok")
            }
        ])
        _ = try await ask(router).get()
        _ = try await ask(router).get()
        #expect(transport.requests.map(Self.key) == ["a", "b", "b"])
        #expect(transport.requests.allSatisfy { $0.time == .zero })
        await wait(.seconds(4))
        _ = try await ask(router).get()
        #expect(transport.requests.last.map(Self.key) == "a")
    }

    @Test func keysOfOneAccountShareItsLimits() async throws {
        let (router, transport) = try router([
            provider(["a", "b"], account: "us") { $0.number == 1 ? .status(429, retryAfter: .seconds(3)) : .answer("ok") }
        ])
        _ = try await ask(router).get()
        #expect(transport.requests.map(Self.key) == ["a", "a"])
        #expect(transport.requests[1].time >= .seconds(3))
    }

    @Test func eachAccountHasABucketOfItsOwn() async throws {
        var pool = provider(["a", "b"]) { _ in .answer("ok") }
        pool.provider.rateLimits = RateLimits(requestsPerMinute: 2)
        let (router, transport) = try router([pool])
        for _ in 0..<4 { _ = try await ask(router).get() }
        #expect(transport.requests.map(Self.key) == ["a", "a", "b", "b"])
        #expect(transport.requests.allSatisfy { $0.time == .zero })
    }

    @Test func aKeyThatWasRefusedIsAskedNoMoreInItsCall() async throws {
        let (router, transport) = try router([
            provider(["a", "b"]) { request in
                if Self.key(of: request) == "b" { return .status(402) }
                return request.number == 1 ? .status(429, retryAfter: .seconds(4)) : .answer("ok")
            }
        ])
        _ = try await ask(router).get()
        // It may be tried again sooner than the other, but not by the call that it failed.
        #expect(transport.requests.map(Self.key) == ["a", "b", "a"])
        #expect(try #require(transport.requests.last).time >= .seconds(4))
    }

    @Test func aKeyThatWasRefusedIsAskedNoMoreThoughTheOthersAreDownForLonger() async throws {
        let (router, transport) = try router([
            provider(["a", "b"]) { request in Self.key(of: request) == "a" || request.number == 5 ? .status(401) : .answer("ok") }
        ]) { $0.settings.patience = .seconds(3) }
        _ = try await ask(router).get()
        await wait(.milliseconds(2_500))
        _ = try await ask(router).get()
        // The first is down for four seconds now, the other for two.
        let began = time.now
        guard case .failure(let error) = await ask(router), let failure = error as? ModelFailure else {
            Issue.record("answered")
            return
        }
        #expect(failure.kind == .authentication)
        #expect(transport.requests.map(Self.key) == ["a", "b", "a", "b", "b"])
        #expect(time.now == began)
    }

    @Test func aKeyThatIsOnlyHeldBackGoesBeforeOneThatIsDown() async throws {
        let (router, transport) = try router([
            provider(["a", "b"]) { request in
                if Self.key(of: request) == "a" { return .status(401) }
                return request.number == 3 ? .status(429, retryAfter: .seconds(1)) : .answer("ok")
            }
        ]) { $0.settings.patience = .zero }
        _ = try await ask(router).get()
        _ = try await ask(router).get()
        #expect(transport.requests.map(Self.key) == ["a", "b", "b", "b"])
    }

    @Test func aKeyThatIsWellAgainSoonIsAwaitedWhileTheOthersWaitLonger() async throws {
        var pool = provider(["a", "b"]) { request in request.number == 3 ? .status(500) : .answer("ok") }
        pool.provider.rateLimits.requestsPerMinute = 2
        let (router, transport) = try router([pool]) { route in
            route.settings.deadline = .seconds(10)
            route.settings.attempts = 1
            route.settings.breaker = .rule(failures: 1, cooldown: .seconds(1), cap: .seconds(1))
        }
        for _ in 0..<4 { _ = await ask(router) }
        #expect(transport.requests.map(Self.key) == ["a", "a", "b", "b"])
        #expect(try #require(transport.requests.last).time < .seconds(2))
    }

    @Test func aKeyThatCannotBeReadIsPassedBy() async throws {
        let (router, transport) = try router([provider(["missing", "b"]) { _ in .answer("ok") }])
        let response = try await ask(router).get()
        #expect(response.route.attempts.map(\.credential) == ["b"])
        #expect(transport.requests.count == 1)
    }

    @Test func withoutAnyKeyLeftACallFailsAtOnce() async throws {
        let (router, transport) = try router([provider(["a"]) { _ in .status(401) }]) { $0.settings.patience = .milliseconds(100) }
        for _ in 0..<2 {
            guard case .failure(let error) = await ask(router), let failure = error as? ModelFailure else {
                Issue.record("answered")
                return
            }
            #expect(failure.kind == .authentication && failure.scope == .credential)
        }
        #expect(transport.requests.count == 1)
        #expect(time.now == .zero)
        let plan = try router.plan(ModelRequest("Hi", workload: "test"))
        #expect(plan.candidates.map { $0.verdict.reason?.code } == ["keys-down"])
    }

    @Test func aModelWhoseOtherKeyIsRefusedIsAwaitedForItsOwnTrouble() async throws {
        let failures = Mutex(3)
        let (router, _) = try router([
            provider(["a", "b"]) { request in
                if Self.key(of: request) == "a" { return .status(401) }
                return failures.withLock { left in
                    left -= 1
                    return left >= 0 ? .status(500) : .answer("ok")
                }
            }
        ]) { route in
            route.settings.patience = .milliseconds(500)
            route.settings.breaker = .builtIn(failures: 3, cooldown: .seconds(5))
            route.settings.attempts = 1
        }
        for _ in 0..<3 { _ = await ask(router) }
        let closed = try #require(router.health().models.first?.closure)
        guard case .breaker = closed else {
            Issue.record("closed by \(closed)")
            return
        }
        #expect(try await ask(router).get().text == "ok")
    }

    @Test func oneModelsTroubleClosesNoKey() async throws {
        var pool = provider(["a", "b"]) { $0.model == "broken" ? .status(500) : .answer("ok") }
        pool.provider.models = [Model(id: "broken"), Model(id: "well")]
        let (router, transport) = try router([pool])
        for _ in 0..<4 { _ = try await ask(router).get() }
        #expect(transport.requests.filter { $0.model == "well" }.map(Self.key) == ["a", "a", "a", "a"])
    }

    @Test func noKeyIsInTheHealthThatPeopleSee() async throws {
        let (router, _) = try router([provider(["a", "b"]) { Self.key(of: $0) == "a" ? .status(401) : .answer("ok") }])
        _ = try await ask(router).get()
        let text = router.health().json.text()
        #expect(text.contains("\"credential\":\"a\"") && text.contains("keys-down"))
        #expect(!text.contains("key-a"))
    }
}
