import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    @Test func silentServerRunsIntoTheTotalLimit() async throws {
        let wire = try Wire { _ in .silence }
        defer { wire.close() }
        var request = wire.post()
        request.totalLimit = .milliseconds(120)
        let clock = ContinuousClock()
        let start = clock.now
        let recording = await wire.send(request)
        #expect(recording.failure?.kind == .timeout)
        #expect(recording.events.count == 1)
        #expect(clock.now - start >= .milliseconds(115))
        #expect(await eventually { wire.server.connections[0].wasEndedByClient })
    }

    @Test func silenceWithinTheBodyRunsIntoTheTotalLimit() async throws {
        let wire = try Wire { _ in .stream([.text("some"), .silence]) }
        defer { wire.close() }
        var request = wire.post()
        request.totalLimit = .milliseconds(120)
        let recording = await wire.send(request)
        #expect(recording.isInOrder)
        #expect(recording.text == "some")
        #expect(recording.failure?.kind == .timeout)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
    func limitThatIsOverIsNoLimitWithoutEnd(limit: Duration) async throws {
        let wire = try Wire { _ in .silence }
        defer { wire.close() }
        var request = wire.post()
        request.totalLimit = limit
        #expect(await wire.send(request).failure?.kind == .timeout)
    }

    @Test func hugeLimitsAreAccepted() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        var request = wire.post()
        request.totalLimit = .seconds(1 << 40)
        request.connectLimit = .seconds(1 << 40)
        #expect(await wire.send(request).endedWhole)
    }

    /// The kernel takes no more connections for this listener, and lets the client wait.
    @Test func serverThatDoesNotAcceptRunsIntoTheConnectLimit() async throws {
        let full = try FullListener()
        defer { full.close() }
        let transport = CurlTransport()
        defer { transport.close() }
        var request = TransportRequest(url: full.url, connectLimit: .milliseconds(100))
        #expect(await Recording(request, on: transport).finished().failure?.kind == .connectTimeout)
        request.totalLimit = .milliseconds(50)
        #expect(await Recording(request, on: transport).finished().failure?.kind == .timeout)
    }

    @Test func cancelWhileConnectingEndsTheExchange() async throws {
        let full = try FullListener()
        defer { full.close() }
        let transport = CurlTransport()
        defer { transport.close() }
        let recording = Recording(TransportRequest(url: full.url, connectLimit: .seconds(30)), on: transport)
        try await Task.sleep(for: .milliseconds(20))
        #expect(recording.events.isEmpty)
        recording.exchange.cancel()
        #expect(await recording.finished().failure?.kind == .cancelled)
    }

    @Test(arguments: [0, 1, 999, 1000])
    func bodyIsReadUpToItsLimit(limit: Int) async throws {
        let wire = try Wire { _ in .respond(status: 500, body: Bytes.varied(1000)) }
        defer { wire.close() }
        var request = wire.post()
        request.maximumResponseBytes = limit
        let recording = await wire.send(request)
        #expect(recording.isInOrder)
        #expect(recording.head?.status == 500)
        #expect(recording.body == Bytes.varied(limit))
        #expect(recording.failure?.kind == (limit < 1000 ? .tooLarge : nil))
    }

    @Test func endlessBodyIsLeftAtItsLimit() async throws {
        let wire = try Wire { _ in .stream(Array(repeating: .bytes([UInt8](repeating: 7, count: 100_000)), count: 1000)) }
        defer { wire.close() }
        var request = wire.post()
        request.maximumResponseBytes = 1_000_000
        let recording = await wire.send(request)
        #expect(recording.failure?.kind == .tooLarge)
        #expect(recording.bodySize == 1_000_000)
        #expect(await eventually { wire.server.connections[0].wasEndedByClient })
    }

    @Test func limitCountsDecompressedBytes() async throws {
        let wire = try Wire { _ in .respond(headers: [("Content-Encoding", "gzip")], body: Bytes.gzippedHello) }
        defer { wire.close() }
        var request = wire.post()
        request.maximumResponseBytes = 10
        let recording = await wire.send(request)
        #expect(recording.text == "hello hell")
        #expect(recording.failure?.kind == .tooLarge)
    }

    @Test(arguments: [
        (lines: 20, length: 8_000, fits: true), (lines: 200, length: 8_000, fits: false), (lines: 1, length: 400_000, fits: false),
    ])
    func headIsBounded(lines: Int, length: Int, fits: Bool) async throws {
        let wire = try Wire { _ in .text("ok", headers: (0..<lines).map { ("x-\($0)", String(repeating: "a", count: length)) }) }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        #expect(recording.endedWhole == fits)
        #expect(recording.failure?.kind == (fits ? nil : .tooLarge))
        #expect(recording.isInOrder)
    }
}
