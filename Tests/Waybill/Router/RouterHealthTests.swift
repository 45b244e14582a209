import Synchronization
import Testing
import Waybill
import WaybillTesting

/// What calls of one router learn from each other, on a clock that moves by itself.
struct RouterHealthTests {
    private func router(
        _ providers: [ScriptedProvider], _ time: VirtualTime, options: RouterOptions = RouterOptions(),
        _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        var options = options
        options.transport = transport
        options.time = time
        return (ModelRouter(table: try .testing(providers, change), options: options), transport)
    }

    @Test(arguments: 0..<20)
    func aShortRetryAfterIsWaitedOutOnTheSameModel(seed: UInt64) async throws {
        let time = VirtualTime()
        let first = ScriptedProvider("first", [.status(429, retryAfter: .seconds(3)), .answer("ok")])
        let second = ScriptedProvider("second", [.answer("no")])
        let (router, transport) = try router([first, second], time, options: RouterOptions(seed: seed))
        let response = try await time.run { try await router.respond(to: "Hi", workload: "test") }
        #expect(response.model?.provider == "first", "seed \(seed)")
        #expect(transport.requests[1].time - transport.requests[0].time >= .seconds(3), "seed \(seed)")
    }

    @Test func aPauseHoldsForAllCallers() async throws {
        let time = VirtualTime()
        let provider = ScriptedProvider("only", [.status(429, retryAfter: .seconds(30)), .answer("ok")])
        let (router, transport) = try router([provider], time)
        try await time.run {
            try await withThrowingTaskGroup { group in
                for _ in 0..<5 {
                    group.addTask {
                        // One call meets the limit; the others come while it holds.
                        _ = try await router.respond(to: "Hi", workload: "test")
                    }
                    await Task.yield()
                }
                try await group.waitForAll()
            }
        }
        let times = transport.requests.map { $0.time - transport.requests[0].time }
        #expect(times.dropFirst().allSatisfy { $0 == .zero || $0 >= .seconds(30) })
        #expect(times.last ?? .zero >= .seconds(30))
    }

    @Test(arguments: [true, false])
    func streamsThatDieWithOneConnectionCloseNoModel(isShared: Bool) async throws {
        let time = VirtualTime()
        let losses = (1...5)
            .map { number in
                ScriptedResponse.events(.failed(TransportFailure(.reset, lostConnection: ConnectionID(isShared ? 1 : UInt64(number)))))
            }
        let (router, _) = try router([ScriptedProvider("only", losses + [.answer("ok")])], time) { $0.settings.attempts = 1 }
        await time.run {
            await withTaskGroup { group in
                for _ in 0..<5 { group.addTask { _ = try? await router.respond(to: "Hi", workload: "test") } }
            }
        }
        #expect((router.health().models[0].closure == nil) == isShared)
    }

    @Test func aProbeWhoseKeyCannotBeReadLetsAnotherTry() async throws {
        let time = VirtualTime()
        let key = Mutex<String?>("sk-1")
        let secrets = SecretReader(environment: { _ in key.withLock(\.self) })
        var provider = ScriptedProvider("only", [.status(500), .status(500), .status(500), .answer("ok")])
        provider.provider.auth = .bearer
        provider.provider.credentials = [Credential(name: "main", reference: .environment("KEY"))]
        let (router, _) = try router([provider], time, options: RouterOptions(secrets: secrets)) { route in
            route.settings.attempts = 1
            route.settings.breaker = .rule(failures: 3, cooldown: .seconds(2), cap: .seconds(10))
        }
        let text = try await time.run {
            for _ in 0..<3 { await #expect(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") } }
            key.withLock { $0 = nil }
            let failure = await #expect(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") }
            #expect(failure?.kind == .authentication)
            key.withLock { $0 = "sk-2" }
            return try await router.respond(to: "Hi", workload: "test").text
        }
        #expect(text == "ok")
    }

    @Test(arguments: ["sk-1", nil])
    func aTaskThatIsCancelledWhileItsKeyIsReadSendsNothing(key: String?) async throws {
        let ledger = RecordingLedger()
        let secrets = SecretReader(environment: { _ in
            withUnsafeCurrentTask { $0?.cancel() }
            return key
        })
        var first = ScriptedProvider("first", [.answer("no")])
        first.provider.auth = .bearer
        first.provider.credentials = [Credential(name: "main", reference: .environment("KEY"))]
        let (router, transport) = try router(
            [first, ScriptedProvider("second", [.answer("no")])], VirtualTime(), options: RouterOptions(secrets: secrets, ledger: ledger))
        let task = Task { try await router.respond(to: "Hi", workload: "test") }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.isEmpty)
        #expect(ledger.reports.map(\.attempts) == [[]])
    }

    @Test func aCallerInAHurryClosesNoModelForOthers() async throws {
        let time = VirtualTime()
        let provider = ScriptedProvider("only") { _ in .answer("ok").delayed(by: .seconds(1)) }
        let (router, _) = try router([provider], time) { $0.settings.breaker = .builtIn(failures: 1) }
        let text = try await time.run {
            var hurried = ModelRequest("Hi", workload: "test")
            hurried.deadline = .milliseconds(100)
            let failure = await #expect(throws: ModelFailure.self) { try await router.respond(to: hurried) }
            #expect(failure?.kind == .deadline)
            return try await router.respond(to: "Hi", workload: "test").text
        }
        #expect(text == "ok")
    }

    @Test func aModelThatIsSilentUntilTheDeadlineIsClosed() async throws {
        let time = VirtualTime()
        let (router, _) = try router([ScriptedProvider("only", [.silence])], time) { route in
            route.settings.deadline = .seconds(2)
            route.settings.breaker = .builtIn(failures: 1)
        }
        _ = await time.run { await #expect(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") } }
        #expect(try router.plan(ModelRequest("Hi", workload: "test")).wait > .zero)
    }

    @Test func aFirstModelThatHasNotServedForLongIsToldOf() async throws {
        let time = VirtualTime()
        let first = ScriptedProvider("first") { $0.time < .seconds(1_000) ? .status(404) : .answer("well") }
        let providers = [first, ScriptedProvider("second", [.answer("ok")])]
        let told = Mutex<[(ModelName, Duration)]>([])
        let table = try RouteTable.testing(providers) { $0.settings.breaker = .off }
        let router = ModelRouter(
            table: table, options: RouterOptions(transport: ScriptedTransport(providers, time: time), time: time)
        ) { event in
            if case .firstModelMissing(let workload, let model, let span) = event {
                #expect(workload == "test")
                told.withLock { $0.append((model, span)) }
            }
        }
        try await time.run {
            // A call a minute, for half an hour.
            for _ in 0..<30 {
                _ = try await router.respond(to: "Hi", workload: "test")
                await time.pause(until: time.now + .seconds(60))
            }
        }
        let spans = told.withLock { $0.map(\.1) }
        #expect(spans == [.seconds(300), .seconds(600), .seconds(900)])
        #expect(told.withLock { $0.allSatisfy { $0.0.provider == "first" } })
    }

    @Test func aReusedConnectionThatDiedIsReplacedAtOnce() async throws {
        let time = VirtualTime()
        let provider = ScriptedProvider("only", [.failure(.reset, reusedConnection: true), .answer("ok")])
        let (router, transport) = try router([provider], time) { route in
            route.settings.attempts = 1
            route.settings.breaker = .builtIn(failures: 1)
        }
        let response = try await time.run { try await router.respond(to: "Hi", workload: "test") }
        #expect(response.text == "ok")
        #expect(transport.requests.map(\.request.usesFreshConnection) == [false, true])
        #expect(transport.requests[1].time == transport.requests[0].time)
        #expect(response.route.attempts[0].decision == "the same model again at once, on a fresh connection")
    }

    @Test func aLostHostsOtherCandidatesGoLast() async throws {
        let time = VirtualTime()
        var first = ScriptedProvider("first", models: ["m", "n"], [.refused])
        first.provider.clocks.connect = .seconds(1)
        let (router, transport) = try router([first, ScriptedProvider("second", [.answer("ok")])], time) { $0.settings.attempts = 1 }
        let response = try await time.run { try await router.respond(to: "Hi", workload: "test") }
        #expect(response.model?.provider == "second")
        #expect(transport.requests.map(\.provider) == ["first", "second"])
    }

    @Test func aPauseOfADayIsSeenByWhomeverLooks() async throws {
        let time = VirtualTime()
        let day = Duration.seconds(86_400)
        let (router, _) = try router([ScriptedProvider("only", [.status(429, retryAfter: day)])], time)
        _ = await time.run { await #expect(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") } }
        time.advance(by: .seconds(3_600))
        let left = day - .seconds(3_600)
        #expect(router.health().models.map(\.closure) == [.pause(left)])
        #expect(router.health().json["models"]?[0]?["closed"]?["reason"] == "its provider asked to wait; asked again in 23h")
        let plan = try router.plan(ModelRequest("Hi", workload: "test"))
        #expect(plan.wait == left)
        #expect("\(plan)".contains("nobody is free for 23h"))
        let failure = try await time.run {
            try await #require(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") }
        }
        #expect(failure.retryAfter == left)
        #expect(failure.explanation.hasSuffix("Try again in 23h."))
    }

    @Test func aPauseBesideOthersIsAVerdict() async throws {
        let time = VirtualTime()
        let first = ScriptedProvider("first", [.status(429, retryAfter: .seconds(86_400))])
        let (router, _) = try router([first, ScriptedProvider("second", [.answer("ok")])], time)
        _ = try await time.run { try await router.respond(to: "Hi", workload: "test") }
        let plan = try router.plan(ModelRequest("Hi", workload: "test"))
        #expect(plan.candidates.map(\.verdict) == [.chosen, .setAside(.paused(.seconds(86_400)))])
        #expect("\(plan)".contains("first/model: set aside: its provider asked to wait; asked again in 24h"))
    }

    @Test func noCallWaitsForHoursBecauseAServerAskedForThem() async throws {
        let time = VirtualTime()
        let (router, transport) = try router([ScriptedProvider("only", [.status(429, retryAfter: .seconds(90_000))])], time) { route in
            route.settings.deadline = .seconds(20)
        }
        await time.run {
            for _ in 0..<3 { await #expect(throws: ModelFailure.self) { try await router.respond(to: "Hi", workload: "test") } }
        }
        #expect(time.now < .seconds(61))
        #expect(transport.requests.count == 1)
    }

    @Test func anotherRouterPlansByTheHealthThatThisOneWrote() async throws {
        let time = VirtualTime()
        let failing = ScriptedProvider("failing", [.status(503)])
        let limited = ScriptedProvider("limited", [.status(429, retryAfter: .seconds(40))])
        let well = ScriptedProvider("well", [.answer("ok")])
        let (router, _) = try router([failing, limited, well], time)
        let (other, transport) = try self.router([failing, limited, well], time)
        try await time.run { for _ in 0..<3 { _ = try await router.respond(to: "Hi", workload: "test") } }

        let health = try HealthSnapshot(jsonText: router.health().json.text())
        let request = ModelRequest("Hi", workload: "test")
        let plan = try other.plan(request, health: health)
        #expect(plan.chosen?.model.provider == "well")
        #expect(plan.candidates.map(\.verdict.description) == (try router.plan(request).candidates.map(\.verdict.description)))
        #expect(Set(plan.candidates.compactMap { $0.verdict.reason?.code }) == ["breaker-open", "paused"])
        #expect(try other.wire(request, health: health)?.request.url.contains("well") == true)
        // It is taken for this plan alone.
        #expect(try other.plan(request).chosen?.model.provider == "failing")
        #expect(transport.requests.isEmpty)
    }
}
