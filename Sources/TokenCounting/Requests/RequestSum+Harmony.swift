import WaybillInterchange

/// Requests to gpt-oss models, whose format is published to the token.
extension RequestSum {
    mutating func addHarmony(_ request: PreparedRequest) {
        let tools = request.request.tools
        addText(HarmonyText.system(hasTools: !tools.isEmpty), to: .framing)
        add(exact: HarmonyText.messageFrame + HarmonyText.primer, to: .framing)
        bound(0, by: texts.count(HarmonyText.dateLine).tokens, "the server decides whether it tells the model the date", to: .framing)
        addDeveloperMessage(request)

        var names: [String: String] = [:]
        let lastAnswer = request.items.lastIndex(where: \.isAnswer)
        for (place, item) in request.items.enumerated() {
            switch item {
            case .message(let message):
                addContent(message.content)
                // All roles, and the channel `final`, are one token, which the frames include.
                add(exact: message.role == .assistant ? HarmonyText.assistantFrame : HarmonyText.messageFrame, to: .framing)
            case .toolCall(let call):
                names[call.id] = call.name
                for text in HarmonyText.callHeader(call.name) { addText(text, to: .framing) }
                addText(call.arguments, to: .messages)
                add(exact: HarmonyText.callFrame, to: .framing)
                bound(0, by: HarmonyText.callSlack, "servers write the format of a call in two ways", to: .framing)
            case .toolResult(let result):
                for text in HarmonyText.resultHeader(names[result.callID] ?? "") { addText(text, to: .framing) }
                addContent(result.content)
                add(exact: HarmonyText.resultFrame, to: .framing)
            case .reasoning(let thought) where goesBack(to: thought.issuer): addThought(thought, isAnswered: place < lastAnswer ?? 0)
            case .other(let other) where goesBack(to: other.issuer): addOther(other)
            case .reasoning, .other: break
            }
        }
    }

    /// Thoughts are shown again while tools are being called for them; once they have led to an answer, servers drop them, most of the time.
    private mutating func addThought(_ thought: ReasoningItem, isAnswered: Bool) {
        let text = texts.count(thought.text)
        if isAnswered {
            bound(
                0, by: text.tokens + HarmonyText.assistantFrame, "servers differ in whether they show a model its earlier thoughts",
                to: .messages)
        } else {
            add(text, to: .messages)
            add(exact: HarmonyText.assistantFrame, to: .framing)
        }
    }

    /// The instructions and the tools, which are one text.
    private mutating func addDeveloperMessage(_ request: PreparedRequest) {
        let instructions = request.request.instructions
        let tools = request.request.tools
        guard instructions != nil || !tools.isEmpty else { return }
        add(exact: HarmonyText.messageFrame, to: .framing)
        var before = 0
        if let instructions {
            let count = texts.count(HarmonyText.developer(instructions: instructions, tools: nil))
            add(count, to: .instructions)
            before = count.tokens
        }
        guard !tools.isEmpty else { return }
        let whole = texts.count(
            "developer",
            of: {
                $0.add(instructions ?? "")
                $0.add(tools, schemas: request.toolSchemas)
            },
            make: { HarmonyText.developer(instructions: instructions, tools: ToolNamespace.section(tools, schemas: request.toolSchemas)) })
        let bounds = whole.bounds.map { max(0, $0.lowerBound - before)...$0.upperBound }
        add(
            TokenCount(whole.tokens - before, whole.certainty, tokenizer: whole.tokenizer, bounds: bounds, reason: whole.reason), to: .tools
        )
    }
}

extension ConversationItem {
    /// Whether it is something that the assistant said to the user.
    fileprivate var isAnswer: Bool {
        if case .message(let message) = self { message.role == .assistant } else { false }
    }
}
