import WaybillInterchange

/// The prompt of a rehearsed request, read back from its bytes, so that its tokens can be counted as a plan counts them.
struct UnderstoodPrompt {
    /// The prompt: instructions, tools, form of the answer and items.
    private(set) var request: PreparedRequest
    /// The body's messages, or for the Responses API its input items, each with the items that it was understood as.
    private(set) var messages: [(wire: JSONValue, items: [ConversationItem])] = []

    init(_ understood: RehearsedRequest, model: ModelName) {
        let body = understood.body
        var request = ModelRequest(workload: "rehearsed")
        let definitions = body["tools"]?.arrayValue ?? []
        request.tools = definitions.compactMap { ToolDefinition(wire: $0) }
        request.output = OutputFormat(wire: body["text"]?["format"] ?? body["response_format"])
        request.toolChoice = ToolChoice(wire: body["tool_choice"])
        request.instructions = body["instructions"]?.stringValue
        for wire in (body["input"] ?? body["messages"])?.arrayValue ?? [] {
            messages.append((wire, ConversationItem.items(wire: wire, model: model)))
        }
        // Instructions that stand first among the messages are counted as what they are.
        if request.instructions == nil, let first = messages.first, first.wire["role"]?.isSystemRole == true,
            case .message(let message)? = first.items.first
        {
            request.instructions = message.text
            messages[0].items = []
        }
        var schema: [UInt8]?
        if case .jsonSchema(let format) = request.output { schema = format.schema.bytes() }
        self.request = PreparedRequest(
            request: request, items: messages.flatMap(\.items), stableItemCount: 0,
            toolSchemas: request.tools.map { $0.parameters.bytes() },
            outputSchema: schema, features: [], requestKey: 0, safetyIdentifier: nil, adjustments: [])
    }

    /// What stands before the messages.
    var head: PreparedRequest { prompt(request.request, []) }

    /// So many items and nothing else.
    func bare(_ items: [ConversationItem]) -> PreparedRequest { prompt(ModelRequest(workload: "rehearsed"), items) }

    private func prompt(_ head: ModelRequest, _ items: [ConversationItem]) -> PreparedRequest {
        PreparedRequest(
            request: head, items: items, stableItemCount: 0, toolSchemas: head.tools.isEmpty ? [] : request.toolSchemas,
            outputSchema: head.output == .text ? nil : request.outputSchema, features: [], requestKey: 0, safetyIdentifier: nil,
            adjustments: [])
    }
}

extension JSONValue {
    /// Whether this names the role of the program.
    var isSystemRole: Bool { stringValue == "developer" || stringValue == "system" }
}

extension ToolDefinition {
    /// Reads a tool in the words of either API.
    fileprivate init?(wire: JSONValue) {
        let function = wire["function"] ?? wire
        guard let name = function["name"]?.stringValue else { return nil }
        self.init(
            name: name, description: function["description"]?.stringValue, parameters: function["parameters"] ?? Self.emptyParameters,
            strict: function["strict"]?.boolValue)
    }
}

extension OutputFormat {
    /// Reads the form of the answer in the words of either API.
    fileprivate init(wire: JSONValue?) {
        let format = wire?["json_schema"] ?? wire
        switch wire?["type"]?.stringValue {
        case "json_object": self = .jsonObject
        case "json_schema":
            self = .jsonSchema(
                JSONSchemaFormat(
                    name: format?["name"]?.stringValue ?? "", schema: format?["schema"] ?? [:],
                    strict: format?["strict"]?.boolValue ?? false))
        default: self = .text
        }
    }
}

extension ToolChoice {
    fileprivate init(wire: JSONValue?) {
        switch (wire?.stringValue, wire?["name"]?.stringValue ?? wire?["function"]?["name"]?.stringValue) {
        case ("none", _): self = .none
        case ("required", _): self = .required
        case (_, let name?): self = .function(name)
        default: self = .auto
        }
    }
}

extension ConversationItem {
    /// Reads an input item of the Responses API or a message of Chat Completions.
    fileprivate static func items(wire: JSONValue, model: ModelName) -> [ConversationItem] {
        switch wire["type"]?.stringValue {
        case "function_call":
            return [.toolCall(ToolCall(id: wire["call_id"].text, name: wire["name"].text, arguments: wire["arguments"].text))]
        case "function_call_output":
            return [.toolResult(ToolResult(callID: wire["call_id"].text, content: ContentPart.parts(wire: wire["output"])))]
        case "reasoning": return [.reasoning(ReasoningItem(issuer: model, wire: wire))]
        case nil, "message": break
        default: return [.other(OpaqueItem(issuer: model, wire: wire))]
        }
        let content = ContentPart.parts(wire: wire["content"])
        if wire["role"]?.stringValue == "tool" {
            return [.toolResult(ToolResult(callID: wire["tool_call_id"].text, content: content))]
        }
        let role: Role = wire["role"]?.isSystemRole == true ? .system : Role(rawValue: wire["role"].text)
        let calls = (wire["tool_calls"]?.arrayValue ?? [])
            .map { call in
                ConversationItem.toolCall(
                    ToolCall(
                        id: call["id"].text, name: call["function"]?["name"].text ?? "",
                        arguments: call["function"]?["arguments"].text ?? ""))
            }
        guard !content.isEmpty || calls.isEmpty else { return calls }
        return [.message(Message(role: role, content: content, phase: wire["phase"]?.stringValue))] + calls
    }
}

extension ContentPart {
    /// Reads the content of a message: a text, or a list of parts.
    fileprivate static func parts(wire: JSONValue?) -> [ContentPart] {
        if let text = wire?.stringValue { return [.text(text)] }
        return (wire?.arrayValue ?? [])
            .map { part in
                if let refusal = part["refusal"]?.stringValue { return .refusal(refusal) }
                if let image = part["image_url"] { return .image(ImagePart(.url(image.stringValue ?? image["url"].text))) }
                if part["type"]?.stringValue?.hasSuffix("file") == true {
                    return .file(FilePart(.url(part["file_url"].text), name: part["filename"].text))
                }
                return .text(part["text"].text)
            }
    }
}

extension JSONValue? {
    /// The text, or an empty one.
    fileprivate var text: String { self?.stringValue ?? "" }
}
