import Waybill

/// What a model thought, as it travels through a client of Chat Completions, which has no place for it.
///
/// The readable text stands in `reasoning_content`, where many servers have it. What has to go back to the model stands in
/// `reasoning_details`, where routers have it: a piece for each item that only its model can read, `{"type": "reasoning.encrypted", "data":
/// SEALED, "index": PLACE}`. The place is the item's among all items of the answer, since some models want a thought before the very call
/// that it led to.
struct ChatReasoning {
    private var sealed: [(place: Int, item: ConversationItem)] = []
    /// Thoughts that nobody sealed here; whose they are is not known.
    private var text: String?

    /// Whether there is none.
    var isEmpty: Bool { sealed.isEmpty && text == nil }

    /// Reads what a message of a request says of it.
    init(_ message: inout BodyMembers) throws(BodyFault) {
        let content = try message.read("reasoning_content", Body.text)
        // The name of the same in vLLM, Ollama and OpenRouter.
        let reasoning = try message.read("reasoning", Body.text)
        let details = try message.readList("reasoning_details", Self.detail) ?? []
        for (place, detail) in details.enumerated() {
            switch detail.item {
            case .reasoning(let item)?: sealed.append((detail.index ?? place, .reasoning(item)))
            case .other(let item)?: sealed.append((detail.index ?? place, .other(item)))
            case nil: break
            }
        }
        sealed.sort { $0.place < $1.place }
        // The text beside sealed thoughts is theirs.
        guard sealed.isEmpty else { return }
        let thought = content ?? reasoning ?? ""
        if !thought.isEmpty || !details.isEmpty { text = thought }
    }

    /// A piece: sealed here, or of some other kind, which goes no further.
    private static func detail(_ value: JSONValue) throws(BodyFault) -> (item: SealedItem?, index: Int?) {
        var members = try BodyMembers(value)
        let item = try members.read("data") { value throws(BodyFault) in try SealedItem(sealed: Body.text(value)) }
        return (item ?? nil, try members.read("index", Body.whole))
    }

    /// Puts the items among those of the same answer, each in its place.
    func insert(into turn: inout [ConversationItem]) {
        if let text { turn.insert(.reasoning(.ofUnknownIssuer(text: text)), at: 0) }
        for (place, item) in sealed { turn.insert(item, at: max(0, min(place, turn.count))) }
    }

    /// The text that a message shows.
    static func text(of items: [ConversationItem]) -> String {
        var text = ""
        for case .reasoning(let item) in items where !item.text.isEmpty { text += text.isEmpty ? item.text : "\n\n\(item.text)" }
        return text
    }

    /// The pieces that a client is to hand back.
    static func details(of items: [ConversationItem]) -> [JSONValue] {
        var details: [JSONValue] = []
        for (place, item) in items.enumerated() {
            let sealed: SealedItem
            switch item {
            case .reasoning(let item): sealed = .reasoning(item)
            case .other(let item): sealed = .other(item)
            default: continue
            }
            details.append(["type": "reasoning.encrypted", "data": .string(sealed.text), "index": .number(JSONNumber(place))])
        }
        return details
    }
}
