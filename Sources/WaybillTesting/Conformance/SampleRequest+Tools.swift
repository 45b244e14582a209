import WaybillInterchange

extension SampleRequest {
    private static let tools: [ToolDefinition] = [
        ToolDefinition(
            name: "mark_find", description: "mark-description",
            parameters: [
                "type": "object", "properties": ["mark_number": ["type": "integer"], "alpha": ["type": "string"]],
                "required": ["mark_number", "alpha"], "additionalProperties": false,
            ]),
        ToolDefinition(name: "mark_list"),
        ToolDefinition(
            name: "mark_loose",
            parameters: ["type": "object", "properties": ["mark_optional": ["type": ["string", "null"], "enum": ["mark-x", .null]]]],
            strict: false),
    ]

    private static let toolTexts = ["mark_find", "mark-description", "mark_number", "mark_list", "mark_loose", "mark_optional", "mark-x"]

    /// Tools in every choice, calls and their results.
    static var toolRequests: [SampleRequest] {
        let choices: [(String, ToolChoice)] = [
            ("auto", .auto), ("none", .none), ("required", .required), ("function", .function("mark_list")),
        ]
        return choices.map { name, choice in
            SampleRequest("tools, choice \(name)", withTools(choice, conversation: [.user("mark-question")]), expecting: toolTexts)
        } + [
            SampleRequest("tool results", withTools(.auto, conversation: history), expecting: toolTexts + historyTexts),
            SampleRequest(
                "tool results without tools", ModelRequest(workload: "conformance", conversation: history), expecting: historyTexts),
            SampleRequest(
                "results of several parts", withTools(.auto, conversation: severalParts), expecting: ["mark-part-1", "mark-part-2"]),
        ]
    }

    private static func withTools(_ choice: ToolChoice, conversation: [ConversationItem]) -> ModelRequest {
        ModelRequest(workload: "conformance", tools: tools, conversation: conversation, toolChoice: choice)
    }

    /// Two calls at once, one of whose arguments are not even JSON, since models write such.
    private static let history: [ConversationItem] = [
        .user("mark-question"),
        .toolCall(ToolCall(id: "call_1", name: "mark_find", arguments: #"{ "mark_number" : 1.50 }"#)),
        .toolCall(ToolCall(id: "call_2", name: "mark_list", arguments: "{\"mark-broken")),
        .toolResult(ToolResult(callID: "call_1", "mark-result-1")), .toolResult(ToolResult(callID: "call_2", "mark-result-2")),
        .user("mark-again"),
    ]

    private static let historyTexts = [
        "call_1", "call_2", #"{ "mark_number" : 1.50 }"#, "{\"mark-broken", "mark-result-1", "mark-result-2", "mark-again",
    ]

    private static let severalParts: [ConversationItem] = [
        .user("mark-question"), .toolCall(ToolCall(id: "call_1", name: "mark_list", arguments: "{}")),
        .toolResult(ToolResult(callID: "call_1", content: [.text("mark-part-1"), .text("mark-part-2")])),
    ]

    // MARK: Media

    private static let bytes = Array("mark-bytes-of-a-file".utf8)

    private static func asking(_ part: ContentPart) -> ModelRequest {
        ModelRequest(
            workload: "conformance", conversation: [.message(Message(role: .user, content: [.text("mark-question"), part]))])
    }

    /// Images, files and audio.
    static var mediaRequests: [SampleRequest] {
        let data = Base64.encode(bytes)
        let url = "https://example.com/mark-address"
        return [
            SampleRequest("image by address", asking(.image(ImagePart(.url(url)))), expecting: ["mark-question", url]),
            SampleRequest(
                "image by bytes", asking(.image(ImagePart(.bytes(bytes, mediaType: "image/png"), detail: .high))),
                expecting: ["mark-question", data, "image/png", "high"]),
            SampleRequest(
                "file by bytes", asking(.file(FilePart(.bytes(bytes, mediaType: "application/pdf"), name: "mark-name.pdf"))),
                expecting: ["mark-question", data, "mark-name.pdf"]),
            SampleRequest("file by address", asking(.file(FilePart(.url(url), name: "mark-name.pdf"))), expecting: ["mark-question", url]),
            SampleRequest("audio", asking(.audio(AudioPart(bytes, format: "wav"))), expecting: ["mark-question", data, "wav"]),
        ]
    }

    // MARK: Formats

    /// Answers in JSON.
    static var formatRequests: [SampleRequest] {
        let schema: JSONValue = [
            "type": "object", "properties": ["mark_zeta": ["type": "string"], "mark_alpha": ["type": "number"]],
            "required": ["mark_zeta", "mark_alpha"], "additionalProperties": false,
        ]
        return [true, false]
            .map { strict in
                let format = JSONSchemaFormat(name: "mark_schema", schema: schema, description: "mark-purpose", strict: strict)
                return SampleRequest(
                    "schema, strict \(strict)",
                    ModelRequest(workload: "conformance", conversation: [.user("mark-question")], output: .jsonSchema(format)),
                    expecting: ["mark-question", "mark_zeta", "mark_alpha"])
            } + [
                SampleRequest(
                    "any JSON", ModelRequest(workload: "conformance", conversation: [.user("mark-question: JSON")], output: .jsonObject),
                    expecting: ["mark-question: JSON"])
            ]
    }
}
