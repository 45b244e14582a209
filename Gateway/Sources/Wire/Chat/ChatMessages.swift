import Waybill

/// The messages of a request as the instructions and items of the common protocol.
///
/// A first message with system authority and one text becomes the instructions; others stay where they stand, since a model may read their
/// order.
struct ChatMessages {
    private(set) var instructions: String?
    private(set) var items: [ConversationItem] = []

    /// Reads the list `messages`.
    init(_ value: JSONValue) throws(BodyFault) {
        guard case .array(let messages) = value else { throw .wrongType("an array", value) }
        guard !messages.isEmpty else { throw .invalid("needs at least one message", code: "empty_array") }
        items.reserveCapacity(messages.count)
        for (index, message) in messages.enumerated() {
            do throws(BodyFault) { try add(message) } catch { throw error.within(.element(index)) }
        }
        // Alone they are not instructions for an answer, but what is to be answered.
        guard messages.count > 1, case .message(let first)? = items.first, first.role == .system, first.content.count == 1 else { return }
        if case .text(let text) = first.content[0], !text.isEmpty {
            instructions = text
            items.removeFirst()
        }
    }

    private mutating func add(_ value: JSONValue) throws(BodyFault) {
        var message = try BodyMembers(value)
        switch try message.require("role", Body.text) {
        case "user": try addMessage(.user, &message)
        case "system", "developer": try addMessage(.system, &message)
        case "assistant": try ChatTurn(&message).add(to: &items)
        case "tool": try addToolResult(&message)
        case "function": throw BodyFault.unsupported("Say it as a message of the role 'tool'.").within("role")
        default: throw BodyFault.invalid("is none of 'developer', 'system', 'user', 'assistant' and 'tool'").within("role")
        }
    }

    private mutating func addMessage(_ role: Role, _ message: inout BodyMembers) throws(BodyFault) {
        let content = try message.require("content") { value throws(BodyFault) in
            try ChatParts.read(value, of: role == .user ? .user : .texts)
        }
        try message.refuse("name", "Not every API has names for who speaks; say it in the content.")
        try message.finish()
        items.append(.message(Message(role: role, content: content)))
    }

    private mutating func addToolResult(_ message: inout BodyMembers) throws(BodyFault) {
        let id = try message.require("tool_call_id", Body.text)
        let content = try message.require("content") { value throws(BodyFault) in try ChatParts.read(value, of: .user) }
        // Some clients repeat which function it was. The call says that already.
        if let name = try message.read("name", Body.text), name != nameOfCall(id) {
            throw BodyFault.invalid("is not the name of the function that was called").within("name")
        }
        try message.finish()
        items.append(.toolResult(ToolResult(callID: id, content: content)))
    }

    private func nameOfCall(_ id: String) -> String? {
        for case .toolCall(let call) in items.reversed() where call.id == id { return call.name }
        return nil
    }
}
