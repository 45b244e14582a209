import WaybillInterchange

/// What a caller of a stream has been handed so far.
struct DeliveredContent: Sendable {
    /// One run of content.
    enum Block: Sendable, Hashable {
        case text(String)
        case refusal(String)
        case toolCall(index: Int, id: String, name: String, arguments: String)
    }

    private(set) var blocks: [Block] = []

    var isEmpty: Bool { blocks.isEmpty }

    /// Takes what was handed over.
    mutating func append(_ event: AnswerEvent) {
        switch event {
        case .textDelta(let text):
            if case .text(var whole)? = blocks.last {
                // Taken out while it grows, so that the text is not copied for every piece.
                blocks.removeLast()
                whole += text
                blocks.append(.text(whole))
            } else {
                blocks.append(.text(text))
            }
        case .refusalDelta(let text):
            if case .refusal(let whole)? = blocks.last {
                blocks[blocks.count - 1] = .refusal(whole + text)
            } else {
                blocks.append(.refusal(text))
            }
        case .toolCallDelta(let delta): append(delta)
        case .reasoningDelta, .activity: break
        }
    }

    private mutating func append(_ delta: ToolCallDelta) {
        let place = blocks.lastIndex { block in
            if case .toolCall(let index, _, _, _) = block { index == delta.index } else { false }
        }
        guard let place, case .toolCall(let index, let id, let name, var arguments) = blocks[place] else {
            return blocks.append(.toolCall(index: delta.index, id: delta.id, name: delta.name, arguments: delta.arguments))
        }
        blocks[place] = .refusal("")
        arguments += delta.arguments
        blocks[place] = .toolCall(index: index, id: id, name: name, arguments: arguments)
    }

    /// The text, where nothing but text was delivered.
    var plainText: String? {
        guard blocks.count == 1, case .text(let text) = blocks[0] else { return nil }
        return text
    }

    /// What was delivered, as items of a conversation.
    var items: [ConversationItem] {
        var items: [ConversationItem] = []
        for block in blocks {
            switch block {
            case .text(let text): items.append(.assistant(text))
            case .refusal(let text): items.append(.message(Message(role: .assistant, content: [.refusal(text)])))
            case .toolCall(_, let id, let name, let arguments):
                items.append(.toolCall(ToolCall(id: id, name: name, arguments: arguments)))
            }
        }
        return items
    }
}
