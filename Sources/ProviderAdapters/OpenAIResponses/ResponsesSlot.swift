import WaybillInterchange

/// One output item of an answer while it comes in.
struct ResponsesSlot {
    /// What an item is.
    enum Kind: Sendable, Hashable {
        case message
        case call
        case reasoning
        case other
    }

    /// A stretch of text within an item.
    struct Part: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case text
            case refusal
            case summary
            case thought

            /// The kind of item that such text is part of.
            var slotKind: ResponsesSlot.Kind {
                switch self {
                case .text, .refusal: .message
                case .summary, .thought: .reasoning
                }
            }
        }

        let kind: Kind
        /// Its place among parts of its kind, where the server says it.
        let index: Int?
        var text = ""
    }

    let kind: Kind
    /// The item's place in the answer.
    let position: Int
    /// The id by which events refer to it.
    var id: String?
    /// The text so far, part by part.
    var parts: [Part] = []
    /// For assistant messages of some models: what the message is for.
    var phase: String?
    /// For calls: which of the answer's calls it is.
    var callIndex = 0
    var callID = ""
    var name = ""
    var arguments = ""
    /// Whether the caller knows of the call.
    var isAnnounced = false
    /// The item as it came, once it was whole.
    var wire: JSONValue?

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = position
    }

    /// Whether it holds anything that was handed over.
    var hasContent: Bool { kind == .call ? isAnnounced : parts.contains { !$0.text.isEmpty } }

    /// The part that a piece of text belongs to, which is made where there is none.
    ///
    /// Where an index is missing on either side, any part of the kind will do.
    mutating func place(of kind: Part.Kind, index: Int?) -> Int {
        // Nearly always the last.
        if let place = parts.lastIndex(where: { $0.kind == kind && ($0.index == nil || index == nil || $0.index == index) }) {
            return place
        }
        parts.append(Part(kind: kind, index: index))
        return parts.count - 1
    }

    /// The item in the common protocol; `nil` where nothing of it is worth keeping.
    func item(issuer: ModelName) -> ConversationItem? {
        let filled = parts.filter { !$0.text.isEmpty }
        switch kind {
        case .message:
            let content = filled.map { $0.kind == .refusal ? ContentPart.refusal($0.text) : .text($0.text) }
            return content.isEmpty ? nil : .message(Message(role: .assistant, content: content, phase: phase))
        case .call:
            return isAnnounced ? .toolCall(ToolCall(id: callID, name: name, arguments: arguments)) : nil
        case .reasoning:
            let text = filled.map(\.text).joined(separator: ResponsesOutput.reasoningSeparator)
            return text.isEmpty && wire == nil ? nil : .reasoning(ReasoningItem(issuer: issuer, text: text, wire: wire))
        case .other:
            return wire.map { .other(OpaqueItem(issuer: issuer, wire: $0)) }
        }
    }
}
