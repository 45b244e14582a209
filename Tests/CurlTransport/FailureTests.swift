import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

/// What a lost, short or garbled response is reported as.
@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: Reply
        let kind: TransportFailure.Kind
        var hasHead = true
    }

    private static let headers = Reply.head(framing: .length(100))

    @Test(arguments: [
        Case(testDescription: "closed before any byte", reply: .hangUp, kind: .reset, hasHead: false),
        Case(testDescription: "reset before any byte", reply: .reset, kind: .reset, hasHead: false),
        Case(
            testDescription: "closed within the head", reply: Reply([.text("HTTP/1.1 200 OK\r\nx-a: b\r\n"), .hangUp]), kind: .cut,
            hasHead: false),
        Case(
            testDescription: "closed after an informational head", reply: Reply([.text("HTTP/1.1 103 Early\r\n\r\n"), .hangUp]), kind: .cut,
            hasHead: false),
        Case(testDescription: "reset after the head", reply: Reply([.bytes(headers), .pause(.milliseconds(20)), .reset]), kind: .cut),
        Case(testDescription: "closed after the head", reply: Reply([.bytes(headers), .hangUp]), kind: .cut),
        Case(testDescription: "closed within the body", reply: .stream(framing: .length(100), [.text("half"), .hangUp]), kind: .cut),
        Case(
            testDescription: "reset within the body",
            reply: .stream(framing: .length(100), [.text("half"), .pause(.milliseconds(20)), .reset]), kind: .cut),
        Case(testDescription: "chunks without an end", reply: .stream([.text("half"), .hangUp]), kind: .cut),
        Case(
            testDescription: "closed within a chunk", reply: Reply([.bytes(Reply.head(framing: .chunked)), .text("ff\r\nhalf"), .hangUp]),
            kind: .cut),
        Case(
            testDescription: "no HTTP", reply: Reply([.text("220 mail.example.com ready\r\n"), .hangUp]), kind: .malformed, hasHead: false),
        Case(
            testDescription: "broken compression", reply: .text("this is not gzip at all", headers: [("Content-Encoding", "gzip")]),
            kind: .malformed),
    ])
    func failure(of example: Case) async throws {
        let wire = try Wire { _ in example.reply }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.failure?.kind == example.kind)
        #expect((recording.head != nil) == example.hasHead)
        #expect(recording.isInOrder)
        #expect(recording.failure?.reusedConnection == false)
        #expect(wire.server.requests.count == 1)
    }

    @Test func partOfABodyIsHandedOverBeforeTheCut() async throws {
        let wire = try Wire { _ in .stream([.text("half of it"), .hangUp]) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.text == "half of it")
        #expect(recording.failure?.kind == .cut)
    }

    @Test func nobodyListens() async throws {
        let wire = try Wire { _ in .text("ok") }
        wire.server.stop()
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.failure?.kind == .connect)
        #expect(recording.events.count == 1)
    }

    @Test func unknownHostDoesNotResolve() async {
        let transport = CurlTransport()
        defer { transport.close() }
        let url = "https://\(String(repeating: "a", count: 64)).invalid/"
        #expect(await Recording(TransportRequest(url: url), on: transport).finished().failure?.kind == .resolve)
    }

    @Test func serverWithoutTLSFailsTheHandshake() async throws {
        let wire = try Wire(greeting: Reply([.text("220 mail.example.com ready\r\n"), .silence]))
        defer { wire.close() }
        let request = TransportRequest(url: "https://127.0.0.1:\(wire.server.port)/")
        #expect(await wire.send(request).failure?.kind == .tls)
    }

    @Test func missingAuthorityFileFailsTheHandshake() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let rules = ConnectionRules(certificateAuthorityFile: "/nowhere/ca.pem")
        let request = TransportRequest(url: "https://127.0.0.1:\(wire.server.port)/", connection: rules)
        #expect(await wire.send(request).failure?.kind == .tls)
    }

    @Test func detailHoldsNothingOfRequestOrResponse() async throws {
        let wire = try Wire { request in
            request.path == "/short"
                ? .stream(headers: [("x-answer", "SECRET")], framing: .length(1000), [.text("SECRET"), .hangUp])
                : Reply([.text("SECRET\r\nSECRET: SECRET\r\n\r\n"), .hangUp])
        }
        defer { wire.close() }
        for path in ["/short", "/garbage"] {
            var request = wire.post(path, body: Array("SECRET".utf8))
            request.headers.append(HeaderField("Authorization", "Bearer SECRET", isSensitive: true))
            let failure = try #require(await wire.send(request).failure)
            #expect(!failure.description.contains("SECRET"))
        }
    }

    @Test func earlyAnswerToALargeBodyIsNotLost() async throws {
        let wire = try Wire(early: { _ in .text("too long", status: 413).then(.silence) }, handler: { _ in .text("never") })
        defer { wire.close() }
        let recording = await wire.send(wire.post(body: [UInt8](repeating: 7, count: 8 << 20)))
        #expect(recording.head?.status == 413)
        #expect(recording.text == "too long")
    }
}
