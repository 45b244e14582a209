/// Reads one answer, event by event or whole, and keeps what is needed to put it together.
///
/// Unknown fields, items and events are kept or passed over; a missing field never loses an answer that carries text.
public protocol AnswerDecoder: Sendable {
    /// Reads one server-sent event of a streamed answer; appends what it brought to `output`.
    ///
    /// - Throws: ``ModelFailure`` where the event is the provider's error. An event that is no JSON is skipped and counted.
    mutating func decode(_ event: ServerSentEvent, into output: inout [AnswerEvent]) throws(ModelFailure)

    /// Reads a whole answer that came as one JSON document; appends what it brought to `output`.
    ///
    /// - Throws: ``ModelFailure`` where the document is an error inside a 200, or is no answer at all.
    mutating func decodeWhole(_ body: [UInt8], into output: inout [AnswerEvent]) throws(ModelFailure)

    /// How near the answer is to its end.
    var progress: AnswerProgress { get }

    /// How many events were skipped because they were no JSON.
    var skippedEvents: Int { get }

    /// The answer as far as it came, at any time.
    var answer: Answer { get }
}

/// What one event of an answer brought.
public enum AnswerEvent: Sendable, Hashable {
    /// More text.
    case textDelta(String)
    /// More of a refusal.
    case refusalDelta(String)
    /// More of a tool call.
    case toolCallDelta(ToolCallDelta)
    /// More visible thinking, or the beginning of a thought where it is empty. No content, but a sign of life.
    case reasoningDelta(String)
    /// Hidden thinking or a server-side tool moved on. No content, but a sign of life.
    case activity

    /// Whether the caller gets content by it: text, a tool call or a refusal.
    ///
    /// The first such event commits a stream.
    public var isContent: Bool {
        switch self {
        case .textDelta, .refusalDelta, .toolCallDelta: true
        case .reasoningDelta, .activity: false
        }
    }
}

/// How near an answer is to its end.
public enum AnswerProgress: Sendable, Hashable {
    /// Content may follow.
    case open
    /// The finish reason came; usage may follow.
    case finishing
    /// The terminal event or marker came: nothing follows.
    case ended
}

/// An answer put together by a decoder.
public struct Answer: Sendable, Hashable {
    /// What it is made of.
    public var items: [ConversationItem]
    /// Why the model stopped; `nil` where no reason came.
    public var finishReason: FinishReason?
    /// The tokens as the provider reports them; `nil` where it did not.
    public var usage: TokenUsage?
    /// The provider's name for the model.
    public var reportedModel: String?
    /// The provider's id of the answer.
    public var responseID: String?
    /// The service tier that the provider says it used.
    public var serviceTier: String?
    /// What the provider says that the answer cost.
    public var reportedCost: Money?
    /// What the provider says it ignored of the request, such as replayed reasoning.
    public var adjustments: [Adjustment]

    /// Creates an answer.
    public init(
        items: [ConversationItem] = [], finishReason: FinishReason? = nil, usage: TokenUsage? = nil, reportedModel: String? = nil,
        responseID: String? = nil, serviceTier: String? = nil, adjustments: [Adjustment] = []
    ) {
        self.items = items
        self.finishReason = finishReason
        self.usage = usage
        self.reportedModel = reportedModel
        self.responseID = responseID
        self.serviceTier = serviceTier
        self.adjustments = adjustments
    }

    /// Whether it holds text, a tool call or a refusal.
    public var hasContent: Bool {
        items.contains { item in
            switch item {
            case .message(let message):
                message.content.contains { part in
                    switch part {
                    case .text(let text), .refusal(let text): !text.isEmpty
                    case .image, .file, .audio: true
                    }
                }
            case .toolCall: true
            case .toolResult, .reasoning, .other: false
            }
        }
    }

    /// Whether it holds any reasoning.
    public var hasReasoning: Bool {
        items.contains { item in if case .reasoning = item { true } else { false } }
    }
}
