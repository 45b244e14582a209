public import Waybill

/// Writes a streamed answer as the events of the Responses API.
///
/// The output of the last event holds the items that were told, in the order and with the ids in which they were told. Until a model has begun,
/// `model` is what the client asked for.
public struct ResponsesAnswerWriter: AnswerWriter {
    private var shell: ResponseShell
    private var output: ResponseOutput
    private var events = ResponseEvents()
    private var hasBegun = false
    private var isOver = false

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - head: What the answer says of itself.
    ///   - echo: What it repeats of the request; see ``AnswerForm/responses(echo:)``.
    public init(_ head: AnswerHead, echo: JSONObject) {
        shell = ResponseShell(head, echo: echo)
        output = ResponseOutput(call: shell.call)
    }

    public mutating func write(_ event: ModelEvent, to bytes: inout [UInt8]) {
        guard !isOver else { return }
        switch event {
        case .began(let model):
            shell.name(model)
            begin(&bytes)
        case .lastResort: shell.name(nil)
        case .textDelta(let text): append(text, .text, to: &bytes)
        case .refusalDelta(let text): append(text, .refusal, to: &bytes)
        case .reasoningDelta(let text): append(text, .summary, to: &bytes)
        case .toolCallDelta(let delta):
            begin(&bytes)
            output.append(delta, &events, to: &bytes)
        case .finished(let response): finish(response, to: &bytes)
        // A client cannot be told that what came is void, so no answer may start over; kinds that are not known say nothing that it needs.
        default: break
        }
    }

    public mutating func write(_ failure: ErrorAnswer, to bytes: inout [UInt8]) {
        guard !isOver else { return }
        isOver = true
        // Flat, as documented; and nested, as official clients look for it before they raise.
        events.write("error", to: &bytes) { bytes in
            let error = failure.json["error"]?.objectValue ?? [:]
            for key in ["code", "message", "param"] {
                bytes.append(text: ",")
                bytes.append(json: key)
                bytes.append(text: ":")
                (error[key] ?? .null).write(into: &bytes)
            }
            bytes.append(text: #","error":"#)
            JSONValue.object(error).write(into: &bytes)
        }
    }

    private mutating func append(_ text: String, _ kind: OutputItem.Part.Kind, to bytes: inout [UInt8]) {
        guard !text.isEmpty else {
            if kind == .summary { output.beginThought() }
            return
        }
        begin(&bytes)
        output.append(text, kind, &events, to: &bytes)
    }

    /// Tells that there is a response, once.
    private mutating func begin(_ bytes: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        for type: StaticString in ["response.created", "response.in_progress"] {
            events.write(type, to: &bytes) { bytes in
                bytes.append(text: #","response":"#)
                shell.write(.inProgress, to: &bytes) { _ in }
            }
        }
    }

    private mutating func finish(_ response: ModelResponse, to bytes: inout [UInt8]) {
        shell.name(response.model)
        begin(&bytes)
        output.finish(response, &events, to: &bytes)
        isOver = true
        events.write(response.isComplete ? "response.completed" : "response.incomplete", to: &bytes) { bytes in
            bytes.append(text: #","response":"#)
            shell.write(.over(response), to: &bytes) { output.write(to: &$0) }
        }
    }
}
