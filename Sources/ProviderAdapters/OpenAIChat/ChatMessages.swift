import WaybillInterchange
import WaybillRoutes

/// The messages of one request.
///
/// What an assistant says, thinks and calls between two inputs becomes one message, since results must follow the message with their calls
/// at once. Where a dialect wants roles to take turns, other messages of one role that follow each other become one, too.
struct ChatMessages {
    private let dialect: Dialect
    private let model: ModelName
    private var messages: [Entry] = []

    private enum Entry {
        case said(role: String, content: [ContentPart])
        case assistant(ChatTurn)
        case toolResult(ToolResult)
    }

    init(_ request: PreparedRequest, for adapter: OpenAIChatAdapter) {
        dialect = adapter.dialect
        model = adapter.model
        messages.reserveCapacity(request.items.count + 1)
        if let instructions = request.request.instructions, !instructions.isEmpty {
            messages.append(.said(role: dialect.systemRole, content: [.text(instructions)]))
        }
        for item in request.items { add(item) }
    }

    private mutating func add(_ item: ConversationItem) {
        switch item {
        case .message(let message) where message.role == .assistant:
            extendTurn { turn in turn.content += message.content }
        case .message(let message):
            // Programs that know OpenAI's word for it may use it.
            let isSystem = message.role == .system || message.role == "developer"
            add(isSystem ? dialect.systemRole : message.role.rawValue, message.content)
        case .toolCall(let call):
            extendTurn { turn in turn.calls.append(call) }
        case .toolResult(let result):
            messages.append(.toolResult(result))
        case .reasoning(let item):
            if dialect.replays(item, to: model) { extendTurn { turn in turn.reasoning.append(item) } }
        default:
            // Items of other kinds have no place here, as the review says.
            break
        }
    }

    private mutating func add(_ role: String, _ content: [ContentPart]) {
        if !dialect.repeatedRoles, case .said(role, let earlier)? = messages.last {
            messages[messages.count - 1] = .said(role: role, content: earlier + content)
        } else {
            messages.append(.said(role: role, content: content))
        }
    }

    /// Adds to the assistant's turn that stands last, or begins one.
    private mutating func extendTurn(_ add: (inout ChatTurn) -> Void) {
        var turn = ChatTurn()
        if case .assistant(let open)? = messages.last {
            turn = open
            messages.removeLast()
        }
        add(&turn)
        messages.append(.assistant(turn))
    }

    /// Writes the messages.
    func write(to body: inout BodyWriter) {
        body.array(messages) { body, message in
            body.object { body in
                switch message {
                case .said(let role, let content):
                    body.member("role", role)
                    body.member("content") { $0.content(content, detail: dialect.imageDetail) }
                case .assistant(let turn):
                    turn.write(to: &body, for: dialect)
                case .toolResult(let result):
                    body.member("role", "tool")
                    body.member("tool_call_id", CallIdentifier.accepted(result.callID))
                    body.member("content") { $0.content(result.content, detail: dialect.imageDetail) }
                }
            }
        }
    }
}

/// What an assistant said, thought and called between two inputs.
struct ChatTurn {
    var content: [ContentPart] = []
    var reasoning: [ReasoningItem] = []
    var calls: [ToolCall] = []

    /// Writes the members of its message.
    func write(to body: inout BodyWriter, for dialect: Dialect) {
        body.member("role", "assistant")
        if content.isEmpty, !calls.isEmpty {
            // Only beside calls: some servers refuse a message of nothing at all.
            body.member("content") { $0.value(.null) }
        } else {
            body.member("content") { $0.content(dialect.refusals ? content : content.map(\.withoutRefusal), detail: false) }
        }
        writeReasoning(to: &body, for: dialect)
        guard !calls.isEmpty else { return }
        body.member("tool_calls") { body in
            body.array(calls) { body, call in
                body.object { body in
                    body.member("id", CallIdentifier.accepted(call.id))
                    body.member("type", "function")
                    body.member("function") { body in
                        body.object { body in
                            body.member("name", call.name)
                            body.member("arguments", call.arguments)
                        }
                    }
                }
            }
        }
    }

    private func writeReasoning(to body: inout BodyWriter, for dialect: Dialect) {
        guard let field = dialect.reasoningReplay, !reasoning.isEmpty else { return }
        if field == ReasoningDetails.field {
            body.member(named: field, .array(reasoning.flatMap { $0.wire?.arrayValue ?? [] }))
        } else {
            body.member(named: field, .string(reasoning.map(\.text).joined(separator: "\n")))
        }
    }
}

extension ContentPart {
    /// The part with a refusal as plain text, for servers that do not tell them apart.
    fileprivate var withoutRefusal: ContentPart {
        if case .refusal(let text) = self { .text(text) } else { self }
    }
}
