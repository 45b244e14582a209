import LoopbackServer
import Testing
import WaybillInterchange

/// libcurl sends a request again by itself when a reused connection dies before a response.
///
/// Here it must not.
@Suite(.timeLimit(.minutes(1)))
struct SendOnceTests {
    enum Death: CaseIterable {
        case hangUp
        case reset
        case resetBeforeTheBody
    }

    enum Kind: CaseIterable {
        case get
        case emptyPost
        case smallPost
        case largePost

        func request(_ wire: Wire) -> TransportRequest {
            switch self {
            case .get: wire.get("/second")
            case .emptyPost: wire.post("/second", body: [])
            case .smallPost: wire.post("/second")
            case .largePost: wire.post("/second", body: Bytes.varied(3_000_000))
            }
        }
    }

    @Test(arguments: Death.allCases, Kind.allCases)
    func reusedConnectionThatDiesIsReportedAndNothingIsSentAgain(death: Death, kind: Kind) async throws {
        let wire = try Wire(
            early: { request in
                death == .resetBeforeTheBody && request.path == "/second" ? .reset : nil
            },
            handler: { request in
                guard request.path == "/second" else { return .text("ok") }
                return death == .reset ? .reset : .hangUp
            })
        defer { wire.close() }
        #expect(await wire.send(wire.post("/first")).endedWhole)

        let recording = await wire.send(kind.request(wire))
        #expect(recording.failure?.kind == .reset)
        #expect(recording.failure?.reusedConnection == true)
        #expect(recording.head == nil)
        #expect(wire.server.connections.count == 1)
        #expect(wire.server.requests.count { $0.path == "/second" } == (death == .resetBeforeTheBody ? 0 : 1))

        // The next one finds a connection that works.
        let next = await wire.send(wire.post("/first"))
        #expect(next.endedWhole && next.head?.reusedConnection == false)
        #expect(wire.server.connections.count == 2)
    }

    @Test(arguments: Kind.allCases)
    func freshConnectionThatDiesIsReportedAsSuch(kind: Kind) async throws {
        let wire = try Wire { _ in .reset }
        defer { wire.close() }
        let recording = await wire.send(kind.request(wire))
        #expect(recording.failure?.kind == .reset)
        #expect(recording.failure?.reusedConnection == false)
        #expect(wire.server.requests.count == 1)
    }

    /// The server closes its end between two requests; whether libcurl has noticed when the second is sent is a matter of luck.
    @Test func connectionClosedWhileIdleNeverDoublesARequest() async throws {
        let wire = try Wire { _ in .text("ok").then(.hangUp) }
        defer { wire.close() }
        var whole = 0
        for _ in 0..<200 {
            let recording = await wire.send(wire.post())
            if recording.endedWhole { whole += 1 } else { #expect(recording.failure?.kind == .reset) }
        }
        #expect(wire.server.requests.count <= 200)
        #expect(wire.server.requests.count >= whole)
    }
}
