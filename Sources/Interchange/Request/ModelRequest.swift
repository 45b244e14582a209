/// What a program asks of a model, in the words that all providers share.
///
/// The request is in two parts. The *stable* part (instructions, tools, examples, references) should be the same from call to call, so that
/// providers can read it from their prompt caches; the *variable* part (conversation, late context) differs. Waybill renders them in that
/// order on every API.
///
/// ## Usage
/// ```swift
/// var request = ModelRequest("Where is order 1207?", workload: "support-chat")
/// request.instructions = "You answer for a bookshop."
/// request.tools = [ToolDefinition(name: "order_status", parameters: ["type": "object", "properties": ["id": ["type": "integer"]]])]
/// request.temperature = 0.3
/// ```
///
/// As a file a request is a JSON object with snake_case keys; see `docs/request.md`.
@dynamicMemberLookup
public struct ModelRequest: Sendable, Hashable {
    /// What kind of work this is; decides the route.
    public var workload: Workload

    /// What the model should know and do in every call: the system or developer text.
    public var instructions: String?
    /// The functions that the model may call.
    public var tools: [ToolDefinition]
    /// How the tools are ordered in the prompt.
    public var toolOrder: ToolOrder
    /// Pairs of an input and its good answer.
    public var examples: [Example]
    /// Documents that many calls share.
    public var references: [Reference]

    /// Messages, tool calls and results so far, oldest first, ending with the input to answer.
    public var conversation: [ConversationItem]
    /// What is true only now (the date, the user, retrieved passages).
    ///
    /// It becomes the first text part of the last user message and never enters the cached prefix; keep it unchanged through a tool loop.
    public var lateContext: String?

    /// The form of the answer.
    public var output: OutputFormat
    /// Whether a whole answer must follow ``output``, and its tool calls their tools' schemas, before it counts as one.
    ///
    /// The route has a word in it, too: with `validate: false` it checks nothing.
    public var validatesOutput: Bool
    /// Whether the model may, must or must not call a tool.
    public var toolChoice: ToolChoice
    /// Sampling and limits.
    ///
    /// Each is also reached as a property of the request: `request.temperature`.
    public var parameters: GenerationParameters

    /// The program's own name for this version of its prompt; for reports.
    public var promptVersion: String?
    /// The program's own notes; they never leave the process.
    public var metadata: [String: String]
    /// Who the end user is.
    ///
    /// Providers see a stable hash as safety identifier, never the value.
    public var user: String?
    /// Which conversation this call belongs to; keeps it with one model and one cache.
    public var conversationID: String?
    /// The longest time for the whole call.
    ///
    /// It can lower the route's deadline, never raise it.
    public var deadline: Duration?
    /// Vendor extras: members to add to the body, by the adapter that they are for.
    ///
    /// Other adapters pass over them, as an adjustment.
    public var extras: [AdapterName: JSONObject]
    /// Whether the request cannot do without its ``extras``.
    ///
    /// A candidate is then set aside where there are none for its adapter, or where it would pass over any of them. Extras for several adapters
    /// are ways to say the same.
    public var requiresExtras: Bool

    /// Creates a request from its parts.
    public init(
        workload: Workload, instructions: String? = nil, tools: [ToolDefinition] = [], examples: [Example] = [],
        references: [Reference] = [],
        conversation: [ConversationItem] = [], lateContext: String? = nil, output: OutputFormat = .text, toolChoice: ToolChoice = .auto,
        parameters: GenerationParameters = .init()
    ) {
        self.workload = workload
        self.instructions = instructions
        self.tools = tools
        self.toolOrder = .byName
        self.examples = examples
        self.references = references
        self.conversation = conversation
        self.lateContext = lateContext
        self.output = output
        self.validatesOutput = true
        self.toolChoice = toolChoice
        self.parameters = parameters
        self.metadata = [:]
        self.extras = [:]
        self.requiresExtras = false
    }

    /// Creates a request of one user message.
    public init(_ prompt: String, workload: Workload) {
        self.init(workload: workload, conversation: [.user(prompt)])
    }

    /// A sampling parameter or limit, such as `request.maxOutputTokens`.
    public subscript<Value>(dynamicMember member: WritableKeyPath<GenerationParameters, Value>) -> Value {
        get { parameters[keyPath: member] }
        set { parameters[keyPath: member] = newValue }
    }
}

/// How tools are ordered in the prompt.
public enum ToolOrder: String, Sendable, Hashable, CaseIterable {
    /// By name, so that the order in which a program happens to list them cannot break the prompt cache.
    case byName = "by-name"
    /// As the program wrote them.
    case asWritten = "as-written"
}

/// Which adapter vendor extras are for.
public struct AdapterName: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// OpenAI's Responses API.
    public static let openAIResponses: AdapterName = "openai-responses"
    /// OpenAI's Chat Completions API.
    public static let openAIChat: AdapterName = "openai-chat"
    /// Servers that speak Chat Completions with differences of their own.
    public static let openAICompatible: AdapterName = "openai-compatible"
}
