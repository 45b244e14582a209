import WaybillInterchange

/// The items of a prompt as `input` of the Responses API.
struct ResponsesInput {
    /// The model that will read them.
    let reader: ModelName
    /// Whether the provider stores answers, so that it knows reasoning by its id alone.
    let isStored: Bool

    // MARK: What goes

    /// What is not sent, or not as it is.
    func adjustments(of items: [ConversationItem]) -> [Adjustment] {
        var foreignReasoning = 0
        var bareReasoning = 0
        var foreignItems = 0
        var longIDs = 0
        for item in items {
            switch item {
            case .reasoning(let reasoning) where reasoning.issuer != reader: foreignReasoning += 1
            case .reasoning(let reasoning) where !canReplay(reasoning): bareReasoning += 1
            case .other(let other) where other.issuer != reader: foreignItems += 1
            case .toolCall(let call) where !CallIdentifier.isAccepted(call.id): longIDs += 1
            default: break
            }
        }
        var adjustments: [Adjustment] = []
        func note(_ count: Int, _ kind: Adjustment.Kind, _ subject: String, _ reason: String) {
            if count > 0 { adjustments.append(Adjustment(kind, subject, "\(count) \(reason)")) }
        }
        note(foreignReasoning, .leftOut, "reasoning", "reasoning item(s) of another model, which only that model can read")
        note(bareReasoning, .leftOut, "reasoning", "reasoning item(s) without the content that the provider would need")
        note(foreignItems, .leftOut, "other", "item(s) of a kind that only the model they came from can read")
        note(longIDs, .normalized, "tool_call.id", "id(s) of tool calls replaced by shorter ones, in calls and results alike")
        return adjustments
    }

    /// Whether reasoning can go back: it is this model's own, and says what was thought or where the provider keeps it.
    private func canReplay(_ item: ReasoningItem) -> Bool {
        guard item.issuer == reader, let wire = item.wire, wire.objectValue != nil else { return false }
        return isStored || wire["encrypted_content"]?.stringValue?.isEmpty == false || wire["content"]?.arrayValue?.isEmpty == false
    }

    // MARK: How it goes

    /// Writes the items that can go, in their order, after the instructions where the breakpoint stands at their end.
    func write(_ request: PreparedRequest, _ breakpoint: CacheBreakpoint, to body: inout BodyWriter) {
        body.array { body in
            if breakpoint == .instructions, let instructions = request.request.instructions {
                write(Message(role: .system, content: [.text(instructions)]), breakpoint: 0, to: &body)
            }
            for (place, item) in request.items.enumerated() {
                if place == request.stableItemCount { body.endStablePart() }
                write(item, breakpoint: breakpoint.part(ofItem: place), to: &body)
            }
            if request.items.count == request.stableItemCount { body.endStablePart() }
        }
    }

    private func write(_ item: ConversationItem, breakpoint: Int?, to body: inout BodyWriter) {
        switch item {
        case .message(let message): write(message, breakpoint: breakpoint, to: &body)
        case .toolCall(let call): write(call, to: &body)
        case .toolResult(let result): write(result, to: &body)
        case .reasoning(let reasoning):
            if canReplay(reasoning), let wire = reasoning.wire { body.value(wire) }
        case .other(let other):
            if other.issuer == reader { body.value(other.wire.withoutCreator) }
        }
    }

    /// - Parameter breakpoint: The part at whose end a cache breakpoint stands.
    private func write(_ message: Message, breakpoint: Int?, to body: inout BodyWriter) {
        let isAssistant = message.role == .assistant
        body.object { body in
            body.member("type", "message")
            body.member("role", message.role == .system ? "developer" : message.role.rawValue)
            body.member("content") { body in
                body.array(message.content.enumerated()) { body, part in
                    if isAssistant {
                        body.writeOutput(part.element)
                    } else {
                        body.writeInput(part.element, hasBreakpoint: part.offset == breakpoint)
                    }
                }
            }
            if isAssistant, let phase = message.phase { body.member("phase", phase) }
        }
    }

    private func write(_ call: ToolCall, to body: inout BodyWriter) {
        body.object { body in
            body.member("type", "function_call")
            body.member("call_id", CallIdentifier.accepted(call.id))
            body.member("name", call.name)
            body.member("arguments", call.arguments)
        }
    }

    private func write(_ result: ToolResult, to body: inout BodyWriter) {
        body.object { body in
            body.member("type", "function_call_output")
            body.member("call_id", CallIdentifier.accepted(result.callID))
            body.member("output") { body in
                if result.content.isEmpty {
                    body.value("")
                } else if result.content.count == 1, case .text(let text) = result.content[0] {
                    body.value(.string(text))
                } else {
                    body.array(result.content) { $0.writeInput($1) }
                }
            }
        }
    }
}

extension BodyWriter {
    /// Writes a part that is shown to the model.
    fileprivate mutating func writeInput(_ part: ContentPart, hasBreakpoint: Bool = false) {
        object { body in
            defer { if hasBreakpoint { body.writeBreakpoint() } }
            switch part {
            case .text(let text), .refusal(let text):
                body.member("type", "input_text")
                body.member("text", text)
            case .image(let image):
                body.member("type", "input_image")
                body.member("image_url", image.source)
                body.member("detail", image.detail.rawValue)
            case .file(let file):
                body.member("type", "input_file")
                switch file.source {
                case .url(let url): body.member("file_url", url)
                case .bytes:
                    body.member("filename", file.name)
                    body.member("file_data", file.source)
                }
            case .audio(let audio):
                // Reviewed as an obstacle; written in the form that the API defines without giving it a place.
                body.member("type", "input_audio")
                body.member("input_audio") { $0.value(["data": .string(Base64.encode(audio.bytes)), "format": .string(audio.format)]) }
            }
        }
    }

    /// Writes a part that the model said.
    fileprivate mutating func writeOutput(_ part: ContentPart) {
        switch part {
        case .text(let text):
            object { body in
                body.member("type", "output_text")
                body.member("text", text)
            }
        case .refusal(let text):
            object { body in
                body.member("type", "refusal")
                body.member("refusal", text)
            }
        case .image, .file, .audio: writeInput(part)
        }
    }
}

extension JSONValue {
    /// An output item as it may go back: who created it is said in answers only.
    fileprivate var withoutCreator: JSONValue {
        guard case .object(var members) = self, members["created_by"] != nil else { return self }
        members["created_by"] = nil
        return .object(members)
    }
}
