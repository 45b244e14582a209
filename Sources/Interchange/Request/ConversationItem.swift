/// One item of a conversation: what was said, called, returned or thought.
///
/// The items of a response are of the same type: append them to the conversation unchanged to go on.
@nonexhaustive
public enum ConversationItem: Sendable, Hashable {
    /// Something said by a user, the assistant, or with system authority.
    case message(Message)
    /// The assistant asks for a function to be run.
    case toolCall(ToolCall)
    /// What a function returned.
    case toolResult(ToolResult)
    /// What the assistant thought, to be carried back to the model that thought it.
    case reasoning(ReasoningItem)
    /// An item of a kind that is not known here, kept as it came for the model it came from.
    case other(OpaqueItem)

    /// A user message of one text.
    public static func user(_ text: String) -> ConversationItem { .message(Message(role: .user, content: [.text(text)])) }

    /// An assistant message of one text.
    public static func assistant(_ text: String) -> ConversationItem { .message(Message(role: .assistant, content: [.text(text)])) }
}

/// Something said.
public struct Message: Sendable, Hashable {
    /// Who says it.
    public var role: Role
    /// What is said, part by part.
    public var content: [ContentPart]
    /// For assistant messages of some models: `commentary` or `final_answer`.
    ///
    /// Kept, since models do worse without it.
    public var phase: String?

    /// Creates a message.
    public init(role: Role, content: [ContentPart], phase: String? = nil) {
        self.role = role
        self.content = content
        self.phase = phase
    }

    /// The text parts, joined.
    public var text: String {
        var result = ""
        for case .text(let text) in content { result += text }
        return result
    }
}

/// Who says a message.
public struct Role: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user: Role = "user"
    public static let assistant: Role = "assistant"
    /// The program, with more authority than a user; `developer` or `system` on the wire.
    public static let system: Role = "system"
}

/// A call of a function, asked for by the assistant.
public struct ToolCall: Sendable, Hashable {
    /// What joins the call and its result.
    public var id: String
    /// The function's name.
    public var name: String
    /// The arguments exactly as the model wrote them; JSON if the model did well.
    public var arguments: String

    /// Creates a call.
    public init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What a function returned.
public struct ToolResult: Sendable, Hashable {
    /// The ``ToolCall/id`` of the call.
    public var callID: String
    /// What it returned: text, or images and files where the API can carry them.
    public var content: [ContentPart]

    /// Creates a result.
    public init(callID: String, content: [ContentPart]) {
        self.callID = callID
        self.content = content
    }

    /// Creates a result of one text.
    public init(callID: String, _ text: String) {
        self.init(callID: callID, content: [.text(text)])
    }
}

/// What an assistant thought.
///
/// It goes back only to the model that thought it; another model never sees it.
public struct ReasoningItem: Sendable, Hashable {
    /// The model that thought it.
    public var issuer: ModelName
    /// The readable part, if the provider shows one: the thought itself or its summary.
    public var text: String
    /// The provider's own item, which goes back to it unchanged.
    ///
    /// Servers that hand out plain text only have none.
    public var wire: JSONValue?

    /// Creates an item.
    public init(issuer: ModelName, text: String = "", wire: JSONValue? = nil) {
        self.issuer = issuer
        self.text = text
        self.wire = wire
    }
}

/// An item of a kind that is not known here.
public struct OpaqueItem: Sendable, Hashable {
    /// The model that it came from; only that model gets it back.
    public var issuer: ModelName
    /// The item as it came.
    public var wire: JSONValue

    /// Creates an item.
    public init(issuer: ModelName, wire: JSONValue) {
        self.issuer = issuer
        self.wire = wire
    }
}
