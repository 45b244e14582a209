import LoopbackServer
import Testing
import Waybill

/// Every fault that HTTP/2 can have, over real sockets, in both APIs and in every manner of calling.
///
/// What the server received, stream by stream, is held against what the report says: libcurl sends nothing again by itself.
@Suite(
    .serialized, .timeLimit(.minutes(1)), .enabled(if: HTTP2Server.canRun, "A server with HTTP/2 takes node and openssl on the PATH."))
struct HTTP2FaultTests {
    @Test(arguments: [SocketFault.http2Errors, SocketFault.http2Streams, SocketFault.http2Connections])
    func theReportTellsWhichStreamsTheServerReceived(faults: [SocketFault]) async throws {
        // One server for all calls, each of which has paths of its own.
        let places = faults.enumerated().map { index, fault in fault.trials.enumerated().map { ("/\(index)-\($0)", $1) } }
        var scripts: [String: [[HTTP2Server.Step]]] = [:]
        for (place, trial) in places.joined() { scripts.merge(try Self.scripts(trial, at: place)) { script, _ in script } }
        let server = try await HTTP2Server(scripts)
        defer { server.stop() }
        for trials in places {
            try await withThrowingTaskGroup { group in
                for (place, trial) in trials { group.addTask { try await check(trial, at: place, of: server) } }
                try await group.waitForAll()
            }
        }
        let connections = Set(server.requests.map(\.connection)).count
        #expect(await eventually { server.endedConnections >= connections })
    }

    private func check(_ trial: FaultTrial, at place: String, of server: HTTP2Server) async throws {
        let router = try trial.router(certificate: server.certificate) { server.url("\(place)/\($0)/v1") }
        let outcome = try await trial.outcome(router)
        await router.close()
        let count = (outcome.route?.attempts.count ?? 0) + trial.warmUps
        @Sendable func requests() -> [HTTP2Server.Request] { server.requests.filter { $0.path.hasPrefix("\(place)/") } }
        // The log comes by another way than the answers.
        #expect(await eventually { requests().count >= count }, "\(trial)")
        trial.check(outcome, against: requests().map { .init(path: $0.path, bytes: $0.bytes, id: $0.id, connection: $0.connection) })
        #expect(Set(requests().map { [$0.connection, $0.stream] }).count == requests().count, "\(trial)")
    }

    /// What a connection with many streams dies of.
    enum Death: CaseIterable {
        case beforeTheHeads
        case withinTheContent
    }

    @Test(arguments: [ProviderAPI.openAIResponses, .openAIChat], Death.allCases)
    func aConnectionThatDiesWithManyStreamsIsRepairedForEachAndCountsOnce(api: ProviderAPI, death: Death) async throws {
        let scene = HTTP2Scene(bytes: try AnswerBytes(of: api, .collected))
        let count = 8
        let dying: [HTTP2Server.Step] =
            switch death {
            case .beforeTheHeads: [.gather(count + 1), .hangUp]
            case .withinTheContent: scene.begun(then: .gather(count + 1), .pause(milliseconds: 30), .hangUp)
            }
        let server = try await HTTP2Server([
            "/p0": [scene.answer] + Array(repeating: dying, count: count) + [scene.answer], "/p1": [scene.answer],
        ])
        defer { server.stop() }
        let provider = { name in
            var provider = Provider(name: name, api: api, baseURL: server.url("/\(name)/v1"), models: [Model(id: "m")])
            provider.certificateAuthorityFile = server.certificate
            return provider
        }
        var route = Route(workload: "w", models: [ModelName(provider: "p0", id: "m"), ModelName(provider: "p1", id: "m")])
        route.settings.retry = RetryRule(base: .milliseconds(1), cap: .milliseconds(2))
        let router = ModelRouter(table: try RouteTable(providers: [provider("p0"), provider("p1")], routes: [route]))
        _ = try await router.respond(to: "Hello", workload: "w")

        let reports = try await withThrowingTaskGroup { group in
            for _ in 0..<count { group.addTask { try await router.respond(to: "Hello", workload: "w").route } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for report in reports {
            #expect(report.attempts.map(\.failure) == [death == .beforeTheHeads ? .reset : .cut, nil])
            #expect(report.attempts.allSatisfy { $0.model.provider == "p0" })
        }
        #expect(router.health().models.allSatisfy { $0.closure == nil })
        await router.close()
        #expect(server.requests.count == 1 + 2 * count)
        #expect(server.requests.prefix(1 + count).allSatisfy { $0.connection == 1 })
    }

    /// What the server does to the requests of one trial.
    private static func scripts(_ trial: FaultTrial, at place: String) throws -> [String: [[HTTP2Server.Step]]] {
        let scene = HTTP2Scene(bytes: try trial.bytes())
        switch trial.fault.doing {
        case .plain: return [:]
        case .multiplexed(let turns): return ["\(place)/p0": turns(scene) + [scene.answer], "\(place)/p1": [scene.answer]]
        case .multiplexedAlways(let steps): return [place: [steps(scene)]]
        }
    }
}
