import WaybillInterchange
import WaybillTokenCounting

/// Counts the tokens of an answer as it comes, by the tokenizer of its model.
struct OutputTokens: Sendable {
    /// At most how many tokens are taken to frame a text: those that begin and end it, which no provider shows.
    private static let frame = 8

    private let tokenizer: Tokenizer
    private var text: GrowingText
    private var refusal: GrowingText
    private var reasoning: GrowingText
    /// The name and arguments of each tool call, by its index.
    private var calls: [Int: GrowingText] = [:]

    init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        text = GrowingText(tokenizer)
        refusal = text
        reasoning = text
    }

    /// Takes what came.
    mutating func take(_ event: AnswerEvent) {
        switch event {
        case .textDelta(let more): text.append(more)
        case .refusalDelta(let more): refusal.append(more)
        case .reasoningDelta(let more): reasoning.append(more)
        case .toolCallDelta(let delta):
            if calls[delta.index] == nil { calls[delta.index] = GrowingText(tokenizer, beginning: delta.name) }
            calls[delta.index]?.append(delta.arguments)
        case .activity: break
        }
    }

    /// Whether any thinking was shown.
    var hasReasoning: Bool { !reasoning.isEmpty }

    /// The tokens of the thinking that was shown, which may be a summary of what there was.
    var shownReasoning: TokenCount { reasoning.count }

    /// The tokens of text, refusal and tool calls.
    var count: TokenCount {
        var total = TokenCount(0, .exact, tokenizer: tokenizer.name)
        func add(_ part: borrowing GrowingText) {
            if !part.isEmpty { total = total.adding(part.count).widened(by: Self.frame, "what frames an answer is not published") }
        }
        add(text)
        add(refusal)
        for (_, call) in calls { total = total.adding(call.count) }
        return calls.isEmpty ? total : total.estimated("what frames a tool call is not published")
    }
}

/// A text that is still coming, and its tokens: exact where the vocabulary is at hand, else an estimate of the whole.
private struct GrowingText {
    private(set) var isEmpty = true
    private let tokenizer: Tokenizer
    private var counter: StreamCounter?
    /// The text, where no counter takes it.
    private var text = ""

    init(_ tokenizer: Tokenizer, beginning: String = "") {
        self.tokenizer = tokenizer
        if case .exact(let encoding) = tokenizer { counter = StreamCounter(encoding) }
        append(beginning)
    }

    mutating func append(_ more: String) {
        guard !more.isEmpty else { return }
        isEmpty = false
        if counter == nil { text += more } else { counter?.append(more) }
    }

    var count: TokenCount {
        guard let tokens = counter?.count else { return tokenizer.count(text) }
        return TokenCount(tokens, .exact, tokenizer: tokenizer.name)
    }
}
