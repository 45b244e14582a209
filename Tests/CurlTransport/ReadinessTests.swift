import LoopbackServer
import Testing
import WaybillInterchange

@testable import WaybillCurlTransport

/// The way of waiting that other systems use does the same as this system's.
@Suite(.timeLimit(.minutes(1)))
struct ReadinessTests {
    private static func polling() -> CurlTransport {
        let limits = EngineLimits(maximumIdleConnections: 8, idleLifetime: .seconds(30))
        return CurlTransport(engine: Engine(limits: limits, makeReadiness: PollReadiness.init))
    }

    @Test func exchangesThroughPoll() async throws {
        let wire = try Wire(Self.polling()) { request in
            request.path == "/stream" ? .stream((0..<50).map { .text("\($0) ") }) : .respond(body: request.body)
        }
        defer { wire.close() }
        let recordings = (0..<20).map { wire.start(wire.post(body: Array("number \($0)".utf8))) }
        for (number, recording) in recordings.enumerated() { #expect(await recording.finished().text == "number \(number)") }
        #expect(await wire.send(wire.post("/stream")).text.hasSuffix("48 49 "))
        #expect(await wire.send(wire.post(body: Bytes.varied(1_000_000))).bodySize == 1_000_000)
    }

    @Test func cancelAndLimitsThroughPoll() async throws {
        let wire = try Wire(Self.polling()) { _ in .silence }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        #expect(await eventually { wire.server.requestCount == 1 })
        recording.exchange.cancel()
        #expect(await recording.finished().failure?.kind == .cancelled)
        var request = wire.post()
        request.totalLimit = .milliseconds(50)
        #expect(await wire.send(request).failure?.kind == .timeout)
    }

    @Test func wakeUpIsSeenOnceAndOnlyOnce() {
        let wakeUp = WakeUp()
        let clock = ContinuousClock()
        for readiness in [PlatformReadiness(wakeUp: wakeUp), PollReadiness(wakeUp: wakeUp)] as [any SocketReadiness] {
            wakeUp.signal()
            wakeUp.signal()
            let start = clock.now
            #expect(readiness.wait(milliseconds: 10_000).isEmpty)
            #expect(clock.now - start < .seconds(5))
            let second = clock.now
            #expect(readiness.wait(milliseconds: 20).isEmpty)
            #expect(clock.now - second >= .milliseconds(15))
        }
    }
}
