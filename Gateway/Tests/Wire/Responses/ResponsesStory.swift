import GatewayWire
import Testing
import Waybill

/// An answer as a router tells of it, event by event.
struct ResponsesStory: CustomTestStringConvertible {
    /// The name of its golden files.
    let name: String
    let events: [ModelEvent]
    /// What the client is told that broke off.
    var failure: ErrorAnswer?

    var testDescription: String { name }

    static let head = AnswerHead(call: CallID("019a01e03f1b7c3a9d4c5e6f70819203")!, created: 1_795_200_208)

    /// What is repeated of the request.
    static let echo: JSONObject = {
        let body = #"{"model":"support","input":"Hi","instructions":"Be brief.","metadata":{"ticket":"7"},"stream":true}"#
        guard let inbound = try? ResponsesRequest.read(Array(body.utf8)), case .responses(let echo) = inbound.form else { return [:] }
        return echo
    }()

    /// The answer itself, where it came to an end.
    var response: ModelResponse? {
        if case .finished(let response)? = events.last { response } else { nil }
    }

    /// What a client is told of it.
    var bytes: [UInt8] {
        var writer = ResponsesAnswerWriter(Self.head, echo: Self.echo)
        var bytes: [UInt8] = []
        for event in events { writer.write(event, to: &bytes) }
        if let failure { writer.write(failure, to: &bytes) }
        return bytes
    }

    // MARK: The stories

    static let mini = ModelName(provider: "openai", id: "gpt-5.4-mini")
    static let llama = ModelName(provider: "local", id: "llama-3.3-70b")

    static let all: [ResponsesStory] = [
        told("text", "Or", "der 1207 was \"shipped\".\n"), hiddenReasoning, lateReasoning, thoughtBetween, visibleReasoning, toolCalls,
        commentary, refusal, cut, filtered,
        lastResort,
        hostedTool, rescued, wholeAtTheEnd, brokenOff, brokenBeforeItBegan,
    ]

    private static func told(_ name: String, _ pieces: String...) -> ResponsesStory {
        ResponsesStory(
            name: name,
            events: [.began(mini)] + pieces.map(ModelEvent.textDelta) + [.finished(response([.assistant(pieces.joined())]))])
    }

    /// An answer of these items.
    static func response(
        _ items: [ConversationItem], model: ModelName? = mini, _ reason: FinishReason = .stop, usage: TokenUsage? = nil
    ) -> ModelResponse {
        var route = RouteReport(workload: "support")
        route.id = head.call
        route.duration = .milliseconds(2_600)
        let usage =
            usage
            ?? TokenUsage(
                uncachedInput: 6, cachedInput: 1_316, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 138)], outputText: 13,
                reasoning: 16)
        return ModelResponse(
            model: model, items: items, finishReason: reason, isComplete: reason.isWhole, usage: usage, serviceTier: "default", route: route
        )
    }

    private static func thought(_ text: String, _ model: ModelName = mini) -> ConversationItem {
        let summary: JSONValue = text.isEmpty ? [] : [["type": "summary_text", "text": .string(text)]]
        return .reasoning(
            ReasoningItem(
                issuer: model, text: text,
                wire: ["id": "rs_0c19fa", "type": "reasoning", "summary": summary, "encrypted_content": "gAAAAABpE0xS7kq2"]))
    }

    private static func said(_ text: String, _ phase: String) -> ConversationItem {
        .message(Message(role: .assistant, content: [.text(text)], phase: phase))
    }

    private static let hiddenReasoning = ResponsesStory(
        name: "hidden-reasoning",
        events: [
            .reasoningDelta(""), .began(mini), .textDelta("It is -3 °C."),
            .finished(response([thought(""), said("It is -3 °C.", "final_answer")])),
        ])

    /// Of the thought nothing is known before the end.
    private static let lateReasoning = ResponsesStory(
        name: "late-reasoning",
        events: [.began(mini), .textDelta("It is -3 °C."), .finished(response([thought(""), said("It is -3 °C.", "final_answer")]))])

    /// Thoughts between what is said and called; one of them was thought in vain.
    private static let thoughtBetween: ResponsesStory = {
        let call = ToolCall(id: "call_1", name: "get_time", arguments: "{}")
        return ResponsesStory(
            name: "thought-between",
            events: [
                .reasoningDelta(""), .reasoningDelta(""), .began(mini), .textDelta("Let me see."), .reasoningDelta(""),
                .reasoningDelta("Which clock?"),
                .reasoningDelta(""), .toolCallDelta(ToolCallDelta(index: 0, id: "call_1", name: "get_time", arguments: "{}")),
                .finished(
                    response(
                        [thought(""), .assistant("Let me see."), thought("Which clock?"), thought(""), .toolCall(call)], .toolCalls)),
            ])
    }()

    private static let visibleReasoning = ResponsesStory(
        name: "visible-reasoning",
        events: [
            .began(mini), .reasoningDelta("Oslo is cold"), .reasoningDelta(" in winter."), .textDelta("It is -3 °C."),
            .finished(response([thought("Oslo is cold in winter."), .assistant("It is -3 °C.")])),
        ])

    private static let toolCalls: ResponsesStory = {
        let calls = [
            ToolCall(id: "call_1", name: "get_temperature", arguments: #"{"city":"Oslo"}"#),
            ToolCall(id: "call_2", name: "get_time", arguments: "{}"),
        ]
        return ResponsesStory(
            name: "tool-calls",
            events: [
                .began(mini), .toolCallDelta(ToolCallDelta(index: 0, id: "call_1", name: "get_temperature", arguments: "")),
                .toolCallDelta(ToolCallDelta(index: 0, id: "call_1", name: "get_temperature", arguments: #"{"city":"#)),
                .toolCallDelta(ToolCallDelta(index: 1, id: "call_2", name: "get_time", arguments: "{}")),
                .toolCallDelta(ToolCallDelta(index: 0, id: "call_1", name: "get_temperature", arguments: #""Oslo"}"#)),
                .finished(response([thought("")] + calls.map(ConversationItem.toolCall), .toolCalls)),
            ])
    }()

    private static let commentary: ResponsesStory = {
        let call = ToolCall(id: "call_1", name: "get_time", arguments: "{}")
        return ResponsesStory(
            name: "commentary",
            events: [
                .began(mini), .textDelta("Let me see."),
                .toolCallDelta(ToolCallDelta(index: 0, id: "call_1", name: "get_time", arguments: "{}")), .textDelta("It is late."),
                .finished(response([said("Let me see.", "commentary"), .toolCall(call), said("It is late.", "final_answer")], .toolCalls)),
            ])
    }()

    private static let refusal = ResponsesStory(
        name: "refusal",
        events: [
            .began(mini), .textDelta("Well. "), .refusalDelta("I cannot "), .refusalDelta("help."),
            .finished(response([.message(Message(role: .assistant, content: [.text("Well. "), .refusal("I cannot help.")]))], .refusal)),
        ])

    private static let cut = ResponsesStory(
        name: "cut-by-the-limit",
        events: [.began(mini), .textDelta("It is"), .finished(response([thought(""), .assistant("It is")], .length))])

    private static let filtered = ResponsesStory(
        name: "cut-by-a-filter", events: [.began(mini), .textDelta("It is"), .finished(response([.assistant("It is")], .contentFilter))])

    private static let lastResort = ResponsesStory(
        name: "last-resort",
        events: [
            .lastResort, .textDelta("A colleague will write to you."),
            .finished(response([.assistant("A colleague will write to you.")], model: nil, .lastResort, usage: TokenUsage())),
        ])

    private static let hostedTool = ResponsesStory(
        name: "hosted-tool",
        events: [
            .began(mini), .textDelta("Found."),
            .finished(
                response([
                    .other(
                        OpaqueItem(
                            issuer: mini,
                            wire: [
                                "id": "mcp_1", "type": "mcp_call", "server_label": "s", "name": "find", "arguments": "{}", "output": "ok",
                            ])),
                    .assistant("Found."),
                ])),
        ])

    private static let rescued = ResponsesStory(
        name: "rescued-by-another-model",
        events: [
            .began(llama), .textDelta("The order was "), .began(mini), .textDelta("shipped."),
            .finished(response([.assistant("The order was shipped.")])),
        ])

    /// What the pieces did not tell is told at the end.
    private static let wholeAtTheEnd = ResponsesStory(
        name: "whole-at-the-end",
        events: [
            .began(mini), .textDelta("It is"),
            .finished(
                response(
                    [
                        thought("Hm."), .assistant("It is late."), said("Good night.", "final_answer"),
                        .toolCall(ToolCall(id: "call_1", name: "sleep", arguments: #"{"hours":8}"#)),
                    ], .toolCalls)),
        ])

    private static let brokenOff = ResponsesStory(
        name: "broken-off", events: [.began(mini), .textDelta("It is")],
        failure: ErrorAnswer(ModelFailure(.cut, scope: .model, "The connection was lost.", model: mini)))

    private static let brokenBeforeItBegan = ResponsesStory(
        name: "broken-before-it-began", events: [],
        failure: ErrorAnswer(InboundProblem(status: 503, code: "server_is_overloaded", "Come back later.")))
}
