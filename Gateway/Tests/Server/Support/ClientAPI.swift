import Testing
import Waybill

/// One of the two APIs, as a client speaks it.
enum ClientAPI: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case chat, responses

    var testDescription: String { rawValue }

    var path: String { self == .chat ? "/v1/chat/completions" : "/v1/responses" }

    /// A request of a few words.
    ///
    /// - Parameter members: More members, each followed by a comma.
    func asking(_ text: String = "Hi", _ members: String = "", streamed: Bool = false) -> String {
        let input = self == .chat ? #""messages":[{"role":"user","content":"\#(text)"}]"# : #""input":"\#(text)""#
        return #"{"model":"test","stream":\#(streamed),\#(members)\#(input)}"#
    }

    /// The text of a whole answer.
    func text(of answer: JSONValue) -> String? {
        switch self {
        case .chat: answer["choices"]?[0]?["message"]?["content"]?.stringValue
        case .responses:
            answer["output"]?.arrayValue?.first { $0["type"] == "message" }?["content"]?[0]?["text"]?.stringValue
        }
    }
}

/// The events of a streamed answer, as a client of an API reads them.
struct StreamReading {
    /// The text, put together from its pieces.
    var text = ""
    /// The models that the events name, each once, in order.
    var models: [String] = []
    /// The errors among the events.
    var errors: [JSONValue] = []
    /// Whether the answer ended as one that is whole or was limited: with `[DONE]`, `response.completed` or `response.incomplete`.
    var isOver = false
    /// What the last object of the answer says of the call.
    var waybill: JSONValue?

    init(_ answer: Wire.Answer, of api: ClientAPI) throws {
        for event in answer.events {
            #expect(!isOver && errors.isEmpty, "an event after the last")
            guard event != "[DONE]" else {
                isOver = true
                continue
            }
            let json = try JSONReader.read(event)
            if let error = json["error"], !error.isNull {
                errors.append(error)
                continue
            }
            switch api {
            case .chat:
                text += json["choices"]?[0]?["delta"]?["content"]?.stringValue ?? ""
                name(json["model"])
                waybill = json["x_waybill"] ?? waybill
            case .responses:
                if json["type"] == "response.output_text.delta" { text += json["delta"]?.stringValue ?? "" }
                name(json["response"]?["model"])
                waybill = json["response"]?["x_waybill"] ?? waybill
                isOver = ["response.completed", "response.incomplete"].contains(json["type"])
            }
        }
    }

    private mutating func name(_ model: JSONValue?) {
        if let model = model?.stringValue, models.last != model { models.append(model) }
    }
}
