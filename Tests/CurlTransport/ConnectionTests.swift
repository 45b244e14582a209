import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func connectionServesOneExchangeAfterAnother() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        var reused: [Bool?] = []
        for _ in 0..<20 { reused.append(await wire.send(wire.post()).head?.reusedConnection) }
        #expect(reused == [false] + Array(repeating: true, count: 19))
        #expect(wire.server.connections.count == 1)
    }

    @Test func freshConnectionIsMadeWhereTheRequestAsksForIt() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        _ = await wire.send(wire.post())
        var request = wire.post()
        request.usesFreshConnection = true
        #expect(await wire.send(request).head?.reusedConnection == false)
        #expect(wire.server.connections.count == 2)
    }

    @Test func connectionIsNotKeptLongerThanItsIdleLifetime() async throws {
        let wire = try Wire(CurlTransport(idleLifetime: .milliseconds(50))) { _ in .text("ok") }
        defer { wire.close() }
        _ = await wire.send(wire.post())
        #expect(await eventually { wire.server.connections[0].ending == .closedByClient })
        #expect(await wire.send(wire.post()).head?.reusedConnection == false)
    }

    @Test func noMoreConnectionsAreKeptThanAllowed() async throws {
        let gate = Gate()
        let wire = try Wire(CurlTransport(maximumIdleConnections: 2)) { _ in Reply([.wait(gate)] + Reply.text("ok").steps) }
        defer { wire.close() }
        let recordings = (0..<8).map { _ in wire.start(wire.post()) }
        #expect(await eventually { wire.server.requestCount == 8 })
        gate.open()
        for recording in recordings { #expect(await recording.finished().endedWhole) }
        #expect(await eventually { wire.server.connections.count { $0.ending == nil } <= 2 })
    }

    @Test func answerOnOneConnectionDoesNotWaitForAnother() async throws {
        let wire = try Wire { request in request.path == "/slow" ? .silence : .text("quick") }
        defer { wire.close() }
        let slow = wire.start(wire.post("/slow"))
        #expect(await wire.send(wire.post("/quick")).text == "quick")
        #expect(slow.events.isEmpty)
    }
}
