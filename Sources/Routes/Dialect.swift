public import WaybillInterchange

/// How an OpenAI-compatible server differs from Chat Completions as OpenAI speaks it.
///
/// A provider file names a ``presets`` entry (`dialect: vllm`) or sets single members on top of one (`dialect: {like: vllm, …}`). Servers
/// differ in what they ignore without a word, so only what a dialect says it takes is sent.
///
/// Every member begins with what holds for OpenAI itself.
public struct Dialect: Sendable, Hashable {
    // MARK: Messages

    /// The role of text with the program's authority: `developer` or `system`.
    public var systemRole = "developer"
    /// Whether several messages of one role may follow each other.
    ///
    /// Where not, they are sent as one: many chat templates demand that user and assistant take turns.
    public var repeatedRoles = true
    /// Whether refusals of the assistant are told apart from its text.
    public var refusals = true
    /// Whether images may be addresses; otherwise they must be in the request.
    public var imageURLs = true
    /// Whether an image's `detail` is honoured.
    public var imageDetail = true

    // MARK: Reasoning

    /// Where reasoning text is found in an answer, first match first.
    public var reasoningFields: [String] = []
    /// The field in which reasoning goes back to the model that thought it; `nil`: it does not go back.
    public var reasoningReplay: String?
    /// The values of `reasoning_effort` that are taken; `nil`: any, as the model knows them; empty: the field is not taken.
    public var efforts: [ReasoningEffort]? = [.none, .minimal, .low, .medium, .high, .xhigh]
    /// Whether models that reason refuse `stop`, and `temperature` and `top_p` unless the effort is `none`.
    public var reasoningRefusesSampling = true
    /// Whether models that reason take tools only with reasoning switched off explicitly (`reasoning_effort: none`), as OpenAI's own endpoint
    /// demands of newer models.
    public var toolsNeedEffortNone = true

    // MARK: Tools

    /// Which tool choices are honoured.
    public var toolChoice: ToolChoiceSupport = .named
    /// Whether `parallel_tool_calls` is honoured.
    public var parallelToolCalls = true
    /// Whether `strict` is taken in tools, and strict schemas must be within OpenAI's strict subset.
    public var strictTools = true

    // MARK: The answer

    /// Where the output limit is read.
    public var outputLimit: OutputLimitField = .maxCompletionTokens
    /// How a JSON Schema for the answer is written.
    public var jsonSchema: JSONSchemaStyle = .nested
    /// Whether `response_format: {"type": "json_object"}` is taken.
    public var jsonObject = true
    /// Whether `verbosity` is taken.
    public var verbosity = true
    /// Whether `stop` is taken.
    public var stop = true
    /// Whether `seed` is taken.
    public var seed = true
    /// Whether a beginning of the answer is gone on from only when told to, with `continue_final_message`.
    public var continueFinalMessage = false

    // MARK: The exchange

    /// Whether `stream_options: {"include_usage": true}` is taken.
    public var usageOnStreams = true
    /// Whether padding of streams can be switched off, with `stream_options: {"include_obfuscation": false}`.
    public var streamObfuscation = true
    /// Whether a safety identifier is taken.
    public var safetyIdentifier = true
    /// Whether `service_tier` is taken.
    public var serviceTier = true
    /// Whether `store` is taken.
    public var store = true
    /// Where the server counts the input tokens of a request, for those who ask it.
    public var tokenCount: TokenCountEndpoint = .none

    /// Where an output limit is read.
    public enum OutputLimitField: String, Sendable, Hashable, CaseIterable {
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// Where a server counts the input tokens of a request.
    public enum TokenCountEndpoint: String, Sendable, Hashable, CaseIterable {
        /// At `/tokenize`, beside `/v1`: it renders messages and tools by the model's template.
        case tokenize
        /// At `/chat/completions/input_tokens`: it takes the same body as `/chat/completions`.
        case inputTokens = "input_tokens"
        /// Nowhere.
        case none
    }

    /// How a JSON Schema for the answer is written.
    public enum JSONSchemaStyle: String, Sendable, Hashable, CaseIterable {
        /// As OpenAI does: under `json_schema`, with a name.
        case nested
        /// Under `value` of `{"type": "json"}`.
        case value
        /// Not at all.
        case none
    }

    /// Which tool choices are honoured.
    public enum ToolChoiceSupport: String, Sendable, Hashable, CaseIterable {
        /// Auto, none, required and a single function.
        case named
        /// Auto, none and required.
        case required
        /// None: the server ignores the field.
        case ignored
    }

    /// Creates the dialect of OpenAI itself.
    public init() {}
}
