import LoopbackServer
import Testing
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct RoundTripTests {
    @Test func postArrivesExactlyAsItWasGiven() async throws {
        try await withServer({ _ in .text("hello", headers: [("x-request-id", "r-1")]) }) { server, transport in
            let request = TransportRequest(
                url: server.url("/v1/responses?a=b%20c"),
                headers: [
                    HeaderField("Content-Type", "application/json"), HeaderField("Authorization", "Bearer k", isSensitive: true),
                    HeaderField("X-Empty", ""), HeaderField("x-twice", "1"), HeaderField("x-twice", "2"),
                ], body: Array(#"{"input":"größe"}"#.utf8))
            let recording = await Recording.of(request, on: transport)

            #expect(recording.isInOrder && recording.endedWhole)
            #expect(recording.head?.status == 200)
            #expect(recording.head?.headers.value(of: "X-Request-ID") == "r-1")
            #expect(recording.text == "hello")
            let received = try #require(server.requests.first)
            #expect(received.method == "POST")
            #expect(received.path == "/v1/responses?a=b%20c")
            #expect(received.body == request.body)
            let names = received.headers.map { $0.name.lowercased() }
            #expect(
                names == ["host", "accept-encoding", "content-type", "authorization", "x-empty", "x-twice", "x-twice", "content-length"])
            #expect(received.headers.filter { $0.name == "x-twice" }.map(\.value) == ["1", "2"])
            #expect(received.header("X-Empty") == "")
            #expect(received.header("Content-Length") == "\(request.body.count)")
        }
    }

    @Test func largeBodyArrivesWhole() async throws {
        try await withServer({ _ in .text("ok") }) { server, transport in
            let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let recording = await Recording.of(TransportRequest(url: server.url(), body: body), on: transport)
            #expect(recording.endedWhole)
            #expect(server.requests.first?.body == body)
            #expect(server.requests.first?.header("Expect") == nil)
        }
    }

    @Test func emptyPostSaysItsLength() async throws {
        try await withServer({ _ in .text("ok") }) { server, transport in
            let recording = await Recording.of(TransportRequest(url: server.url()), on: transport)
            #expect(recording.endedWhole)
            #expect(server.requests.first?.header("Content-Length") == "0")
        }
    }

    @Test func getHasNoBody() async throws {
        try await withServer({ _ in .text("models") }) { server, transport in
            let recording = await Recording.of(server.get("/v1/models"), on: transport)
            #expect(recording.text == "models")
            #expect(server.requests.first?.method == "GET")
            #expect(server.requests.first?.header("Content-Length") == nil)
        }
    }
}
