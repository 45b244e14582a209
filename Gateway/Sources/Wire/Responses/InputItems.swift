import Waybill

/// The member `input` of a request as items of the common protocol.
struct InputItems {
    private var items: [ConversationItem] = []
    /// The place of each item that has an id.
    private var places: [String: Int] = [:]
    /// Items that were told late, by the place of the item that they were made before.
    private var late: [Int: [ConversationItem]] = [:]

    /// Reads a text, or a list of items.
    init(_ value: JSONValue) throws(BodyFault) {
        switch value {
        case .string(let text): items = [.user(text)]
        case .array(let elements):
            items.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                do throws(BodyFault) { try add(element) } catch { throw error.within(.element(index)) }
            }
            bringBackLateItems()
        default: throw .wrongType("a string or an array", value)
        }
    }

    /// The items.
    ///
    /// Where there are no instructions, a first message with system authority and one text becomes them; others stay where they stand, since a model may
    /// read their order.
    func conversation(movingInstructionsTo instructions: inout String?) -> [ConversationItem] {
        // Alone it is not an instruction for an answer, but what is to be answered.
        guard instructions == nil, items.count > 1, case .message(let first)? = items.first, first.role == .system,
            first.content.count == 1,
            case .text(let text) = first.content[0], !text.isEmpty
        else { return items }
        instructions = text
        return Array(items.dropFirst())
    }

    // MARK: Items

    private mutating func add(_ value: JSONValue) throws(BodyFault) {
        var members = try BodyMembers(value)
        let note = try members.read(OutputItem.note, ItemNote.init)
        let id = try members.read("id", Body.text)
        let item = try Self.item(&members, value, id, issuer: note?.issuer)
        if let follower = note?.follower, let place = places[follower] {
            late[place, default: []].append(item)
        } else {
            if let id { places[id] = items.count }
            items.append(item)
        }
    }

    /// Puts items that were told late to where they were made.
    private mutating func bringBackLateItems() {
        guard !late.isEmpty else { return }
        var ordered: [ConversationItem] = []
        for (place, item) in items.enumerated() {
            ordered += late[place] ?? []
            ordered.append(item)
        }
        items = ordered
    }

    private static func item(
        _ members: inout BodyMembers, _ value: JSONValue, _ id: String?, issuer: ModelName?
    ) throws(BodyFault) -> ConversationItem {
        if let issuer {
            guard value.isMadeByModels else {
                throw BodyFault.invalid("is of a kind that no model makes, so that no model can have it back").within("type")
            }
            return .other(OpaqueItem(issuer: issuer, wire: value.withoutNote))
        }
        let role = try members.read("role", Body.text)
        let type = try members.read("type", Body.text) ?? (role == nil && id != nil ? "item_reference" : "message")
        let item: ConversationItem
        switch type {
        case "message": item = .message(try message(role, &members))
        case "function_call": item = .toolCall(try call(&members))
        case "function_call_output": item = .toolResult(try result(&members))
        case "reasoning": item = try reasoning(&members)
        case "item_reference": throw BodyFault.unsupported("Nothing is stored here; send the item itself.").within("type")
        default:
            throw
                BodyFault.unsupported(
                    "An item of this kind can only be handed back exactly as an answer of this gateway had it, '\(OutputItem.note)' included."
                )
                .within("type")
        }
        // How far the item was when the client got it.
        _ = try members.read("status", Body.text)
        try members.finish()
        return item
    }

    private static func message(_ role: String?, _ members: inout BodyMembers) throws(BodyFault) -> Message {
        let speaker: Role
        switch role {
        case "user": speaker = .user
        case "assistant": speaker = .assistant
        case "system", "developer": speaker = .system
        case nil: throw BodyFault(.missing).within("role")
        default: throw BodyFault.invalid("is none of 'user', 'assistant', 'system' and 'developer'").within("role")
        }
        let content = try members.require("content") { value throws(BodyFault) in
            try InputContent.read(value, of: speaker == .assistant ? .assistant : .shown)
        }
        return Message(role: speaker, content: content, phase: try members.read("phase", Body.text))
    }

    private static func call(_ members: inout BodyMembers) throws(BodyFault) -> ToolCall {
        let call = ToolCall(
            id: try members.require("call_id", Body.text), name: try members.require("name", Body.text),
            arguments: try members.require("arguments", Body.text))
        // The arguments once more, as the client's library has read them.
        _ = members.take("parsed_arguments")
        try refuseCallers(&members)
        return call
    }

    private static func result(_ members: inout BodyMembers) throws(BodyFault) -> ToolResult {
        let id = try members.require("call_id", Body.text)
        let output = try members.require("output") { value throws(BodyFault) in try InputContent.read(value, of: .shown) }
        // Some clients repeat which function it was. The call says that already.
        _ = try members.read("name", Body.text)
        try refuseCallers(&members)
        return ToolResult(callID: id, content: output)
    }

    private static func refuseCallers(_ members: inout BodyMembers) throws(BodyFault) {
        try members.refuse("namespace", "Functions have no namespaces here.")
        try members.refuse("caller", "Only the model itself can call functions here.") { $0 == ["type": "direct"] }
        try members.refuse("async", "Calls are answered in turn here.") { $0 == .bool(false) }
    }

    /// A thought, sealed here or by someone else; or an item of another kind that was sealed here.
    private static func reasoning(_ members: inout BodyMembers) throws(BodyFault) -> ConversationItem {
        let sealed = try members.read("encrypted_content") { value throws(BodyFault) in try SealedItem(sealed: Body.text(value)) }
        let texts = try (members.readList("summary", text) ?? []) + (members.readList("content", text) ?? [])
        switch sealed ?? nil {
        case .reasoning(let item)?: return .reasoning(item)
        case .other(let item)?: return .other(item)
        case nil: return .reasoning(.ofUnknownIssuer(text: texts.filter { !$0.isEmpty }.joined(separator: "\n\n")))
        }
    }

    /// A part of a reasoning item.
    private static func text(_ value: JSONValue) throws(BodyFault) -> String {
        var members = try BodyMembers(value)
        guard ["summary_text", "reasoning_text"].contains(try members.require("type", Body.text)) else {
            throw BodyFault.invalid("is neither 'summary_text' nor 'reasoning_text'").within("type")
        }
        let text = try members.require("text", Body.text)
        try members.finish()
        return text
    }
}

/// What an item of an answer says beside what the API has words for.
private struct ItemNote {
    /// The model that it came from.
    var issuer: ModelName?
    /// The id of the item that it was made before.
    var follower: String?

    init(_ value: JSONValue) throws(BodyFault) {
        var members = try BodyMembers(value)
        issuer = try members.read("issuer") { value throws(BodyFault) in
            guard let name = ModelName(try Body.text(value)) else { throw .invalid("is no model: write 'provider/model-id'") }
            return name
        }
        follower = try members.read("before", Body.text)
        try members.finish()
    }
}

extension JSONValue {
    /// An item as its provider made it.
    fileprivate var withoutNote: JSONValue {
        guard case .object(var members) = self else { return self }
        members[OutputItem.note] = nil
        return .object(members)
    }
}
