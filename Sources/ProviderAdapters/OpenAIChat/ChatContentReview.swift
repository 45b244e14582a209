import WaybillInterchange
import WaybillRoutes

/// What of a conversation cannot be said to one model, and what is said otherwise: one walk over its items.
struct ChatContentReview {
    /// Why the model cannot be asked.
    private(set) var obstacle: String?

    private let adapter: OpenAIChatAdapter
    private var findings: Set<Finding> = []

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
        var last: String?
        for item in request.items {
            review(item)
            guard case .message(let message) = item else {
                if case .toolResult = item { last = nil }
                continue
            }
            let role = adapter.role(of: message)
            if role == last, role == "assistant" || !adapter.dialect.repeatedRoles { findings.insert(.mergedMessages) }
            last = role
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
            for part in message.content { review(part, in: message.role == .user ? nil : "a message of the role '\(message.role)'") }
        case .toolCall(let call):
            if !CallIdentifier.isAccepted(call.id) { findings.insert(.callIdentifier) }
        case .toolResult(let result):
            for part in result.content { review(part, in: "a tool's result") }
        case .reasoning(let item):
            if !adapter.replays(item) { findings.insert(item.issuer == adapter.model ? .reasoning : .foreignReasoning) }
        default:
            findings.insert(.otherItem)
        }
    }

    /// Reviews a part; `place` names the place where only text may stand.
    private mutating func review(_ part: ContentPart, in place: String?) {
        switch part {
        case .text:
            break
        case .refusal:
            if !adapter.dialect.refusals { findings.insert(.refusal) }
        case .image(let image):
            refuse(place, "images")
            if case .url = image.source, !adapter.dialect.imageURLs {
                refuse("the server fetches no images; they must be in the request itself")
            }
            if image.detail != .auto, !adapter.dialect.imageDetail { findings.insert(.imageDetail) }
        case .file(let file):
            refuse(place, "files")
            if case .url = file.source { refuse("Chat Completions fetches no files; they must be in the request itself") }
        case .audio:
            refuse(place, "audio")
        }
    }

    private mutating func refuse(_ place: String?, _ content: String) {
        if let place { refuse("Chat Completions takes no \(content) in \(place)") }
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

extension OpenAIChatAdapter {
    /// The role of a message that is not the assistant's, as the server names it.
    func role(of message: Message) -> String {
        message.role == .system || message.role == "developer" ? dialect.systemRole : message.role.rawValue
    }

    /// Whether reasoning goes back: only to the model that thought it, and only in the form in which its server takes it.
    func replays(_ item: ReasoningItem) -> Bool {
        guard item.issuer == model, let field = dialect.reasoningReplay else { return false }
        return field == ReasoningDetails.field ? item.wire?.arrayValue != nil : !item.text.isEmpty
    }
}
