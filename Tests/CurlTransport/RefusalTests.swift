import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

/// Requests that may not be sent fail with ``TransportFailure/Kind/refused``, and nothing reaches any server.
@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
    @Test(arguments: [
        "", "nonsense", "example.com/v1", "ftp://127.0.0.1/", "file:///etc/passwd", "https://", "http://127.0.0.1:99999/", "https://a b/",
        "https://example.com/\u{0}", "https://example.com/a\nb", "http://127.0.0.1:x/", "HTTP//127.0.0.1",
    ])
    func urlThatIsNone(url: String) async {
        let failure = await self.failure(of: TransportRequest(url: url))
        #expect(failure?.kind == .refused)
        #expect(failure?.detail.isEmpty == false)
    }

    @Test(arguments: [
        "http://example.com/", "http://10.0.0.1/", "http://128.0.0.1/", "http://[::2]/", "http://0.0.0.0/", "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
    ])
    func plainHTTPBeyondLoopback(url: String) async {
        let failure = await self.failure(of: TransportRequest(url: url))
        #expect(failure?.kind == .refused)
        #expect(failure?.detail.contains("plain http") == true)
    }

    @Test func plainHTTPIsTriedWhereItIsAllowed() async {
        // No such host can exist, so the attempt itself fails, but as one that was made.
        let url = "http://\(String(repeating: "a", count: 64)).invalid/"
        let request = TransportRequest(url: url, connection: ConnectionRules(allowsPlainHTTP: true))
        #expect(await failure(of: request)?.kind == .resolve)
    }

    @Test func credentialsInTheURLAreRefusedAndNotShown() async {
        let failure = await failure(of: TransportRequest(url: "https://user:secret@example.com/"))
        #expect(failure?.kind == .refused)
        #expect(failure?.description.contains("secret") == false)
    }

    @Test(arguments: [
        HeaderField("X-Key", "secret\r\nX-Other: 1"), HeaderField("X-Key", "secret\n"), HeaderField("X-Key", "secret\u{0}"),
        HeaderField("X Key", "secret"), HeaderField("", "secret"), HeaderField("X-Key:", "secret"), HeaderField("Content-Length", "secret"),
        HeaderField("transfer-encoding", "secret"), HeaderField("Expect", "secret"),
    ])
    func headerThatWouldBreakTheRequestApart(field: HeaderField) async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        var request = wire.post()
        request.headers.append(field)
        let failure = await wire.send(request).failure
        #expect(failure?.kind == .refused)
        #expect(failure?.description.contains("secret") == false)
        #expect(wire.server.connections.isEmpty)
    }

    @Test func methodsOtherThanPostAndGetAreRefused() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        var request = wire.get()
        for method in ["DELETE", "get", "", "POST / HTTP/1.1"] {
            request.method = method
            #expect(await wire.send(request).failure?.kind == .refused)
        }
        request.method = "GET"
        request.body = [1]
        #expect(await wire.send(request).failure?.kind == .refused)
        #expect(wire.server.connections.isEmpty)
    }

    @Test(arguments: ["localhost", "LOCALHOST", "127.0.0.1", "127.1", "127.255.0.3"])
    func loopbackIsAlwaysAllowed(host: String) async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        // Other addresses of the block need not be served; being tried is what counts.
        let recording = await wire.send(TransportRequest(url: "http://\(host):\(wire.server.port)/"))
        #expect(recording.failure?.kind != .refused)
        if host != "127.255.0.3" { #expect(recording.text == "ok") }
    }

    private func failure(of request: TransportRequest) async -> TransportFailure? {
        let transport = CurlTransport()
        defer { transport.close() }
        return await Recording(request, on: transport).finished().failure
    }
}
