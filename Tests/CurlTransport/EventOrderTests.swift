import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

/// Whatever a server does, and whenever the caller gives up: the events keep their order, and there is one last event.
@Suite(.timeLimit(.minutes(1)))
struct EventOrderTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func eventsKeepTheirOrderUnderRandomFaults(seed: UInt64) async throws {
        let wire = try Wire { request in
            var generator = SeededGenerator(seed: seed &* 1_000_003 &+ (UInt64(request.path.dropFirst()) ?? 0))
            return randomReply(using: &generator)
        }
        defer { wire.close() }
        var generator = SeededGenerator(seed: seed)
        var sent = 0
        for _ in 0..<4 {
            let recordings = (0..<24)
                .map { _ in
                    sent += 1
                    var request = wire.post("/\(sent)", body: Bytes.varied(Int.random(in: 0...100_000, using: &generator)))
                    request.totalLimit = .milliseconds(Int.random(in: 20...200, using: &generator))
                    request.maximumResponseBytes = Bool.random(using: &generator) ? 1 << 20 : 2000
                    return wire.start(request)
                }
            for recording in recordings where Int.random(in: 0..<4, using: &generator) == 0 { recording.exchange.cancel() }
            for recording in recordings {
                await recording.finished()
                #expect(recording.isInOrder, "seed \(seed)")
            }
        }
        wire.transport.close()
        #expect(Set(wire.server.requests.map(\.path)).count == wire.server.requests.count, "a request came twice, seed \(seed)")
    }
}

private func randomReply(using generator: inout SeededGenerator) -> Reply {
    let body = Bytes.varied(Int.random(in: 1...4000, using: &generator))
    let cut = Int.random(in: 0...body.count, using: &generator)
    let ending: Reply.Step = [.hangUp, .reset, .silence].randomElement(using: &generator) ?? .hangUp
    return switch Int.random(in: 0..<7, using: &generator) {
    case 0: Reply([ending])
    case 1: .stream(framing: .length(body.count), [.bytes(Array(body[..<cut])), ending])
    case 2: .stream([.bytes(body), .pause(.milliseconds(2)), .bytes(body), ending])
    case 3: .stream([.dribble(Array(body.prefix(20))), .bytes(body)])
    case 4: .respond(status: 429, body: body)
    case 5: .respond(body: body).then(.hangUp)
    default: .text("ok")
    }
}
