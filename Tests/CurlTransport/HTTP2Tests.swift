import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(
    .timeLimit(.minutes(1)), .serialized,
    .enabled(if: ChildProcess.canRun("node", "openssl"), "A server with HTTP/2 takes node and openssl on the PATH."))
struct HTTP2Tests {
    @Test func exchangesShareAConnection() async throws {
        try await withServer { server, send in
            #expect(await send("/first").finished().head?.reusedConnection == false)
            let recordings = (0..<20).map { send("/\($0)") }
            for recording in recordings {
                #expect(await recording.finished().text == "ok")
                #expect(recording.head?.headers.value(of: "x-proto") == "h2")
                #expect(recording.head?.reusedConnection == true)
            }
            #expect(await eventually { server.lines.count == 21 })
        }
    }

    @Test(arguments: [
        ("/refused", TransportFailure.Kind.reset), ("/broken", .reset), ("/goaway", .reset), ("/cut", .cut),
    ])
    func brokenStreamIsReportedAndNothingIsSentAgain(path: String, kind: TransportFailure.Kind) async throws {
        try await withServer { server, send in
            for isReused in [false, true] {
                let recording = await send(path).finished()
                #expect(recording.failure?.kind == kind)
                #expect(recording.isInOrder)
                if path == "/broken" || path == "/cut" { #expect(recording.failure?.reusedConnection == isReused) }
            }
            #expect(await send("/after").finished().text == "ok")
            #expect(await eventually { server.lines.contains { $0.hasPrefix("request /after ") } })
            #expect(server.lines.count { $0.hasPrefix("request \(path) ") } == 2)
        }
    }

    @Test func exchangesOfALostConnectionNameTheSame() async throws {
        try await withServer { server, send in
            var lost: Set<ConnectionID> = []
            for round in 1...2 {
                _ = await send("/first").finished()
                let others = (0..<4).map { send($0 < 2 ? "/silent" : "/stall") }
                #expect(await eventually { server.lines.count { $0.hasPrefix("request /s") } == 4 * round })
                for recording in [send("/drop")] + others {
                    lost.insert(try #require(await recording.finished().failure?.lostConnection))
                }
                #expect(lost.count == round)
            }
        }
    }

    @Test func aBrokenStreamLosesNoConnection() async throws {
        try await withServer { _, send in
            for path in ["/refused", "/broken", "/cut"] {
                let failure = await send(path).finished().failure
                #expect(failure != nil && failure?.lostConnection == nil)
            }
        }
    }

    @Test func cancelReachesTheServerAtOnce() async throws {
        try await withServer { server, send in
            for path in ["/silent", "/stall"] {
                let recording = send(path)
                #expect(await eventually { server.lines.contains { $0.hasPrefix("request \(path) ") } })
                if path == "/stall" { #expect(await eventually { recording.text == "some" }) }
                recording.exchange.cancel()
                #expect(await recording.finished().failure?.kind == .cancelled)
                #expect(await eventually { server.lines.contains("reset \(path)") })
            }
            #expect(await send("/after").finished().text == "ok")
        }
    }

    @Test func heldBackStreamHoldsBackNoOther() async throws {
        try await withServer { _, send in
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
            #expect(await eventually { server.lines == ["request /upload 3000000"] })
        }
    }

    private func withServer(body: [UInt8] = [1], test: (TLSServer, Sender) async throws -> Void) async throws {
        let server = try await TLSServer("node", script: "http2_server.js")
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
    let server: TLSServer
    let transport: CurlTransport
    let body: [UInt8]

    func callAsFunction(_ path: String, _ acknowledges: Bool = true) -> Recording {
        let rules = ConnectionRules(certificateAuthorityFile: server.certificate)
        let request = TransportRequest(url: server.url(path), body: body, connection: rules, totalLimit: .seconds(10))
        return Recording(request, on: transport, acknowledges: acknowledges)
    }
}
