import GatewayTestSupport
import GatewayWire
import Testing
import Waybill

/// Whatever pieces an answer comes in, and whatever of it they leave out, the last event holds what was told, and nothing of the answer is lost.
struct ResponsesStreamPropertyTests {
    @Test(arguments: 0..<8)
    func anyPiecesMakeTheWholeAnswer(seed: UInt64) throws {
        for round in 0..<50 {
            var answer = RandomAnswer(seed: seed &* 1_000 + UInt64(round))
            let items = answer.items()
            let events = answer.events(telling: items) + [.finished(ResponsesStory.response(items))]
            let story = ResponsesStory(name: "seed \(seed), round \(round)", events: events)
            let told = try ToldResponse(story.bytes)
            let read = try ResponsesRequest.read((["model": "m", "input": .array(told.output)] as JSONValue).bytes()).request.conversation
            #expect(said(read) == said(items), "\(story.name)")
            #expect(read.filter(\.isCall) == items.filter(\.isCall), "\(story.name)")
            #expect(read.filter(\.isCarried) == items.filter(\.isCarried), "\(story.name)")
        }
    }

    /// All that was said, whatever messages it is in.
    private func said(_ items: [ConversationItem]) -> [ContentPart] {
        var parts: [ContentPart] = []
        for case .message(let message) in items {
            for part in message.content {
                switch (parts.last, part) {
                case (.text(let text)?, .text(let more)): parts[parts.count - 1] = .text(text + more)
                case (.refusal(let text)?, .refusal(let more)): parts[parts.count - 1] = .refusal(text + more)
                default: parts.append(part)
                }
            }
        }
        return parts
    }
}

extension ConversationItem {
    fileprivate var isCall: Bool { if case .toolCall = self { true } else { false } }

    /// Whether it is there for the model that made it, which is known.
    fileprivate var isCarried: Bool {
        switch self {
        case .reasoning(let item): item.issuer == ResponsesStory.mini
        case .other: true
        default: false
        }
    }
}

/// Makes answers, and the pieces in which they might come.
private struct RandomAnswer {
    private var numbers: SeededNumbers
    private var named = 0

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    private mutating func chance(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &numbers) == 0 }

    private mutating func text() -> String {
        let words = ["a", " \"b\"", "\\", "\n", "ünï", "\u{1F469}\u{200D}\u{1F4BB}", "\u{0}", "{}", " word", "e\u{301}"]
        return (0...Int.random(in: 0...5, using: &numbers)).map { _ in words.randomElement(using: &numbers) ?? "" }.joined()
    }

    mutating func items() -> [ConversationItem] {
        (0...Int.random(in: 0...5, using: &numbers))
            .map { _ in
                named += 1
                switch Int.random(in: 0..<6, using: &numbers) {
                case 0:
                    // Thoughts that are told are told apart by their texts.
                    let text = chance(2) ? "" : "\(named) \(text())"
                    let wire: JSONValue? =
                        chance(3) ? nil : ["type": "reasoning", "encrypted_content": .string("sealed \(named)"), "summary": []]
                    return .reasoning(ReasoningItem(issuer: ResponsesStory.mini, text: text, wire: wire))
                case 1:
                    return .other(
                        OpaqueItem(
                            issuer: ResponsesStory.mini,
                            wire: ["id": .string("mcp_\(named)"), "type": "mcp_call", "output": .string(text())]))
                case 2: return .toolCall(ToolCall(id: "call_\(named)", name: "f\(named)", arguments: chance(4) ? "" : "{\"a\":\(named)}"))
                case 3: return .message(Message(role: .assistant, content: [.text(text()), .refusal(text())], phase: "final_answer"))
                default: return .message(Message(role: .assistant, content: [.text(text())], phase: chance(2) ? "commentary" : nil))
                }
            }
    }

    mutating func events(telling items: [ConversationItem]) -> [ModelEvent] {
        var events: [ModelEvent] = []
        if chance(4) { events += [.began(ResponsesStory.mini), .reasoningDelta("in vain \(text())")] }
        events.append(.began(ResponsesStory.llama))
        var calls = 0
        // Some answers are cut short in what their pieces tell, and told whole at the end.
        let told = chance(3) ? Int.random(in: 0...items.count, using: &numbers) : items.count
        for item in items.prefix(told) {
            switch item {
            case .reasoning(let item):
                if chance(2) { events.append(.reasoningDelta("")) }
                events += pieces(item.text).map(ModelEvent.reasoningDelta)
            case .message(let message):
                for case .text(let text) in message.content { events += pieces(text).map(ModelEvent.textDelta) }
                for case .refusal(let text) in message.content { events += pieces(text).map(ModelEvent.refusalDelta) }
            case .toolCall(let call):
                let index = calls
                calls += 1
                events += ([""] + pieces(call.arguments))
                    .map {
                        .toolCallDelta(ToolCallDelta(index: index, id: call.id, name: call.name, arguments: $0))
                    }
            default: break
            }
            if chance(6) { events.append(.began(ResponsesStory.mini)) }
        }
        if told < items.count, chance(2), !events.isEmpty { events.removeLast() }
        return events
    }

    /// A text in pieces; they part between scalars, not characters.
    private mutating func pieces(_ text: String) -> [String] {
        var pieces = [""]
        for scalar in text.unicodeScalars {
            if chance(3) { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
        }
        return pieces
    }
}
