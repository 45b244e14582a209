import WaybillInterchange
import WaybillRoutes

/// What of a conversation cannot be said to one model, and what is said otherwise: one walk over its items.
struct ChatContentReview {
    /// Why the model cannot be asked.
    private(set) var obstacle: String?

    private let adapter: OpenAIChatAdapter
    private var findings: Set<Finding> = []

    private var dialect: Dialect { adapter.dialect }

    /// What may happen to an item, in the order in which it is reported.
    fileprivate enum Finding: CaseIterable {
        case foreignReasoning
        case reasoning
        case otherItem
        case phase
        case refusal
        case imageDetail
        case callIdentifier
        case mergedMessages
    }

    init(_ request: PreparedRequest, for adapter: OpenAIChatAdapter) {
        self.adapter = adapter
        var last: Role? = request.request.instructions?.isEmpty == false ? .system : nil
        for item in request.items {
            review(item)
            switch item {
            case .message(let message):
                if message.role == last, message.role == .assistant || !dialect.repeatedRoles { findings.insert(.mergedMessages) }
                last = message.role
            case .toolResult:
                last = nil
            default:
                break
            }
        }
    }

    /// What is said otherwise.
    var adjustments: [Adjustment] {
        findings.isEmpty ? [] : Finding.allCases.filter(findings.contains).map(\.adjustment)
    }

    private mutating func review(_ item: ConversationItem) {
        switch item {
        case .message(let message):
            if message.phase != nil { findings.insert(.phase) }
            for part in message.content { review(part, in: .message(message.role)) }
        case .toolCall(let call):
            if !CallIdentifier.isAccepted(call.id) { findings.insert(.callIdentifier) }
        case .toolResult(let result):
            for part in result.content { review(part, in: .toolResult) }
        case .reasoning(let item):
            if !dialect.replays(item, to: adapter.model) { findings.insert(item.issuer == adapter.model ? .reasoning : .foreignReasoning) }
        default:
            findings.insert(.otherItem)
        }
    }

    /// Where a part stands.
    private enum Place {
        case message(Role)
        case toolResult
    }

    private mutating func review(_ part: ContentPart, in place: Place) {
        switch part {
        case .text:
            break
        case .refusal:
            if !dialect.refusals { findings.insert(.refusal) }
        case .image(let image):
            expectUserMessage(place, "images")
            if case .url = image.source, !dialect.imageURLs {
                refuse("the server fetches no images; they must be in the request itself")
            }
            if image.detail != .auto, !dialect.imageDetail { findings.insert(.imageDetail) }
        case .file(let file):
            expectUserMessage(place, "files")
            if case .url = file.source { refuse("Chat Completions fetches no files; they must be in the request itself") }
        case .audio:
            expectUserMessage(place, "audio")
        }
    }

    /// Only what users say can be more than text.
    private mutating func expectUserMessage(_ place: Place, _ content: String) {
        switch place {
        case .message(.user): break
        case .message(let role): refuse("Chat Completions takes no \(content) in a message of the role '\(role)'")
        case .toolResult: refuse("Chat Completions takes no \(content) in a tool's result")
        }
    }

    private mutating func refuse(_ reason: String) {
        if obstacle == nil { obstacle = reason }
    }
}

extension ChatContentReview.Finding {
    fileprivate var adjustment: Adjustment {
        switch self {
        case .foreignReasoning: Adjustment(.leftOut, "reasoning", "reasoning goes back only to the model that thought it")
        case .reasoning: Adjustment(.leftOut, "reasoning", "the server has no place for reasoning that goes back")
        case .otherItem: Adjustment(.leftOut, "other items", "the API has no place for items of this kind")
        case .phase: Adjustment(.leftOut, "phase", "the API does not tell commentary from answers")
        case .refusal: Adjustment(.translated, "refusal", "the server does not tell refusals from text, so they are sent as text")
        case .imageDetail: Adjustment(.leftOut, "image.detail", "the server ignores how closely an image is to be looked at")
        case .callIdentifier: Adjustment(.changed, "tool_call.id", "ids of tool calls that are too long for the API were replaced")
        case .mergedMessages: Adjustment(.normalized, "conversation", "messages of one role that follow each other are sent as one")
        }
    }
}

extension Dialect {
    /// Whether reasoning goes back: only to the model that thought it, and only in the form in which its server takes it.
    func replays(_ item: ReasoningItem, to model: ModelName) -> Bool {
        guard item.issuer == model, let field = reasoningReplay else { return false }
        return field == ReasoningDetails.field ? item.wire?.arrayValue != nil : !item.text.isEmpty
    }
}
