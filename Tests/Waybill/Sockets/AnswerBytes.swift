import Waybill
import WaybillInterchange
import WaybillRoutes

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

/// What is asked for and answered.
enum AnswerContent: String, CaseIterable, CustomStringConvertible {
    case text
    case structured
    case toolCall

    var description: String { rawValue }

    static let call = ToolCall(id: "call_1", name: "track", arguments: #"{"order": 1207, "carrier": "any", "detail": "full"}"#)

    /// The text of the good answer.
    var text: String {
        switch self {
        case .text: "It is on its way."
        case .structured: #"{"order": 1207, "carrier": "the post", "detail": "on its way"}"#
        case .toolCall: ""
        }
    }

    /// The calls of the good answer.
    var calls: [ToolCall] { self == .toolCall ? [Self.call] : [] }

    /// What a model must be able to do.
    var features: [Feature] {
        switch self {
        case .text: []
        case .structured: [.jsonSchema]
        case .toolCall: [.tools]
        }
    }

    func request(_ prompt: String) -> ModelRequest {
        var request = ModelRequest(prompt, workload: "w")
        switch self {
        case .text: break
        case .structured: request.output = .jsonSchema(JSONSchemaFormat(name: "order", schema: Self.schema))
        case .toolCall: request.tools = [ToolDefinition(name: "track", parameters: Self.schema)]
        }
        return request
    }

    private static let schema: JSONValue = [
        "type": "object", "required": ["order", "carrier", "detail"], "additionalProperties": false,
        "properties": ["order": ["type": "integer"], "carrier": ["type": "string"], "detail": ["type": "string"]],
    ]
}

/// A good answer in the bytes of an API, and what else is made of it.
struct AnswerBytes {
    let api: ProviderAPI
    let manner: CallManner

    /// Without its framing on the wire.
    let body: String
    /// What there is of it in the middle of its content.
    let beginning: String
    /// A stream without its last event: Chat Completions' `[DONE]`.
    let bodyWithoutLastEvent: String

    /// - Parameter text: The text in place of the content's own.
    init(_ content: AnswerContent = .text, text: String? = nil, of api: ProviderAPI, _ manner: CallManner) throws {
        self.api = api
        self.manner = manner
        var script = RehearsalScript.Answer(text: text ?? content.text)
        script.toolCalls = content.calls
        let path = api == .openAIResponses ? "responses" : "chat/completions"
        let asked: JSONValue = ["model": "m", "stream": .bool(manner != .document), "stream_options": ["include_usage": true]]
        let request = try RehearsedRequest(TransportRequest(url: "http://127.0.0.1/v1/\(path)", body: asked.bytes()))
        let answer = RehearsedAnswer(script, for: request)
        let stamp = RehearsalStamp(number: 1, created: 1_795_200_000)
        if manner == .document {
            body = String(decoding: RehearsalWire.document(answer, for: request, stamp: stamp), as: UTF8.self)
            beginning = String(body.prefix(body.count / 2))
            bodyWithoutLastEvent = body
        } else {
            let frames = RehearsalWire.stream(answer, for: request, stamp: stamp)
            let pieces = frames.indices.filter { frames[$0].kind == .content }
            body = Self.text(frames[...])
            beginning = Self.text(frames[...pieces[pieces.count / 2]])
            bodyWithoutLastEvent = Self.text(frames.dropLast())
        }
    }

    /// The type that goes with the body.
    var type: String { manner == .document ? "application/json" : "text/event-stream" }

    /// An error that comes with a status of success, where an answer should be.
    var errorInside: String {
        let error = #"{"message":"PLANTED words","code":"server_error","type":"server_error","param":null}"#
        return switch (api, manner) {
        case (.openAIResponses, .document): #"{"id":"resp_1","status":"failed","output":[],"error":\#(error)}"#
        case (_, .document): #"{"error":\#(error)}"#
        case (.openAIResponses, _):
            #"data: {"type":"response.failed","response":{"id":"resp_1","status":"failed","output":[],"error":\#(error)}}"# + "\n\n"
        case (_, _): #"data: {"error":\#(error)}"# + "\n\n"
        }
    }

    /// An error as the body of an answer with its status.
    static func error(code: String, type: String = "invalid_request_error") -> String {
        #"{"error":{"message":"PLANTED words of the provider","type":"\#(type)","param":null,"code":"\#(code)"}}"#
    }

    private static func text(_ frames: ArraySlice<WireFrame>) -> String {
        frames.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }
}
