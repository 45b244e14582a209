import LoopbackServer
import Testing
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct RoundTripTests {
    @Test func postArrivesExactlyAsItWasGiven() async throws {
        let wire = try Wire { _ in .text("hello", headers: [("x-request-id", "r-1")]) }
        defer { wire.close() }
        var request = wire.post("/v1/responses?a=b%20c", body: Array(#"{"input":"größe"}"#.utf8))
        request.headers += [
            HeaderField("Authorization", "Bearer k", isSensitive: true), HeaderField("X-Empty", ""), HeaderField("x-twice", "1"),
            HeaderField("x-twice", "2"),
        ]
        let recording = await wire.send(request)

        #expect(recording.isInOrder && recording.endedWhole)
        #expect(recording.head?.status == 200)
        #expect(recording.head?.headers.value(of: "X-Request-ID") == "r-1")
        #expect(recording.text == "hello")
        let received = try #require(wire.server.requests.first)
        #expect(received.method == "POST")
        #expect(received.path == "/v1/responses?a=b%20c")
        #expect(received.body == request.body)
        let names = received.headers.map { $0.name.lowercased() }
        #expect(names == ["host", "accept-encoding", "content-type", "authorization", "x-empty", "x-twice", "x-twice", "content-length"])
        #expect(received.headers.filter { $0.name == "x-twice" }.map(\.value) == ["1", "2"])
        #expect(received.header("X-Empty") == "")
        #expect(received.header("Content-Length") == "\(request.body.count)")
    }

    @Test func largeBodyArrivesWholeAndUnasked() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let body = Bytes.varied(3_000_000)
        let recording = await wire.send(wire.post(body: body))
        #expect(recording.endedWhole)
        #expect(wire.server.requests.first?.body == body)
        #expect(wire.server.requests.first?.header("Expect") == nil)
    }

    /// Both sides of the size up to which body and headers leave together.
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 70_000])
    func bodyOfAnySizeSaysItsLength(size: Int) async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let recording = await wire.send(wire.post(body: Bytes.varied(size)))
        #expect(recording.endedWhole)
        #expect(wire.server.requests.first?.body == Bytes.varied(size))
        #expect(wire.server.requests.first?.header("Content-Length") == "\(size)")
    }

    @Test func getHasNoBody() async throws {
        let wire = try Wire { _ in .text("models") }
        defer { wire.close() }
        let recording = await wire.send(wire.get("/v1/models"))
        #expect(recording.text == "models")
        #expect(wire.server.requests.first?.method == "GET")
        #expect(wire.server.requests.first?.header("Content-Length") == nil)
    }

    @Test func nothingIsAddedThatTheRequestDoesNotSay() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        _ = await wire.send(TransportRequest(url: wire.server.url(), body: [1, 2, 3]))
        #expect(wire.server.requests.first?.headers.map { $0.name.lowercased() } == ["host", "accept-encoding", "content-length"])
    }

    @Test func informationalHeadsArePassedOver() async throws {
        let wire = try Wire { _ in .text("done").preceded(byInformational: 100, 103) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.isInOrder && recording.endedWhole)
        #expect(recording.head?.status == 200)
        #expect(recording.head?.headers.value(of: "x-informational") == nil)
    }

    @Test func headersKeepTheirOrderAndRepetition() async throws {
        let wire = try Wire { _ in .text("", status: 404, headers: [("B", "1"), ("a", "2"), ("B", "3"), ("long", "one\r\n two")]) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.head?.status == 404)
        #expect(recording.head?.headers.prefix(4).map(\.description) == ["B: 1", "a: 2", "B: 3", "long: one two"])
        #expect(recording.endedWhole && recording.bodySize == 0)
    }

    @Test func redirectIsAnAnswerLikeAnyOther() async throws {
        let wire = try Wire { request in
            request.path == "/" ? .text("moved", status: 307, headers: [("Location", "/elsewhere")]) : .text("followed")
        }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.head?.status == 307)
        #expect(recording.text == "moved")
        #expect(wire.server.requests.map(\.path) == ["/"])
    }

    @Test func chunksThatComeTogetherAreHandedOverTogether() async throws {
        let wire = try Wire { _ in .stream((0..<100).map { .text("event \($0)\n") }) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.text == (0..<100).map { "event \($0)\n" }.joined())
        #expect(recording.isInOrder && recording.endedWhole)
    }

    @Test func streamedPieceComesBeforeTheNextIsSent() async throws {
        let gate = Gate()
        let wire = try Wire { _ in .stream([.text("first"), .wait(gate), .text("second")]) }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        #expect(await eventually { recording.text == "first" })
        gate.open()
        await recording.finished()
        #expect(recording.text == "firstsecond")
    }

    @Test func dribbledResponseIsWhole() async throws {
        let text = "HTTP/1.1 200 OK\r\nx-a: b\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nx-trailer: 1\r\n\r\n"
        let wire = try Wire { _ in Reply([.dribble(Array(text.utf8))]) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.isInOrder && recording.endedWhole)
        #expect(recording.head?.headers.count == 2)
        #expect(recording.text == "hello!")
    }

    @Test func bodyMayEndWithTheConnection() async throws {
        let wire = try Wire { _ in .stream(framing: .untilClose, [.text("until the end")]) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.text == "until the end")
        #expect(recording.endedWhole)
    }

    @Test func compressedBodyIsDecompressed() async throws {
        let wire = try Wire { _ in .respond(headers: [("Content-Encoding", "gzip")], body: Bytes.gzippedHello) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.text == "hello hello hello hello")
        #expect(wire.server.requests.first?.header("Accept-Encoding")?.contains("gzip") == true)
    }

    @Test func largeResponseComesWhole() async throws {
        let wire = try Wire { _ in .respond(body: Bytes.varied(6_000_000)) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.isInOrder && recording.endedWhole)
        #expect(recording.body == Bytes.varied(6_000_000))
    }
}
