import WaybillInterchange

/// An answer of Chat Completions as far as it came.
struct ChatDraft: Sendable {
    private var id: String?
    private var model: String?
    private var created: Int?
    private var serviceTier: String?
    private var usage = ChatUsage()
    private var reasoning = ""
    private var details = ReasoningDetails()
    private var text = ""
    private var refusal = ""
    private var calls = ToolCallAssembly()
    private var finishReason: FinishReason?

    /// Whether the members that are the same in every chunk have come.
    var isIdentified: Bool { id != nil && model != nil }

    /// Takes what a chunk says of the answer as a whole.
    mutating func identify(_ chunk: ChatChunk) {
        // Azure's first chunk has them all empty.
        if id == nil, chunk.id?.isEmpty == false { id = chunk.id }
        if model == nil, chunk.model?.isEmpty == false { model = chunk.model }
        if created == nil { created = chunk.created }
        if let tier = chunk.serviceTier { serviceTier = tier }
        if let report = chunk.usage ?? chunk.choice?.usage { usage.take(report) }
    }

    /// Takes what a choice brought; appends it to `output`.
    mutating func take(_ choice: ChatChoice, into output: inout [AnswerEvent]) {
        takeReasoning(choice, into: &output)
        if let more = choice.content, !more.isEmpty {
            text += more
            output.append(.textDelta(more))
        }
        if let more = choice.refusal, !more.isEmpty {
            refusal += more
            output.append(.refusalDelta(more))
        }
        for fragment in choice.calls { calls.take(fragment, of: callIDStem, into: &output) }
    }

    private mutating func takeReasoning(_ choice: ChatChoice, into output: inout [AnswerEvent]) {
        var more = choice.reasoning ?? ""
        if !choice.reasoningDetails.isEmpty {
            let detailed = details.append(choice.reasoningDetails)
            if more.isEmpty { more = detailed }
            if more.isEmpty { output.append(.activity) }
        }
        guard !more.isEmpty else { return }
        reasoning += more
        output.append(.reasoningDelta(more))
    }

    /// Takes the reason for the end; a later, ordinary one does not take back that the answer was cut.
    mutating func finish(_ reason: FinishReason, into output: inout [AnswerEvent]) {
        if finishReason == nil || finishReason == .stop { finishReason = reason }
        if reason != .length, reason != .contentFilter { calls.finish(into: &output) }
    }

    /// What made-up ids of tool calls begin with: different from answer to answer, and the same whenever this one is read again.
    private var callIDStem: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(id ?? "") \(created ?? 0)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}

// MARK: The answer

extension ChatDraft {
    /// The answer as far as it came.
    func answer(of issuer: ModelName, outputLimit: Int?) -> Answer {
        let tokens = usage.tokens
        var answer = Answer(
            items: items(of: issuer), finishReason: finishReason(tokens, outputLimit: outputLimit), usage: tokens, reportedModel: model,
            responseID: id, serviceTier: serviceTier)
        answer.reportedCost = usage.cost
        return answer
    }

    private func items(of issuer: ModelName) -> [ConversationItem] {
        var items: [ConversationItem] = []
        if !reasoning.isEmpty || !details.isEmpty {
            items.append(.reasoning(ReasoningItem(issuer: issuer, text: reasoning, wire: details.json)))
        }
        var content: [ContentPart] = []
        if !text.isEmpty { content.append(.text(text)) }
        if !refusal.isEmpty { content.append(.refusal(refusal)) }
        if !content.isEmpty { items.append(.message(Message(role: .assistant, content: content))) }
        return items + calls.calls.map(ConversationItem.toolCall)
    }

    /// Why the model stopped.
    ///
    /// Calls and refusals count more than the server's word, which for many is `stop` in either case.
    private func finishReason(_ usage: TokenUsage?, outputLimit: Int?) -> FinishReason? {
        guard finishReason == .stop else { return finishReason }
        if !calls.isEmpty { return wasCutInCalls(usage, outputLimit) ? .length : .toolCalls }
        return refusal.isEmpty ? .stop : .refusal
    }

    /// Whether the output limit cut a call's arguments and the server did not say so.
    private func wasCutInCalls(_ usage: TokenUsage?, _ outputLimit: Int?) -> Bool {
        guard let outputLimit, let usage, usage.output >= outputLimit else { return false }
        return calls.calls.contains { !$0.arguments.isJSON }
    }
}
