import WaybillInterchange

/// Reads answers of OpenAI's Responses API and of servers that imitate it.
///
/// Whatever is not known is passed over or kept; whatever is missing (indices, sequence numbers, `done` events, whole objects of details) is
/// done without.
struct ResponsesDecoder: AnswerDecoder {
    let model: ModelName
    /// The output limit that was sent; llama.cpp's server calls an answer completed that this limit cut.
    let outputLimit: Int?
    private(set) var progress = AnswerProgress.open
    private(set) var skippedEvents = 0
    var output = ResponsesOutput()
    /// Everything of the answer but its items.
    var facts = Answer()

    init(model: ModelName, outputLimit: Int?) {
        self.model = model
        self.outputLimit = outputLimit
    }

    var answer: Answer {
        var answer = facts
        answer.items = output.items(issuer: model)
        return answer
    }

    mutating func decode(_ event: ServerSentEvent, into output: inout [AnswerEvent]) throws(ModelFailure) {
        // `[DONE]` is sent by some servers only, and says nothing that the terminal event did not say.
        guard progress == .open, !event.data.starts(with: "[DONE]".utf8) else { return }
        let read: ResponsesEvent
        do throws(JSONError) {
            read = try ResponsesEvent(event)
        } catch {
            skippedEvents += 1
            return
        }
        // Flat (`{"type": "error", "code", "message"}`) or nested (`{"error": {…}}`).
        if read.isError { throw FailureClassifier(model: model).failure(inAnswer: event.data) }
        try take(read, event, into: &output)
    }

    mutating func decodeWhole(_ body: [UInt8], into output: inout [AnswerEvent]) throws(ModelFailure) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONReader.read(body)
        } catch {
            throw malformed("The provider's answer is no JSON from byte \(error.offset) on, or was cut there.")
        }
        if (document[0] ?? document)["error"]?.isTruthy == true, document["status"]?.stringValue != "failed" {
            throw FailureClassifier(model: model).failure(inAnswer: document)
        }
        guard document["output"]?.arrayValue != nil || document["status"]?.stringValue != nil else {
            throw malformed("What the provider answered is no response of the Responses API. Check base_url and api in the provider file.")
        }
        try end(document, assumed: "completed", into: &output)
    }

    /// Marks the answer as whole.
    mutating func finish(_ reason: FinishReason) {
        facts.finishReason = reason
        progress = .ended
    }

    func malformed(_ explanation: String) -> ModelFailure {
        ModelFailure(.malformedAnswer, scope: .model, explanation, model: model)
    }
}

// MARK: Events

extension ResponsesDecoder {
    private mutating func take(_ event: ResponsesEvent, _ raw: ServerSentEvent, into events: inout [AnswerEvent]) throws(ModelFailure) {
        switch event.type {
        case "response.output_text.delta": append(.text, event, raw, &events)
        case "response.function_call_arguments.delta":
            if let delta = event.delta { output.appendArguments(delta, to: address(of: event, raw), into: &events) }
        case "response.reasoning_summary_text.delta": append(.summary, event, raw, &events)
        case "response.reasoning_text.delta": append(.thought, event, raw, &events)
        case "response.refusal.delta": append(.refusal, event, raw, &events)

        case "response.output_text.done": complete(.text, event, raw, &events)
        case "response.function_call_arguments.done":
            if let whole = event.whole { output.completeArguments(whole, at: address(of: event, raw), into: &events) }
        case "response.reasoning_summary_text.done": complete(.summary, event, raw, &events)
        case "response.reasoning_text.done": complete(.thought, event, raw, &events)
        case "response.refusal.done": complete(.refusal, event, raw, &events)

        case "response.content_part.added", "response.content_part.done", "response.reasoning_summary_part.added",
            "response.reasoning_summary_part.done":
            if let part = event.part { output.takePart(part, at: address(of: event, raw), into: &events) }
        case "response.output_item.added", "response.output_item.done":
            guard let item = event.item else { return }
            output.take(item, at: event.outputIndex, isWhole: event.type.hasSuffix("done"), into: &events)

        case "response.created", "response.queued", "response.in_progress":
            if let response = event.response { readHead(response) }
        case "response.completed", "response.done": try end(event.response ?? .null, assumed: "completed", into: &events)
        case "response.incomplete": try end(event.response ?? .null, assumed: "incomplete", into: &events)
        case "response.failed": try end(event.response ?? .null, assumed: "failed", into: &events)
        case "response.cancelled": try end(event.response ?? .null, assumed: "cancelled", into: &events)
        default:
            if Self.tellsOfServerSideTool(event.type) { events.append(.activity) }
        }
    }

    private mutating func append(
        _ kind: ResponsesSlot.Part.Kind, _ event: ResponsesEvent, _ raw: ServerSentEvent, _ events: inout [AnswerEvent]
    ) {
        if let delta = event.delta { output.append(delta, kind, to: address(of: event, raw), into: &events) }
    }

    private mutating func complete(
        _ kind: ResponsesSlot.Part.Kind, _ event: ResponsesEvent, _ raw: ServerSentEvent, _ events: inout [AnswerEvent]
    ) {
        if let whole = event.whole { output.complete(whole, kind, at: address(of: event, raw), into: &events) }
    }

    /// Where an event belongs.
    ///
    /// The id is looked for only where there is no index, which hardly any server leaves out.
    private func address(of event: ResponsesEvent, _ raw: ServerSentEvent) -> ResponsesOutput.Address {
        let id = event.outputIndex == nil ? ResponsesEvent.itemID(in: raw.data) : nil
        return ResponsesOutput.Address(item: event.outputIndex, id: id, part: event.partIndex)
    }

    /// Whether an event tells that a tool works at the provider, or that input for it is written.
    private static func tellsOfServerSideTool(_ type: String) -> Bool {
        let families = [
            "response.web_search_call.", "response.file_search_call.", "response.code_interpreter_call", "response.image_generation_call.",
            "response.mcp_call", "response.mcp_list_tools.", "response.shell_call", "response.custom_tool_call_input.",
            "response.compaction.", "response.audio.",
        ]
        return families.contains { type.hasPrefix($0) }
    }
}
