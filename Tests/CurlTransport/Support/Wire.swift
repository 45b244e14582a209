import LoopbackServer
import WaybillCurlTransport
import WaybillInterchange

/// A server that behaves as told and a transport to reach it; a test ends with ``close()``.
struct Wire {
    let server: LoopbackServer
    let transport: CurlTransport

    init(_ transport: CurlTransport = CurlTransport(), handler: @escaping LoopbackServer.Handler) throws {
        self.transport = transport
        server = try LoopbackServer(handler: handler)
    }

    /// A server that answers, or ends the connection, before it has read the body.
    init(early: @escaping @Sendable (ReceivedRequest) -> Reply?, handler: @escaping LoopbackServer.Handler) throws {
        transport = CurlTransport()
        server = try LoopbackServer(early: early, handler: handler)
    }

    /// A server that says something before it was asked, and nothing after.
    init(greeting: Reply) throws {
        transport = CurlTransport()
        server = try LoopbackServer(greeting: greeting) { _ in .hangUp }
    }

    func close() {
        transport.close()
        server.stop()
    }

    /// A small POST to the server.
    func post(_ path: String = "/", body: [UInt8] = Array("{}".utf8)) -> TransportRequest {
        TransportRequest(
            url: server.url(path), headers: [HeaderField("Content-Type", "application/json")], body: body, totalLimit: .seconds(20))
    }

    /// A GET from the server.
    func get(_ path: String = "/") -> TransportRequest {
        TransportRequest(method: "GET", url: server.url(path), totalLimit: .seconds(20))
    }

    /// Starts an exchange.
    func start(_ request: TransportRequest, acknowledges: Bool = true) -> Recording {
        Recording(request, on: transport, acknowledges: acknowledges)
    }

    /// Sends a request and waits until its exchange is over.
    func send(_ request: TransportRequest) async -> Recording {
        await start(request).finished()
    }
}
