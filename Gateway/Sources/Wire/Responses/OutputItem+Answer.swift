import Waybill

extension OutputItem {
    /// An item of an answer as it is told where none of it was told before; `nil` where a model says no such thing.
    init?(_ item: ConversationItem, at index: Int, of call: String, before follower: String? = nil) {
        switch item {
        case .message(let message):
            self.init(.message, at: OutputAddress("msg", index, of: call))
            parts = message.parts
            phase = message.phase
        case .toolCall(let toolCall):
            // Which of the calls it is plays no part any more.
            self.init(.call(index: -1, id: toolCall.id, name: toolCall.name), at: OutputAddress("fc", index, of: call))
            parts = [Part(kind: .arguments, escaped: toolCall.arguments.escapedForJSON)]
        case .reasoning(let reasoning):
            self.init(.reasoning, at: OutputAddress("rs", index, of: call))
            if !reasoning.text.isEmpty { parts = [Part(kind: .summary, escaped: reasoning.text.escapedForJSON)] }
            seal = SealedItem.reasoning(reasoning).text
        case .other(let other): self.init(other, at: index, of: call, before: follower)
        default: return nil
        }
        self.follower = follower
    }

    /// An item of the provider's own goes as it came, with a word on where it came from.
    private init?(_ other: OpaqueItem, at index: Int, of call: String, before follower: String?) {
        guard case .object(var members) = other.wire else { return nil }
        var note: JSONObject = ["issuer": other.issuer.json]
        if let follower { note["before"] = .string(follower) }
        members[OutputItem.note] = .object(note)
        self.init(.other(members), at: OutputAddress("it", index, of: call))
    }

    /// The member in which an item says what the API has no word for.
    static let note = "x_waybill"
}

extension Message {
    /// What a message says, as parts of an output item.
    var parts: [OutputItem.Part] {
        content.compactMap { part in
            switch part {
            case .text(let text) where !text.isEmpty: OutputItem.Part(kind: .text, escaped: text.escapedForJSON)
            case .refusal(let text) where !text.isEmpty: OutputItem.Part(kind: .refusal, escaped: text.escapedForJSON)
            // A model of neither API says anything else.
            default: nil
            }
        }
    }
}
