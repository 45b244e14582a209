import GatewayTestSupport
import Waybill

/// Answers and the events by which they come, as a seed has it.
enum RandomAnswers {
    static func response(using numbers: inout SeededNumbers) -> ModelResponse {
        var items: [ConversationItem] = []
        for number in 0..<Int.random(in: 0...6, using: &numbers) {
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: items.append(.message(Message(role: .assistant, content: [.refusal(text(using: &numbers))])))
            case 1:
                items.append(
                    .reasoning(
                        ReasoningItem(issuer: SampleAnswers.model, text: text(using: &numbers), wire: ["type": "reasoning", "n": 1])))
            case 2:
                items.append(
                    .other(OpaqueItem(issuer: SampleAnswers.model, wire: ["type": "mcp_call", "output": .string(text(using: &numbers))])))
            case 3...4: items.append(.toolCall(ToolCall(id: "call_\(number)", name: "f\(number)", arguments: text(using: &numbers))))
            default:
                items.append(.message(Message(role: .assistant, content: [.text(text(using: &numbers)), .text(text(using: &numbers))])))
            }
        }
        let reason: FinishReason = [.stop, .toolCalls, .length, .contentFilter, .refusal, "odd"].randomElement(using: &numbers) ?? .stop
        return SampleAnswers.response(items, reason)
    }

    /// Characters that JSON, UTF-8 or events could stumble over among others.
    private static func text(using numbers: inout SeededNumbers) -> String {
        let characters = Array("ab \n\r\t\"\\\u{0}\u{1F}\u{7F}é\u{301}–漢\u{2028}\u{1F468}\u{200D}\u{1F469}\u{FFFD}{}[]:,data: ")
        return String((0..<Int.random(in: 0...40, using: &numbers)).map { _ in characters.randomElement(using: &numbers) ?? " " })
    }

    /// The events of a response, with every text cut anywhere between two scalars, and calls side by side.
    static func events(of response: ModelResponse, using numbers: inout SeededNumbers) -> [ModelEvent] {
        var events: [ModelEvent] = [.began(SampleAnswers.model)]
        var calls: [[ModelEvent]] = []
        for item in response.items {
            switch item {
            case .message(let message):
                for part in message.content {
                    switch part {
                    case .text(let text): events += cut(text, using: &numbers).map(ModelEvent.textDelta)
                    case .refusal(let text): events += cut(text, using: &numbers).map(ModelEvent.refusalDelta)
                    default: break
                    }
                }
            case .reasoning(let item): events += cut(item.text, using: &numbers).map(ModelEvent.reasoningDelta)
            case .toolCall(let call):
                let index = calls.count
                calls.append(
                    ([""] + cut(call.arguments, using: &numbers))
                        .map {
                            .toolCallDelta(ToolCallDelta(index: index, id: call.id, name: call.name, arguments: $0))
                        })
            default: break
            }
        }
        // They begin in order; what follows of them comes in any.
        events += calls.map { $0[0] }
        var rest = calls.map { $0.dropFirst() }
        while let place = rest.indices.filter({ !rest[$0].isEmpty }).randomElement(using: &numbers) {
            events.append(rest[place].removeFirst())
        }
        return events + [.finished(response)]
    }

    private static func cut(_ text: String, using numbers: inout SeededNumbers) -> [String] {
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...8, using: &numbers)
            pieces.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
