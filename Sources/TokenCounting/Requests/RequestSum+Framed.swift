import WaybillInterchange

/// Requests in a format of which it is known, or taken to be known, what stands around each message.
extension RequestSum {
    mutating func addFramed(_ request: PreparedRequest, _ frames: MessageFrames) {
        addFrame(frames.start + frames.primer, frames, messages: 0)
        if let instructions = request.request.instructions {
            addText(instructions, to: .instructions)
            addFrame(frames.message, frames)
        }
        addTools(request)
        for item in request.items {
            switch item {
            case .message(let message):
                addContent(message.content)
                addFrame(frames.message, frames)
            case .toolCall(let call):
                addText(call.name, to: .messages)
                addText(call.arguments, to: .messages)
                estimate(frames.toolCall, "how calls of tools are framed is not published", to: .framing)
            case .toolResult(let result):
                addContent(result.content)
                estimate(frames.toolResult, "how results of tools are framed is not published", to: .framing)
            case .reasoning(let reasoning) where goesBack(to: reasoning.issuer): addReasoning(reasoning)
            case .other(let other) where goesBack(to: other.issuer): addOther(other)
            case .reasoning, .other: break
            }
        }
    }

    private mutating func addFrame(_ tokens: Int, _ frames: MessageFrames, messages: Int = 1) {
        if let slack = frames.slack {
            bound(tokens, by: slack * messages, frames.reason, to: .framing)
        } else {
            estimate(tokens, frames.reason, to: .framing)
        }
    }

    /// Reasoning comes back encrypted: how long it is can be seen, how many tokens it had cannot.
    private mutating func addReasoning(_ item: ReasoningItem) {
        let encrypted = item.wire?["encrypted_content"]?.stringValue?.utf8.count ?? 0
        estimate(
            guess(bytes: max(encrypted * 3 / 4, item.text.utf8.count)), "reasoning that is sent back is encrypted",
            to: .messages)
    }

    // MARK: Tools

    private mutating func addTools(_ request: PreparedRequest) {
        let tools = request.request.tools
        guard !tools.isEmpty else { return }
        if rules.form == .compatible {
            let written = texts.count(
                "json", of: { $0.add(tools, schemas: request.toolSchemas) }, make: { Self.json(tools, request.toolSchemas) })
            estimate(
                written.tokens + Self.templatePreamble, "how the server's chat template shows tools to the model is not known", to: .tools)
        } else {
            let written = texts.count(
                "typescript", of: { $0.add(tools, schemas: request.toolSchemas) },
                make: { ToolNamespace.text(tools, schemas: request.toolSchemas) })
            // Found by comparing with `usage`: nine more, four of them shared with a system message, and what a choice adds.
            let choice =
                switch request.request.toolChoice {
                case .auto, .required: 0
                case .none: 1
                case .function(let name): 7 + texts.count(name).tokens
                }
            let shared = request.request.instructions == nil ? 0 : 4
            estimate(written.tokens + 9 - shared + choice, "how tools are shown to the model is a reconstruction", to: .tools)
        }
    }

    /// What a template says of tools before it lists them.
    private static let templatePreamble = 60

    /// The tools as most templates list them: one JSON object a line.
    private static func json(_ tools: [ToolDefinition], _ schemas: [[UInt8]]) -> String {
        zip(tools, schemas)
            .map { tool, schema in
                let description = JSONValue.string(tool.description ?? "").text()
                return
                    #"{"type": "function", "function": {"name": "\#(tool.name)", "description": \#(description), "parameters": \#(String(decoding: schema, as: UTF8.self))}}"#
            }
            .joined(separator: "\n")
    }
}
