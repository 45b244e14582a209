import WaybillInterchange
import WaybillTokenCounting

/// Counts the tokens of an answer as it comes, by the tokenizer of its model.
struct OutputTokens: Sendable {
    /// At most how many tokens are taken to frame a text: those that begin and end it, which no provider shows.
    private static let frame = 8

    private let tokenizer: Tokenizer
    private var text = ""
    private var refusal = ""
    private var reasoning = ""
    /// The name and arguments of each tool call, by its index.
    private var calls: [Int: String] = [:]

    init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// Takes what came.
    mutating func take(_ event: AnswerEvent) {
        switch event {
        case .textDelta(let more): text += more
        case .refusalDelta(let more): refusal += more
        case .reasoningDelta(let more): reasoning += more
        case .toolCallDelta(let delta): calls[delta.index, default: delta.name] += delta.arguments
        case .activity: break
        }
    }

    /// Whether any thinking was shown.
    var hasReasoning: Bool { !reasoning.isEmpty }

    /// The tokens of the thinking that was shown, which may be a summary of what there was.
    var shownReasoning: TokenCount { tokenizer.count(reasoning) }

    /// The tokens of text, refusal and tool calls.
    var count: TokenCount {
        var total = TokenCount(0, .exact, tokenizer: tokenizer.name)
        for part in [text, refusal] where !part.isEmpty {
            total = total.adding(tokenizer.count(part)).widened(by: Self.frame, "what frames an answer is not published")
        }
        for (_, call) in calls { total = total.adding(tokenizer.count(call)) }
        if !calls.isEmpty { total = total.estimated("what frames a tool call is not published") }
        return total
    }
}
