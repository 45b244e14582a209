public import Waybill

/// Writes streamed answers of Chat Completions: `chat.completion.chunk` objects, and at the end `[DONE]`.
///
/// What is the same in all chunks of one model is put together once; each event then costs its own text and one copy of that.
public struct ChatAnswerWriter: AnswerWriter {
    private let head: AnswerHead
    private let includesUsage: Bool
    private var model: ModelName?
    /// A chunk up to its choices; empty until it is known who writes.
    private var chunkStart: [UInt8] = []
    /// A chunk up to the members of its delta.
    private var deltaStart: [UInt8] = []
    private var hasBegun = false
    /// Whether text, a refusal or a call was written.
    private var hasContent = false
    private var hasReasoning = false
    /// The calls whose id and name were written.
    private var announced: Set<Int> = []

    /// Creates the writer of one answer.
    ///
    /// - Parameter includesUsage: Whether the client asked for a last chunk that tells the tokens.
    public init(head: AnswerHead, includesUsage: Bool) {
        self.head = head
        self.includesUsage = includesUsage
    }

    public mutating func write(_ event: ModelEvent, to bytes: inout [UInt8]) {
        switch event {
        case .began(let model): name(model)
        case .lastResort: name(nil)
        case .textDelta(let text): writeContent("content", text, to: &bytes)
        case .refusalDelta(let text): writeContent("refusal", text, to: &bytes)
        case .reasoningDelta(let text): writeReasoning(text, to: &bytes)
        case .toolCallDelta(let delta): write(delta, to: &bytes)
        case .finished(let response): finish(response, to: &bytes)
        // A start over cannot be told in this form, so that it is never allowed; other kinds are safe to pass over.
        default: break
        }
    }

    public mutating func write(_ failure: ErrorAnswer, to bytes: inout [UInt8]) {
        bytes.append(text: "data: ")
        bytes.append(json: failure.json)
        bytes.append(text: "\n\n")
    }

    /// Names the model in all chunks from now on.
    private mutating func name(_ model: ModelName?) {
        guard model != self.model || chunkStart.isEmpty else { return }
        self.model = model
        chunkStart.removeAll()
        chunkStart.append(text: "data: {")
        chunkStart.appendChatHead(head, object: "chat.completion.chunk", model: model)
        deltaStart = chunkStart
        deltaStart.append(text: #","choices":[{"index":0,"delta":{"#)
    }
}

// MARK: Deltas

extension ChatAnswerWriter {
    private mutating func writeContent(_ member: StaticString, _ text: String, to bytes: inout [UInt8]) {
        writeDelta(member, text, to: &bytes)
        hasContent = true
    }

    /// Writes more of a thought; that one begins of which nothing is shown cannot be told.
    private mutating func writeReasoning(_ text: String, to bytes: inout [UInt8]) {
        guard !text.isEmpty else { return }
        writeDelta("reasoning_content", text, to: &bytes)
        hasReasoning = true
    }

    private mutating func writeDelta(_ member: StaticString, _ text: String, to bytes: inout [UInt8]) {
        begin(withCall: false, to: &bytes)
        bytes.append(contentsOf: deltaStart)
        bytes.append(text: "\"")
        bytes.append(text: member)
        bytes.append(text: "\":")
        bytes.append(json: text)
        endDelta(to: &bytes)
    }

    /// Writes a piece of a call; before the first of each, who is called.
    private mutating func write(_ delta: ToolCallDelta, to bytes: inout [UInt8]) {
        begin(withCall: true, to: &bytes)
        hasContent = true
        if announced.insert(delta.index).inserted {
            beginCall(delta.index, to: &bytes)
            bytes.append(text: #","id":"#)
            bytes.append(json: delta.id)
            bytes.append(text: #","type":"function","function":{"name":"#)
            bytes.append(json: delta.name)
            bytes.append(text: #","arguments":""}}]"#)
            endDelta(to: &bytes)
        }
        guard !delta.arguments.isEmpty else { return }
        beginCall(delta.index, to: &bytes)
        bytes.append(text: #","function":{"arguments":"#)
        bytes.append(json: delta.arguments)
        bytes.append(text: "}}]")
        endDelta(to: &bytes)
    }

    private func beginCall(_ index: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: deltaStart)
        bytes.append(text: #""tool_calls":[{"index":"#)
        bytes.append(json: index)
    }

    /// Writes the first chunk, which says that an assistant speaks, and no more; with calls first there is no text at all.
    private mutating func begin(withCall: Bool, to bytes: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        // Where nobody was named the route's last resort writes.
        name(model)
        bytes.append(contentsOf: deltaStart)
        bytes.append(text: #""role":"assistant","content":"#)
        bytes.append(text: withCall ? "null" : "\"\"")
        bytes.append(text: #","refusal":null"#)
        endDelta(to: &bytes)
    }

    private func endDelta(to bytes: inout [UInt8]) {
        bytes.append(text: #"},"logprobs":null,"finish_reason":null}]"#)
        endChunk(to: &bytes)
    }

    private func endChunk(to bytes: inout [UInt8]) {
        if includesUsage { bytes.append(text: #","usage":null"#) }
        bytes.append(text: "}\n\n")
    }
}

// MARK: The end

extension ChatAnswerWriter {
    private mutating func finish(_ response: ModelResponse, to bytes: inout [UInt8]) {
        name(response.model)
        let content = ChatContent(response.items)
        writeMissing(content, to: &bytes)
        begin(withCall: false, to: &bytes)
        writeKeepsakes(content.keepsakes, to: &bytes)
        bytes.append(contentsOf: deltaStart)
        bytes.append(text: #"},"logprobs":null,"finish_reason":"#)
        bytes.append(json: response.finishReason.chatWord)
        bytes.append(text: "}]")
        bytes.appendChatTail(response)
        endChunk(to: &bytes)
        if includesUsage { writeUsage(response.usage, to: &bytes) }
        bytes.append(text: "data: [DONE]\n\n")
    }

    /// Writes what a whole answer holds of which no event told.
    private mutating func writeMissing(_ content: ChatContent, to bytes: inout [UInt8]) {
        if !hasReasoning { writeReasoning(content.reasoning, to: &bytes) }
        guard !hasContent else { return }
        if !content.text.isEmpty { writeContent("content", content.text, to: &bytes) }
        if !content.refusal.isEmpty { writeContent("refusal", content.refusal, to: &bytes) }
        for (index, call) in content.calls.enumerated() {
            write(ToolCallDelta(index: index, id: call.id, name: call.name, arguments: call.arguments), to: &bytes)
        }
    }

    private func writeKeepsakes(_ keepsakes: JSONObject, to bytes: inout [UInt8]) {
        guard !keepsakes.isEmpty else { return }
        bytes.append(contentsOf: deltaStart)
        bytes.append(contentsOf: JSONValue.object(keepsakes).bytes().dropFirst().dropLast())
        endDelta(to: &bytes)
    }

    private func writeUsage(_ usage: TokenUsage, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: chunkStart)
        bytes.append(text: #","choices":[],"usage":"#)
        bytes.append(chatUsage: usage)
        bytes.append(text: "}\n\n")
    }
}
