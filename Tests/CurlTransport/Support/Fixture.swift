import LoopbackServer
import WaybillCurlTransport
import WaybillInterchange

/// Runs a test with a transport of its own and a server that behaves as told, and stops both.
func withServer<Result>(
    _ handler: @escaping LoopbackServer.Handler, early: @escaping @Sendable (ReceivedRequest) -> Reply? = { _ in nil },
    test: (LoopbackServer, CurlTransport) async throws -> Result
) async throws -> Result {
    let server = try LoopbackServer(early: early, handler: handler)
    let transport = CurlTransport()
    defer {
        transport.close()
        server.stop()
    }
    return try await test(server, transport)
}

extension Recording {
    /// Sends a request and waits until it is over.
    static func of(_ request: TransportRequest, on transport: some Transport) async -> Recording {
        await Recording(request, on: transport).finished()
    }
}

extension LoopbackServer {
    /// A small POST to this server.
    func post(_ path: String = "/", body: String = "{}", totalLimit: Duration = .seconds(20)) -> TransportRequest {
        TransportRequest(
            url: url(path), headers: [HeaderField("Content-Type", "application/json")], body: Array(body.utf8), totalLimit: totalLimit)
    }

    /// A GET from this server.
    func get(_ path: String = "/") -> TransportRequest {
        TransportRequest(method: "GET", url: url(path), totalLimit: .seconds(20))
    }
}
