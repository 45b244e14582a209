import LoopbackServer
import Testing
import WaybillInterchange

/// Bodies are read only as fast as they are used.
@Suite(.timeLimit(.minutes(1)))
struct FlowTests {
    /// More than the sockets' buffers can hold on any system.
    private static let size = 32 << 20

    @Test func unusedBodyIsNotReadOn() async throws {
        let wire = try Wire { _ in .respond(body: [UInt8](repeating: 7, count: Self.size)) }
        defer { wire.close() }
        let recording = wire.start(wire.post(), acknowledges: false)
        #expect(await eventually { recording.bodySize >= 256 << 10 })
        let read = try await settled { recording.bodySize }
        #expect(read < 4 << 20)
        #expect(wire.server.connections[0].bytesSent < Self.size)

        await recording.acknowledgeAll()
        #expect(recording.endedWhole)
        #expect(recording.bodySize == Self.size)
    }

    @Test func heldBackExchangeHoldsBackNoOther() async throws {
        let wire = try Wire { request in request.path == "/large" ? .respond(body: [UInt8](repeating: 7, count: Self.size)) : .text("ok") }
        defer { wire.close() }
        let held = wire.start(wire.post("/large"), acknowledges: false)
        #expect(await eventually { held.bodySize >= 256 << 10 })
        for _ in 0..<5 { #expect(await wire.send(wire.post()).text == "ok") }
        held.exchange.cancel()
        #expect(await held.finished().failure?.kind == .cancelled)
    }

    @Test func heldBackExchangeStillEndsAtItsTotalLimit() async throws {
        let wire = try Wire { _ in .respond(body: [UInt8](repeating: 7, count: Self.size)) }
        defer { wire.close() }
        var request = wire.post()
        request.totalLimit = .milliseconds(300)
        let recording = await wire.start(request, acknowledges: false).finished()
        #expect(recording.failure?.kind == .timeout)
        #expect(recording.isInOrder)
    }

    @Test func compressedBodyIsHeldBackToo() async throws {
        let body = Gzip.stored([UInt8](repeating: 0, count: 6_000_000))
        let wire = try Wire { _ in .respond(headers: [("Content-Encoding", "gzip")], body: body) }
        defer { wire.close() }
        let recording = wire.start(wire.post(), acknowledges: false)
        #expect(await eventually { recording.bodySize >= 256 << 10 })
        await recording.acknowledgeAll()
        #expect(recording.endedWhole)
        #expect(recording.bodySize == 6_000_000)
    }

    /// The value once it stays the same for a while.
    private func settled(_ value: @Sendable () -> Int) async throws -> Int {
        var last = value()
        while true {
            try await Task.sleep(for: .milliseconds(50))
            let now = value()
            if now == last { return now }
            last = now
        }
    }
}
