import Synchronization
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// Collects what an exchange tells.
final class EventCollector: Sendable {
    private let collected = Mutex<[TransportEvent]>([])

    var events: [TransportEvent] { collected.withLock(\.self) }

    func take(_ event: TransportEvent) { collected.withLock { $0.append(event) } }

    var head: TransportResponseHead? {
        for case .head(let head) in events { return head }
        return nil
    }

    var pieces: [[UInt8]] {
        events.compactMap { event in if case .body(let bytes) = event { bytes } else { nil } }
    }

    var body: [UInt8] { Array(pieces.joined()) }

    var byteCount: Int { pieces.reduce(0) { $0 + $1.count } }

    var text: String { String(decoding: body, as: UTF8.self) }

    var failure: TransportFailure? {
        if case .failed(let failure)? = events.last { failure } else { nil }
    }

    var hasEnded: Bool {
        if case .end? = events.last { true } else { false }
    }

    /// The events of a streamed body.
    var streamed: [ServerSentEvent] {
        get throws {
            var parser = ServerSentEventParser()
            var events: [ServerSentEvent] = []
            try parser.feed(body, into: &events)
            return events
        }
    }
}

/// A rehearsal on a clock that the test moves.
struct Rehearsal {
    let time = VirtualTime()
    let transport: RehearsalTransport

    init(_ steps: [RehearsalScript.Step]) {
        transport = RehearsalTransport(script: RehearsalScript(steps: steps), time: time)
    }

    init(_ answer: RehearsalScript.Answer) { self.init([.answer(answer)]) }

    /// Sends a request and returns what it brings without any wait.
    func send(_ request: TransportRequest) -> EventCollector {
        let (_, collector) = start(request)
        time.advance(by: .zero)
        return collector
    }

    func start(_ request: TransportRequest) -> (any TransportExchange, EventCollector) {
        let collector = EventCollector()
        let exchange = transport.start(request) { collector.take($0) }
        return (exchange, collector)
    }
}

extension TransportRequest {
    static func responses(_ members: JSONObject = [:]) -> TransportRequest {
        rehearsed("https://rehearsal.invalid/v1/responses", ["model": "writer", "input": "How warm is it in Oslo?"], members)
    }

    static func chat(_ members: JSONObject = [:]) -> TransportRequest {
        let messages: JSONValue = [["role": "user", "content": "How warm is it in Oslo?"]]
        return rehearsed("https://rehearsal.invalid/v1/chat/completions", ["model": "writer", "messages": messages], members)
    }

    private static func rehearsed(_ url: String, _ body: JSONObject, _ members: JSONObject) -> TransportRequest {
        var body = body
        for (key, value) in members { body[key] = value }
        return TransportRequest(url: url, body: JSONValue.object(body).bytes())
    }
}

extension RehearsalScript.Answer {
    /// An answer, changed.
    static func answer(_ text: String = "", _ change: (inout RehearsalScript.Answer) -> Void) -> RehearsalScript.Answer {
        var answer = RehearsalScript.Answer(text: text)
        change(&answer)
        return answer
    }
}

extension ServerSentEvent {
    var json: JSONValue {
        get throws { try JSONReader.read(data) }
    }
}
