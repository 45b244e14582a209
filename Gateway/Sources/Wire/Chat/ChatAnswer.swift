public import Waybill

/// Writes whole answers of Chat Completions: `chat.completion` objects.
public enum ChatAnswer {
    /// The body that answers a client.
    public static func body(_ response: ModelResponse, head: AnswerHead) -> [UInt8] {
        let content = ChatContent(response.items)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024 + content.text.utf8.count)
        bytes.append(text: "{")
        bytes.appendChatHead(head, object: "chat.completion", model: response.model)
        bytes.append(text: #","choices":[{"index":0,"message":"#)
        bytes.append(json: .object(content.message))
        bytes.append(text: #","logprobs":null,"finish_reason":"#)
        bytes.append(json: response.finishReason.chatWord)
        bytes.append(text: #"}],"usage":"#)
        bytes.append(chatUsage: response.usage)
        bytes.appendChatTail(response)
        bytes.append(text: "}")
        return bytes
    }
}

/// What an answer says, put together as one message.
struct ChatContent {
    /// All text, as it came piece by piece: where several messages were written, one follows the other.
    private(set) var text = ""
    private(set) var refusal = ""
    private(set) var calls: [ToolCall] = []
    /// What kind of message the model calls it, where it calls all of them the same.
    private(set) var phase: String?
    private let items: [ConversationItem]

    init(_ items: [ConversationItem]) {
        self.items = items
        var phases: Set<String?> = []
        for item in items {
            switch item {
            case .message(let message):
                phases.insert(message.phase)
                for part in message.content {
                    switch part {
                    case .text(let more): text += more
                    case .refusal(let more): refusal += more
                    default: break
                    }
                }
            case .toolCall(let call): calls.append(call)
            default: break
            }
        }
        if phases.count == 1, let only = phases.first { phase = only }
    }

    /// The text that shows what the model thought.
    var reasoning: String { ChatReasoning.text(of: items) }

    /// What a client is to hand back without reading it: the sealed items and the phase.
    var keepsakes: JSONObject {
        var members = JSONObject()
        let details = ChatReasoning.details(of: items)
        if !details.isEmpty { members["reasoning_details"] = .array(details) }
        if let phase { members["phase"] = .string(phase) }
        return members
    }

    /// The `message` of a whole answer.
    var message: JSONObject {
        // Where there is something else to say, no text is nothing; an answer of nothing else is an empty text.
        let isSilent = text.isEmpty && !(calls.isEmpty && refusal.isEmpty)
        var message: JSONObject = [
            "role": "assistant", "content": isSilent ? .null : .string(text), "refusal": refusal.isEmpty ? .null : .string(refusal),
        ]
        let reasoning = reasoning
        if !reasoning.isEmpty { message["reasoning_content"] = .string(reasoning) }
        for (key, value) in keepsakes { message[key] = value }
        if !calls.isEmpty {
            message["tool_calls"] = .array(
                calls.map { call in
                    [
                        "id": .string(call.id), "type": "function",
                        "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                    ]
                })
        }
        return message
    }
}
