import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    @Test func cancelBeforeTheStartSendsNothing() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        // The thread is kept busy in an event, so that start and cancel are both waiting when it comes to them.
        let gate = Gate()
        let busy = wire.transport.start(wire.post("/busy")) { event in
            if case .head = event { gate.waitUntilOpen() }
        }
        #expect(await eventually { wire.server.requestCount == 1 })
        let recording = wire.start(wire.post("/never"))
        recording.exchange.cancel()
        gate.open()
        #expect(await recording.finished().failure?.kind == .cancelled)
        #expect(wire.server.requests.map(\.path) == ["/busy"])
        #expect(wire.server.connections.count == 1)
        _ = busy
    }

    @Test func cancelWhileWaitingForAnAnswerClosesTheConnection() async throws {
        let wire = try Wire { _ in .silence }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        #expect(await eventually { wire.server.requestCount == 1 })
        recording.exchange.cancel()
        #expect(await recording.finished().failure?.kind == .cancelled)
        #expect(recording.isInOrder && recording.events.count == 1)
        #expect(await eventually { wire.server.connections[0].wasEndedByClient })
    }

    @Test func cancelWithinTheBodyClosesTheConnection() async throws {
        let wire = try Wire { _ in .stream([.text("some"), .silence]) }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        #expect(await eventually { recording.text == "some" })
        recording.exchange.cancel()
        #expect(await recording.finished().failure?.kind == .cancelled)
        #expect(recording.isInOrder)
        #expect(await eventually { wire.server.connections[0].wasEndedByClient })
    }

    @Test func cancelWhileTheBodyIsBeingSentClosesTheConnection() async throws {
        let gate = Gate()
        let wire = try Wire(early: { _ in Reply([.wait(gate), .silence]) }, handler: { _ in .text("never") })
        defer { wire.close() }
        let recording = wire.start(wire.post(body: [UInt8](repeating: 7, count: 30 << 20)))
        #expect(await eventually { wire.server.connections.count == 1 })
        recording.exchange.cancel()
        #expect(await recording.finished().failure?.kind == .cancelled)
        gate.open()
        #expect(await eventually { wire.server.connections[0].wasEndedByClient })
        #expect(wire.server.requests.isEmpty)
    }

    @Test func cancelWithinAnEventEndsTheExchange() async throws {
        let wire = try Wire { _ in .stream([.text("some"), .silence]) }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        let second = wire.transport.start(wire.post()) { event in
            if case .body = event { recording.exchange.cancel() }
        }
        #expect(await recording.finished().failure?.kind == .cancelled)
        second.cancel()
    }

    @Test func cancelAfterTheEndIsHarmless() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let recording = await wire.send(wire.post())
        recording.exchange.cancel()
        recording.exchange.cancel()
        recording.exchange.consumed(1_000_000)
        // The connection that served is not harmed either.
        #expect(await wire.send(wire.post()).head?.reusedConnection == true)
        #expect(recording.events.count(where: \.isLast) == 1)
    }

    @Test func manyCancelledAtAnyMomentEachEndOnce() async throws {
        let wire = try Wire { _ in .stream([.text("a"), .pause(.milliseconds(2)), .text("b")]) }
        defer { wire.close() }
        let recordings = (0..<100).map { _ in wire.start(wire.post()) }
        for (index, recording) in recordings.enumerated() where index % 2 == 0 { recording.exchange.cancel() }
        for recording in recordings {
            await recording.finished()
            #expect(recording.isInOrder)
            #expect(recording.endedWhole || recording.failure?.kind == .cancelled)
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct CloseTests {
    @Test func closeEndsWhatIsUnderWay() async throws {
        let wire = try Wire { _ in .stream([.text("some"), .silence]) }
        defer { wire.close() }
        let recordings = (0..<20).map { _ in wire.start(wire.post()) }
        #expect(await eventually { recordings.allSatisfy { $0.text == "some" } })
        wire.transport.close()
        // The thread has ended: everything that will be told was told.
        for recording in recordings {
            #expect(recording.failure?.kind == .cancelled)
            #expect(recording.isInOrder)
        }
        #expect(await eventually { wire.server.connections.allSatisfy(\.wasEndedByClient) })
    }

    @Test func exchangeStartedAfterCloseFailsAtOnce() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        _ = await wire.send(wire.post())
        wire.transport.close()
        wire.transport.close()
        let recording = wire.start(wire.post())
        #expect(recording.failure?.kind == .cancelled)
        recording.exchange.cancel()
        #expect(wire.server.requestCount == 1)
    }

    @Test func closeOfATransportThatNeverWorkedIsHarmless() {
        let transport = CurlTransport()
        transport.close()
        transport.close()
    }

    @Test func closeWithinAnEventReturns() async throws {
        let wire = try Wire { _ in .stream([.text("some"), .silence]) }
        defer { wire.close() }
        let transport = CurlTransport()
        let recording = Recording(wire.post(), on: transport)
        let other = transport.start(wire.post()) { event in
            if case .body = event { transport.close() }
        }
        #expect(await recording.finished().failure?.kind == .cancelled)
        other.cancel()
    }

    @Test func lettingGoOfTheTransportEndsItsExchanges() async throws {
        let wire = try Wire { _ in .silence }
        defer { wire.close() }
        var transport: CurlTransport? = CurlTransport()
        let recording = try Recording(wire.post(), on: #require(transport))
        #expect(await eventually { wire.server.requestCount == 1 })
        transport = nil
        #expect(recording.failure?.kind == .cancelled)
    }

    @Test func manyMayCloseAtOnce() async throws {
        let wire = try Wire { _ in .silence }
        defer { wire.close() }
        let recording = wire.start(wire.post())
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { wire.transport.close() } }
        }
        #expect(recording.failure?.kind == .cancelled)
    }
}
