import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(
    .timeLimit(.minutes(1)), .serialized, .enabled(if: HTTP2Server.canRun, "A server with HTTP/2 takes node and openssl on the PATH."))
struct HTTP2Tests {
    @Test func exchangesShareAConnection() async throws {
        try await withServer { server, send in
            #expect(await send("/first").finished().head?.reusedConnection == false)
            let recordings = (0..<20).map { send("/\($0)") }
            for recording in recordings {
                #expect(await recording.finished().text == "ok")
                #expect(recording.head?.reusedConnection == true)
            }
            #expect(await eventually { server.requests.count == 21 })
            #expect(Set(server.requests.map(\.connection)) == [1])
        }
    }

    /// Ways in which a stream ends alone.
    private static let broken: [String: [[HTTP2Server.Step]]] = [
        "/refused": [[.reset(.refusedStream)]], "/broken": [[.reset(.internalError)]],
        "/cut": [[.head(), .text("half"), .reset(.internalError)]],
    ]

    @Test(arguments: [
        ("/refused", TransportFailure.Kind.reset), ("/broken", .reset), ("/goaway", .reset), ("/cut", .cut),
    ])
    func brokenStreamIsReportedAndNothingIsSentAgain(path: String, kind: TransportFailure.Kind) async throws {
        let goaway: [[HTTP2Server.Step]] = [[.goAway(accepts: false), .hangUp]]
        try await withServer(Self.broken.merging(["/goaway": goaway]) { script, _ in script }) { server, send in
            for isReused in [false, true] {
                let recording = await send(path).finished()
                #expect(recording.failure?.kind == kind)
                #expect(recording.isInOrder)
                if path == "/broken" || path == "/cut" { #expect(recording.failure?.reusedConnection == isReused) }
            }
            #expect(await send("/after").finished().text == "ok")
            #expect(await eventually { server.requests.contains { $0.path == "/after" } })
            #expect(server.requests.count { $0.path == path } == 2)
        }
    }

    @Test func exchangesOfALostConnectionNameTheSame() async throws {
        try await withServer(["/silent": [[]], "/stall": [[.head(), .text("some")]], "/drop": [[.hangUp]]]) { server, send in
            var lost: Set<ConnectionID> = []
            for round in 1...2 {
                _ = await send("/first").finished()
                let others = (0..<4).map { send($0 < 2 ? "/silent" : "/stall") }
                #expect(await eventually { server.requests.count { $0.path.hasPrefix("/s") } == 4 * round })
                for recording in [send("/drop")] + others {
                    lost.insert(try #require(await recording.finished().failure?.lostConnection))
                }
                #expect(lost.count == round)
            }
        }
    }

    @Test func aBrokenStreamLosesNoConnection() async throws {
        try await withServer(Self.broken) { _, send in
            for path in Self.broken.keys.sorted() {
                let failure = await send(path).finished().failure
                #expect(failure != nil && failure?.lostConnection == nil)
            }
        }
    }

    @Test func cancelReachesTheServerAtOnce() async throws {
        try await withServer(["/silent": [[]], "/stall": [[.head(), .text("some")]]]) { server, send in
            for path in ["/silent", "/stall"] {
                let recording = send(path)
                #expect(await eventually { server.requests.contains { $0.path == path } })
                if path == "/stall" { #expect(await eventually { recording.text == "some" }) }
                recording.exchange.cancel()
                #expect(await recording.finished().failure?.kind == .cancelled)
                #expect(await eventually { server.resets.contains(path) })
            }
            #expect(await send("/after").finished().text == "ok")
        }
    }

    @Test func heldBackStreamHoldsBackNoOther() async throws {
        try await withServer(["/large": [[.head(), .zeros(24 << 20), .end]]]) { _, send in
            _ = await send("/first").finished()
            let held = send("/large", false)
            #expect(await eventually { held.bodySize >= 256 << 10 })
            for _ in 0..<3 { #expect(await send("/other").finished().text == "ok") }
            #expect(held.bodySize < 8 << 20)
            await held.acknowledgeAll()
            #expect(held.endedWhole)
            #expect(held.bodySize == 24 << 20)
        }
    }

    @Test func largeBodyGoesOutWhole() async throws {
        try await withServer(body: [UInt8](repeating: 7, count: 3_000_000)) { server, send in
            #expect(await send("/upload").finished().text == "ok")
            #expect(await eventually { server.requests.map(\.bytes) == [3_000_000] })
        }
    }

    /// Runs a test with a server that answers "ok" where it has no script.
    private func withServer(
        _ scripts: [String: [[HTTP2Server.Step]]] = [:], body: [UInt8] = [1], test: (HTTP2Server, Sender) async throws -> Void
    ) async throws {
        let server = try await HTTP2Server(scripts.merging(["": [[.head(), .text("ok"), .end]]]) { script, _ in script })
        let transport = CurlTransport()
        defer {
            transport.close()
            server.stop()
        }
        try await test(server, Sender(server: server, transport: transport, body: body))
    }
}

/// Sends requests to a server whose certificate is its own authority.
private struct Sender {
    let server: HTTP2Server
    let transport: CurlTransport
    let body: [UInt8]

    func callAsFunction(_ path: String, _ acknowledges: Bool = true) -> Recording {
        let rules = ConnectionRules(certificateAuthorityFile: server.certificate)
        let request = TransportRequest(url: server.url(path), body: body, connection: rules, totalLimit: .seconds(10))
        return Recording(request, on: transport, acknowledges: acknowledges)
    }
}
