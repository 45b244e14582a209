import LoopbackServer
import Synchronization
import Testing
import Waybill

/// Every fault over real sockets, in both APIs and in every manner of calling.
///
/// What the server received is held against what the report says.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct SocketFaultTests {
    /// A fault with an API and a manner of calling.
    private struct Case: Sendable, CustomStringConvertible {
        let fault: SocketFault
        let wire: WireAnswers
        let manner: CallManner

        var description: String { "\(fault), \(wire), \(manner)" }
    }

    @Test(arguments: SocketFault.all)
    func theReportTellsWhatTheServerReceived(fault: SocketFault) async throws {
        try await withThrowingTaskGroup { group in
            for api in fault.apis {
                for manner in fault.manners {
                    group.addTask { try await check(Case(fault: fault, wire: WireAnswers(api: api), manner: manner)) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func check(_ test: Case) async throws {
        let server = try server(test)
        defer { server.stop() }
        let router = try router(test, server)
        let warmUps = test.fault.isConnectionUsed ? 1 : 0
        for _ in 0..<warmUps { _ = try await router.respond(to: ModelRequest("Hello", workload: "w")) }
        let outcome = try await call(router, test)
        await router.close()

        let attempts = outcome.route?.attempts ?? []
        let expected = test.fault.attempts(test.manner)
        #expect(attempts.map { .init(provider: $0.model.provider, failure: $0.failure) } == expected, "\(test)")
        check(attempts, against: Array(server.requests.dropFirst(warmUps)), "\(test)")
        #expect(outcome.failure?.kind == test.fault.failure, "\(test)")
        if let failure = outcome.failure {
            #expect(!"\(failure)".contains("PLANTED"), "\(test)")
        } else {
            #expect(outcome.response?.text == SocketScene.text, "\(test)")
            #expect(outcome.response?.isComplete == true, "\(test)")
            #expect(outcome.response?.model == attempts.last?.model, "\(test)")
            #expect(test.manner != .streamed || outcome.text == SocketScene.text, "\(test)")
        }
        #expect(await eventually { server.connections.allSatisfy { $0.ending != nil } }, "\(test)")
    }

    /// As many requests as attempts, in the same order, to the same models, of the same size; none before its server allowed it.
    private func check(_ attempts: [AttemptReport], against requests: [ReceivedRequest], _ comment: Comment) {
        #expect(attempts.map { "/\($0.model.provider)/" } == requests.map { String($0.path.prefix(4)) }, comment)
        #expect(attempts.map(\.number) == Array(1..<attempts.count + 1), comment)
        for (attempt, request) in zip(attempts, requests) {
            #expect(attempt.bytesSent == request.body.count, comment)
            #expect(request.text.contains(#""model":"\#(attempt.model.id)""#), comment)
        }
        #expect(Set(requests.map { $0.header("X-Client-Request-Id") }).count == requests.count, comment)
        for (attempt, next) in zip(attempts, attempts.dropFirst()) where attempt.model == next.model {
            #expect(next.started - attempt.ended >= attempt.retryAfter ?? .zero, comment)
        }
    }

    @Test(arguments: WireAnswers.both)
    func aFlappingServerCostsAttemptsButNoCall(wire: WireAnswers) async throws {
        let fault = SocketFault(description: "every second request fails", attempts: []) { scene in
            scene.provider == 0 && scene.turn.isMultiple(of: 2) ? wire.error(503, code: "server_is_overloaded") : nil
        }
        let test = Case(fault: fault, wire: wire, manner: .streamed)
        let server = try server(test)
        defer { server.stop() }
        let router = try router(test, server)
        var attempts: [AttemptReport] = []
        for _ in 0..<20 {
            let outcome = try await call(router, test)
            #expect(outcome.text == SocketScene.text)
            attempts += outcome.route?.attempts ?? []
        }
        // The first call meets a good turn, and every later one a bad turn before a good one.
        #expect(attempts.count == 39)
        #expect(attempts.map { "/\($0.model.provider)/" } == server.requests.map { String($0.path.prefix(4)) })
        await router.close()
    }

    private func call(_ router: ModelRouter, _ test: Case) async throws -> StreamOutcome {
        let request = ModelRequest(test.fault.prompt, workload: "w")
        if test.manner == .streamed { return try await StreamOutcome(router.stream(request)) }
        var outcome = StreamOutcome()
        do {
            outcome.response = try await router.respond(to: request)
        } catch let failure as ModelFailure {
            outcome.failure = failure
        }
        return outcome
    }

    /// One server for both providers, so that its log has all requests in their order.
    private func server(_ test: Case) throws -> LoopbackServer {
        let turns = Mutex([0, 0])
        return try LoopbackServer { request in
            let provider = request.path.hasPrefix("/p0/") ? 0 : 1
            let turn = turns.withLock {
                $0[provider] += 1
                return $0[provider]
            }
            let scene = SocketScene(wire: test.wire, manner: test.manner, provider: provider, turn: turn, request: request)
            return test.fault.reply(scene) ?? scene.answer
        }
    }

    private func router(_ test: Case, _ server: LoopbackServer) throws -> ModelRouter {
        let providers = (0...1)
            .map { index in
                var model = Model(id: "m-\(index)")
                model.streaming = test.manner != .document
                model.features = index == 1 ? test.fault.features : []
                var provider = Provider(name: "p\(index)", api: test.wire.api, baseURL: server.url("/p\(index)/v1"), models: [model])
                if index == 0 { provider.clocks = test.fault.clocks }
                return provider
            }
        var route = Route(workload: "w", models: providers.map { ModelName(provider: $0.name, id: $0.models[0].id) })
        // A backoff that would be noticed where none may be.
        route.settings.retry =
            test.fault.isConnectionUsed
            ? RetryRule(base: .seconds(60), cap: .seconds(60)) : RetryRule(base: .milliseconds(1), cap: .milliseconds(2))
        route.settings.breaker = .off
        return ModelRouter(table: try RouteTable(providers: providers, routes: [route]))
    }
}
