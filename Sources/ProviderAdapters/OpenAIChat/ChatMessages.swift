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
    private var stableEnd = StableEnd()

    private enum Entry {
        /// - breakpoint: The part at whose end a cache breakpoint stands.
        case said(role: String, content: [ContentPart], breakpoint: Int?)
        case assistant(ChatTurn)
        case toolResult(ToolResult)
    }

    /// Where the stable part ends: after so many messages, and in the next one after so many parts.
    private struct StableEnd {
        var messages = 0
        var parts = 0
    }

    init(_ request: PreparedRequest, _ breakpoint: CacheBreakpoint, for adapter: OpenAIChatAdapter) {
        dialect = adapter.dialect
        model = adapter.model
        messages.reserveCapacity(request.items.count + 1)
        if let instructions = request.request.instructions, !instructions.isEmpty {
            add(dialect.systemRole, [.text(instructions)], breakpoint: breakpoint == .instructions ? 0 : nil)
        }
        for (place, item) in request.items.prefix(request.stableItemCount).enumerated() {
            add(item, breakpoint: breakpoint.part(ofItem: place))
        }
        let stable = messages
        for item in request.items.dropFirst(request.stableItemCount) { add(item, breakpoint: nil) }
        stableEnd = Self.end(of: stable, in: messages)
    }

    /// Where messages end that others were added to, perhaps within the last of them.
    private static func end(of stable: [Entry], in messages: [Entry]) -> StableEnd {
        guard let last = stable.last else { return StableEnd() }
        switch (last, messages[stable.count - 1]) {
        case (.said(_, let before, _), .said(_, let after, _)) where before.count < after.count:
            return StableEnd(messages: stable.count - 1, parts: before.count)
        case (.assistant(let before), .assistant(let after)) where before.size < after.size:
            return StableEnd(messages: stable.count - 1)
        default:
            return StableEnd(messages: stable.count)
        }
    }

    private mutating func add(_ item: ConversationItem, breakpoint: Int?) {
        switch item {
        case .message(let message) where message.role == .assistant:
            extendTurn { turn in turn.content += message.content }
        case .message(let message):
            // Programs that know OpenAI's word for it may use it.
            let isSystem = message.role == .system || message.role == "developer"
            add(isSystem ? dialect.systemRole : message.role.rawValue, message.content, breakpoint: breakpoint)
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

    private mutating func add(_ role: String, _ content: [ContentPart], breakpoint: Int?) {
        if !dialect.repeatedRoles, case .said(role, let earlier, let earlierBreakpoint)? = messages.last {
            messages[messages.count - 1] = .said(
                role: role, content: earlier + content, breakpoint: breakpoint.map { earlier.count + $0 } ?? earlierBreakpoint)
        } else {
            messages.append(.said(role: role, content: content, breakpoint: breakpoint))
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
        body.array { body in
            for (place, message) in messages.enumerated() {
                if place == stableEnd.messages { body.endStablePart() }
                body.object { write(message, stableParts: place == stableEnd.messages ? stableEnd.parts : 0, to: &$0) }
            }
            if messages.count == stableEnd.messages { body.endStablePart() }
        }
    }

    private func write(_ message: Entry, stableParts: Int, to body: inout BodyWriter) {
        switch message {
        case .said(let role, let content, let breakpoint):
            body.member("role", role)
            body.member("content") {
                $0.content(content, detail: dialect.imageDetail, breakpoint: breakpoint, stableParts: stableParts)
            }
        case .assistant(let turn):
            turn.write(to: &body, for: dialect)
        case .toolResult(let result):
            body.member("role", "tool")
            body.member("tool_call_id", CallIdentifier.accepted(result.callID))
            body.member("content") { $0.content(result.content, detail: dialect.imageDetail) }
        }
    }
}

/// What an assistant said, thought and called between two inputs.
struct ChatTurn {
    var content: [ContentPart] = []
    var reasoning: [ReasoningItem] = []
    var calls: [ToolCall] = []

    /// How much there is of all three.
    var size: Int { content.count + reasoning.count + calls.count }

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
