import GatewayWire
import Waybill

/// Answers to write.
enum SampleAnswers {
    static let model = ModelName(provider: "openai", id: "gpt-5.4-mini")
    static let head = AnswerHead(call: CallID(high: 0x019A_A5E0_7F00_1234, low: 0x5678_9ABC_DEF0_0001), created: 1_795_201_000)

    /// The report of a call that was answered at the second attempt.
    static var route: RouteReport {
        var route = RouteReport(workload: "support-chat")
        route.id = head.call
        var first = AttemptReport(number: 1, model: ModelName(provider: "first", id: "m"), started: .zero, bytesSent: 100)
        (first.outcome, first.failure, first.status, first.requestID) = (.failed, .overloaded, 503, "req_1")
        var second = AttemptReport(number: 2, model: model, started: .milliseconds(10), bytesSent: 100)
        (second.outcome, second.status, second.cost) = (.answered, 200, Money(picodollars: 1_230_000_000))
        route.attempts = [first, second]
        route.adjustments = [Adjustment(.leftOut, "temperature", "the model takes it only with a reasoning_effort of 'none'")]
        return route
    }

    static var usage: TokenUsage {
        TokenUsage(
            uncachedInput: 6, cachedInput: 1_316, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 138)], outputText: 13,
            reasoning: 16)
    }

    static func response(_ items: [ConversationItem], _ reason: FinishReason = .stop) -> ModelResponse {
        ModelResponse(
            model: model, items: items, finishReason: reason, isComplete: reason.isWhole, usage: usage, serviceTier: "default", route: route
        )
    }

    static let reasoning = ConversationItem.reasoning(
        ReasoningItem(
            issuer: model, text: "Look it up.",
            wire: [
                "id": "rs_1", "type": "reasoning", "summary": [["type": "summary_text", "text": "Look it up."]],
                "encrypted_content": "gAAA",
            ]))

    /// What a model may do, by a name for its golden files.
    static let all: [(name: String, response: ModelResponse)] = [
        ("text", response([.assistant("It is -3 °C in Oslo.\n\"Cold\" \\ \u{1F976}\u{2028}\u{1}")])),
        (
            "calls",
            response(
                [
                    reasoning, .toolCall(ToolCall(id: "call_1", name: "get_temperature", arguments: #"{"city":"Oslo"}"#)),
                    .toolCall(ToolCall(id: "call_2", name: "now", arguments: "{}")),
                ], .toolCalls)
        ),
        (
            "text-and-call",
            response(
                [
                    .message(Message(role: .assistant, content: [.text("Let me "), .text("see.")], phase: "commentary")),
                    .toolCall(ToolCall(id: "call_1", name: "now", arguments: "{}")),
                ], .toolCalls)
        ),
        ("refusal", response([.message(Message(role: .assistant, content: [.refusal("I can't help with that.")]))], .refusal)),
        ("length", response([.assistant("It is")], .length)),
        (
            "items",
            response([
                reasoning, .message(Message(role: .assistant, content: [.text("One.")], phase: "commentary")),
                .other(OpaqueItem(issuer: model, wire: ["type": "web_search_call", "id": "ws_1"])),
                .message(Message(role: .assistant, content: [.text("Two.")], phase: "final_answer")),
            ])
        ),
        ("last-resort", lastResort),
    ]

    private static var lastResort: ModelResponse {
        var route = route
        route.degraded = true
        route.attempts.removeLast()
        return ModelResponse(model: nil, items: [.assistant("Please call us.")], finishReason: .lastResort, route: route)
    }

    /// The events by which a response comes, all texts in pieces of so many characters.
    static func events(of response: ModelResponse, pieces size: Int) -> [ModelEvent] {
        var events: [ModelEvent] = [response.model.map(ModelEvent.began) ?? .lastResort]
        var index = 0
        for item in response.items {
            switch item {
            case .message(let message):
                for part in message.content {
                    switch part {
                    case .text(let text): events += pieces(of: text, size).map(ModelEvent.textDelta)
                    case .refusal(let text): events += pieces(of: text, size).map(ModelEvent.refusalDelta)
                    default: break
                    }
                }
            case .toolCall(let call):
                let arguments = call.arguments.isEmpty ? [""] : pieces(of: call.arguments, size)
                events += arguments.map { .toolCallDelta(ToolCallDelta(index: index, id: call.id, name: call.name, arguments: $0)) }
                index += 1
            case .reasoning(let item): events += pieces(of: item.text, size).map(ModelEvent.reasoningDelta)
            default: break
            }
        }
        return events + [.finished(response)]
    }

    private static func pieces(of text: String, _ size: Int) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
