import Waybill

/// What an assistant said, thought and called in one message.
///
/// Clients hand back the messages that they were given, with what their libraries make of them: members that are copies of others are
/// passed over.
struct ChatTurn {
    private let message: Message?
    private let calls: [ToolCall]
    private let reasoning: ChatReasoning

    init(_ members: inout BodyMembers) throws(BodyFault) {
        var content = try members.read("content") { value throws(BodyFault) in try ChatParts.read(value, of: .assistant) }
        let refusal = try members.read("refusal", Body.text) ?? ""
        calls = try members.readList("tool_calls", Self.call) ?? []
        reasoning = try ChatReasoning(&members)
        let phase = try members.read("phase", Body.text)
        // Beside calls or a refusal, an empty text is how some clients say that there is none.
        if content == [.text("")], !(calls.isEmpty && refusal.isEmpty) { content = nil }
        if !refusal.isEmpty { content = (content ?? []) + [.refusal(refusal)] }
        message = content.map { Message(role: .assistant, content: $0, phase: phase) }
        guard message != nil || !calls.isEmpty || !reasoning.isEmpty else { throw BodyFault(.missing).within("content") }
        try members.refuse("name", "Not every API has names for who speaks; say it in the content.")
        try members.refuse("function_call", "Say it as 'tool_calls'.")
        try members.refuse("audio", "Sound that was answered belongs to an account at one provider.")
        try members.refuse("annotations", "What is known of an answer's sources cannot be handed back.", unless: Body.isNothing)
        // The content once more, as the client's library has read it.
        _ = members.take("parsed")
        try members.finish()
    }

    private static func call(_ value: JSONValue) throws(BodyFault) -> ToolCall {
        var members = try BodyMembers(value)
        let id = try members.require("id", Body.text)
        if let type = try members.read("type", Body.text), type != "function" {
            throw BodyFault.unsupported("Only calls of functions can be handed back through this gateway.").within("type")
        }
        let call = try members.require("function") { value throws(BodyFault) in
            var members = try BodyMembers(value)
            let name = try members.require("name", Body.text)
            let arguments = try members.require("arguments", Body.text)
            _ = members.take("parsed_arguments")
            try members.finish()
            return ToolCall(id: id, name: name, arguments: arguments)
        }
        // From the pieces of a stream that the client put together.
        _ = try members.read("index", Body.whole)
        try members.finish()
        return call
    }

    /// Appends it item by item.
    func add(to items: inout [ConversationItem]) {
        var turn = message.map { [ConversationItem.message($0)] } ?? []
        turn += calls.map(ConversationItem.toolCall)
        reasoning.insert(into: &turn)
        items += turn
    }
}
