import LoopbackServer
import Synchronization
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(.timeLimit(.minutes(1)))
struct ConcurrencyTests {
    @Test func twoHundredExchangesAtOnce() async throws {
        let gate = Gate()
        let wire = try Wire { request in Reply([.wait(gate)] + Reply.text(request.text).steps) }
        defer { wire.close() }
        let recordings = (0..<200).map { wire.start(wire.post(body: Array("number \($0)".utf8))) }
        // All of them are under way before any is answered.
        #expect(await eventually { wire.server.requestCount == 200 })
        gate.open()
        for (number, recording) in recordings.enumerated() {
            #expect(await recording.finished().text == "number \(number)")
            #expect(recording.isInOrder && recording.endedWhole)
        }
        #expect(wire.server.connections.count == 200)
    }

    @Test func manyTasksShareTheTransport() async throws {
        let wire = try Wire { request in .text(request.text) }
        defer { wire.close() }
        await withTaskGroup { group in
            for task in 0..<16 {
                group.addTask {
                    for round in 0..<20 {
                        let recording = await wire.send(wire.post(body: Array("\(task)/\(round)".utf8)))
                        #expect(recording.text == "\(task)/\(round)")
                    }
                }
            }
        }
        #expect(wire.server.requestCount == 320)
        #expect(wire.server.connections.count <= 16)
    }

    @Test func exchangesStartedWithinEventsAreServed() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let last = await withCheckedContinuation { continuation in
            chain(5, on: wire) { continuation.resume(returning: $0) }
        }
        #expect(last.isLast)
        #expect(wire.server.requestCount == 5)
    }

    @Test func closureIsLetGoAfterTheLastEvent() async throws {
        let wire = try Wire { _ in .text("ok") }
        defer { wire.close() }
        let released = Released()
        let exchanges = [wire.server.url(), "nonsense"]
            .map { url in
                let witness = Witness(of: released)
                return wire.transport.start(TransportRequest(url: url)) { _ in withExtendedLifetime(witness) {} }
            }
        // The handles are still held.
        #expect(await eventually { released.count.load(ordering: .relaxed) == 2 })
        withExtendedLifetime(exchanges) {}
    }

    private func chain(_ count: Int, on wire: Wire, done: @escaping @Sendable (TransportEvent) -> Void) {
        _ = wire.transport.start(wire.post()) { event in
            guard event.isLast else { return }
            if count > 1 { chain(count - 1, on: wire, done: done) } else { done(event) }
        }
    }
}

/// Counts the witnesses that are gone.
private final class Released: Sendable {
    let count = Atomic(0)
}

/// Tells when whoever holds it lets it go.
private final class Witness: Sendable {
    private let released: Released

    init(of released: Released) { self.released = released }

    deinit { released.count.add(1, ordering: .relaxed) }
}
