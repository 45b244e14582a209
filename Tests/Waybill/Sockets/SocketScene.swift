import LoopbackServer
import Waybill

/// How a call is made, and how its answer comes.
enum CallManner: String, CaseIterable, CustomStringConvertible {
    /// Collected; the model answers in one document.
    case document
    /// Collected from a stream.
    case collected
    /// Handed over as it comes.
    case streamed

    var description: String { rawValue }
}

/// A request at the server, and what it may be answered with.
struct SocketScene {
    let wire: WireAnswers
    let manner: CallManner
    /// Which provider is asked, from 0.
    let provider: Int
    /// Its place among this provider's requests, from 1.
    let turn: Int
    let request: ReceivedRequest

    /// The text of every good answer.
    static let text = "It is on its way."
    private static let beginning = "It is "

    private var isDocument: Bool { manner == .document }
    private var type: String { isDocument ? "application/json" : "text/event-stream" }

    /// The bytes of a good answer, without their framing.
    var body: String { body(of: Self.text) }

    func body(of text: String) -> String {
        isDocument ? wire.document(text) : wire.delta(text) + wire.end(text).joined()
    }

    /// A good answer.
    var answer: Reply { answer(body) }

    /// A good head with another body.
    func answer(_ body: String, type: String? = nil) -> Reply {
        .stream(headers: [("content-type", type ?? self.type)], [.text(body)])
    }

    /// The beginning of a good answer, with content, and then something else.
    func begun(then steps: Reply.Step...) -> Reply {
        let beginning = isDocument ? String(body.prefix(body.count / 2)) : wire.delta(Self.beginning)
        return .stream(headers: [("content-type", type)], [.text(beginning)] + steps)
    }

    /// A good head, and then something else than content.
    func opened(then steps: Reply.Step...) -> Reply { .stream(headers: [("content-type", type)], steps) }

    /// An error that comes with a status of success, where an answer should be.
    var errorInside: String {
        let error = #"{"message":"PLANTED words","code":"server_error","type":"server_error","param":null}"#
        return switch (wire.api, isDocument) {
        case (.openAIResponses, true): #"{"id":"resp_1","status":"failed","output":[],"error":\#(error)}"#
        case (_, true): #"{"error":\#(error)}"#
        case (.openAIResponses, false):
            #"data: {"type":"response.failed","response":{"id":"resp_1","status":"failed","output":[],"error":\#(error)}}"# + "\n\n"
        case (_, false): #"data: {"error":\#(error)}"# + "\n\n"
        }
    }
}
