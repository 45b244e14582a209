import WaybillInterchange

/// What matters of one chunk of a streamed answer, or of a whole answer: the two differ only in that `message` stands for `delta`.
///
/// Of several choices only the first is read. Whatever is missing, null, of another kind or not known is passed over.
struct ChatChunk {
    var id: String?
    var model: String?
    var created: Int?
    var serviceTier: String?
    var usage: JSONValue?
    /// Whether an error stands beside the choices or in place of them.
    var isError = false
    /// Whether there is a list of choices, an empty one included.
    var hasChoices = false
    /// The first choice.
    var choice: ChatChoice?

    /// Reads a chunk.
    ///
    /// - Parameters:
    ///   - reasoningFields: Where reasoning text is found, first match first.
    ///   - isFirst: Whether the members that are the same in every chunk are still to be read.
    /// - Throws: ``JSONError`` if the bytes are no JSON.
    static func read(_ bytes: [UInt8], reasoningFields: [String], isFirst: Bool) throws(JSONError) -> ChatChunk {
        var chunk = ChatChunk()
        try JSONCursor.read(bytes) { value in
            if value.kind == .array {
                // Gemini wraps its errors in a list.
                value.forEachElement { chunk.read(&$0, reasoningFields, isFirst) }
            } else {
                chunk.read(&value, reasoningFields, isFirst)
            }
        }
        return chunk
    }

    private mutating func read(_ chunk: inout JSONCursor, _ reasoningFields: [String], _ isFirst: Bool) {
        chunk.forEachMember { key, value in
            switch key {
            case "choices": readChoices(&value, reasoningFields)
            case "usage": usage = value.readObject() ?? usage
            case "service_tier": serviceTier = value.readString() ?? serviceTier
            case "id" where isFirst: id = value.readString()
            case "model" where isFirst: model = value.readString()
            case "created" where isFirst: created = value.readInt()
            case "error": isError = value.readError() != nil
            default: break
            }
        }
    }

    private mutating func readChoices(_ choices: inout JSONCursor, _ reasoningFields: [String]) {
        var place = 0
        hasChoices = choices.forEachElement { element in
            let choice = ChatChoice(&element, reasoningFields: reasoningFields)
            if (choice.index ?? place) == 0 { self.choice = choice }
            place += 1
        }
    }
}

/// One choice of a chunk or answer.
struct ChatChoice {
    var index: Int?
    var content: String?
    var refusal: String?
    var reasoning: String?
    var reasoningDetails: [JSONValue] = []
    var calls: [ToolCallFragment] = []
    var finishReason: String?
    var error: JSONValue?
    var usage: JSONValue?

    /// The place of the member that the reasoning came from among those where it may be found.
    private var reasoningRank = Int.max

    init(_ choice: inout JSONCursor, reasoningFields: [String]) {
        choice.forEachMember { key, value in
            switch key {
            case "index": index = value.readInt()
            case "delta": readMessage(&value, reasoningFields, isWhole: false)
            case "finish_reason": finishReason = value.readString()
            case "message": readMessage(&value, reasoningFields, isWhole: true)
            case "error": error = value.readError()
            case "usage": usage = value.readObject()
            default: break
            }
        }
    }

    private mutating func readMessage(_ message: inout JSONCursor, _ reasoningFields: [String], isWhole: Bool) {
        message.forEachMember { key, value in
            switch key {
            case "content": readContent(&value)
            case "role": break
            case "refusal": refusal = value.readString()
            case "tool_calls": readCalls(&value, isWhole: isWhole)
            case "function_call": calls.append(ToolCallFragment(legacy: &value))
            case "reasoning_details": reasoningDetails = value.readValue()?.arrayValue ?? []
            default: readReasoning(key, &value, reasoningFields)
            }
        }
    }

    private mutating func readReasoning(_ key: JSONKey, _ value: inout JSONCursor, _ fields: [String]) {
        guard let rank = fields.firstIndex(of: String(key: key)), rank < reasoningRank, let text = value.readString(), !text.isEmpty else {
            return
        }
        reasoning = text
        reasoningRank = rank
    }

    /// Reads content: a text, or a list of parts as some servers send it.
    private mutating func readContent(_ value: inout JSONCursor) {
        guard value.kind == .array else {
            content = value.readString() ?? content
            return
        }
        value.forEachElement { element in
            let part = element.readValue()
            switch part?["type"]?.stringValue {
            case "text"?: content = (content ?? "") + (part?["text"]?.stringValue ?? "")
            case "refusal"?: refusal = (refusal ?? "") + (part?["refusal"]?.stringValue ?? "")
            default: break
            }
        }
    }

    private mutating func readCalls(_ value: inout JSONCursor, isWhole: Bool) {
        var place = 0
        value.forEachElement { element in
            var fragment = ToolCallFragment(&element)
            // In a whole answer each element is a call of its own, also where none has an index.
            if isWhole { fragment.index = place }
            calls.append(fragment)
            place += 1
        }
    }
}

extension JSONCursor {
    /// Takes an object as a value.
    fileprivate mutating func readObject() -> JSONValue? {
        kind == .object ? readValue() : nil
    }

    /// Takes what stands for an error: an object or a text that says something.
    fileprivate mutating func readError() -> JSONValue? {
        switch readValue() {
        case .object(let error)? where !error.isEmpty: .object(error)
        case .string(let error)? where !error.isEmpty: .string(error)
        default: nil
        }
    }
}
