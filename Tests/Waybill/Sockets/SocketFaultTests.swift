import LoopbackServer
import Synchronization
import Testing
import Waybill

/// Every fault over real sockets, in both APIs and in every manner of calling.
///
/// What the server received is held against what the report says.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct SocketFaultTests {
    @Test(arguments: SocketFault.all)
    func theReportTellsWhatTheServerReceived(fault: SocketFault) async throws {
        try await withThrowingTaskGroup { group in
            for trial in fault.trials { group.addTask { try await check(trial) } }
            try await group.waitForAll()
        }
    }

    private func check(_ trial: FaultTrial) async throws {
        let server = try server(trial)
        defer { server.stop() }
        let router = try router(trial, server)
        let outcome = try await trial.outcome(router)
        await router.close()
        trial.check(
            outcome,
            against: server.requests.map {
                .init(path: $0.path, bytes: $0.body.count, id: $0.header("X-Client-Request-Id"), connection: $0.connection)
            })
        #expect(await eventually { server.connections.allSatisfy { $0.ending != nil } }, "\(trial)")
    }

    @Test(arguments: WireAnswers.both)
    func aFlappingServerCostsAttemptsButNoCall(wire: WireAnswers) async throws {
        let fault = SocketFault(
            description: "every second request fails", attempts: [],
            doing: .plain { scene in
                scene.provider == 0 && scene.turn.isMultiple(of: 2) ? scene.error(503, code: "server_is_overloaded") : nil
            })
        let trial = FaultTrial(fault: fault, api: wire.api, manner: .streamed)
        let server = try server(trial)
        defer { server.stop() }
        let router = try router(trial, server)
        var attempts: [AttemptReport] = []
        for _ in 0..<20 {
            let outcome = try await trial.outcome(router)
            #expect(outcome.text == trial.content.text)
            attempts += outcome.route?.attempts ?? []
        }
        // The first call meets a good turn, and every later one a bad turn before a good one.
        #expect(attempts.count == 39)
        #expect(attempts.map { "/\($0.model.provider)/" } == server.requests.map { String($0.path.prefix(4)) })
        await router.close()
    }

    /// One server for both providers, so that its log has all requests in their order.
    private func server(_ trial: FaultTrial) throws -> LoopbackServer {
        let bytes = try trial.bytes()
        let turns = Mutex([0, 0])
        return try LoopbackServer { request in
            let provider = request.path.hasPrefix("/p0/") ? 0 : 1
            let turn = turns.withLock {
                $0[provider] += 1
                return $0[provider]
            }
            let scene = SocketScene(bytes: bytes, provider: provider, turn: turn, request: request)
            guard case .plain(let reply) = trial.fault.doing else { return scene.answer }
            return reply(scene) ?? scene.answer
        }
    }

    private func router(_ trial: FaultTrial, _ server: LoopbackServer) throws -> ModelRouter {
        try trial.router { server.url("/\($0)/v1") }
    }
}
