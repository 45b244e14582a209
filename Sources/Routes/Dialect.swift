public import WaybillInterchange

/// How an OpenAI-compatible server differs from Chat Completions as OpenAI speaks it.
///
/// A provider file names a ``presets`` entry (`dialect: vllm`) or sets single members on top of one (`dialect: {like: vllm, …}`). Servers
/// differ in what they ignore without a word, so only what a dialect says it takes is sent.
public struct Dialect: Sendable, Hashable {
    /// The role of text with the program's authority: `developer` or `system`.
    public var systemRole: String = "developer"
    /// Where the output limit is read.
    public var outputLimit: OutputLimitField = .maxCompletionTokens
    /// How a JSON Schema for the answer is written.
    public var jsonSchema: JSONSchemaStyle = .nested
    /// Whether `response_format: {"type": "json_object"}` is taken.
    public var jsonObject = true
    /// Where reasoning text is found in an answer, first match first.
    public var reasoningFields: [String] = []
    /// The field in which reasoning goes back to the model in a tool loop; `nil`: it does not go back.
    public var reasoningReplay: String?
    /// Whether `reasoning_effort` is taken.
    public var reasoningEffort = true
    /// Whether `verbosity` is taken.
    public var verbosity = false
    /// Whether `stream_options: {"include_usage": true}` is taken.
    public var usageOnStreams = true
    /// Whether `tool_choice` is honoured; `named` where a single function may be forced as well.
    public var toolChoice: ToolChoiceSupport = .named
    /// Whether `parallel_tool_calls` is honoured.
    public var parallelToolCalls = true
    /// Whether `strict` is taken in tools.
    public var strictTools = true
    /// Whether images may be addresses; otherwise they must be in the request.
    public var imageURLs = true
    /// Whether `stop` is taken.
    public var stop = true
    /// Whether `seed` is taken.
    public var seed = true
    /// Whether a prompt cache key is taken.
    public var promptCacheKey = false
    /// Whether a safety identifier is taken.
    public var safetyIdentifier = false
    /// Whether `store` is taken.
    public var store = false
    /// Whether tools need reasoning switched off explicitly (`reasoning_effort: none`), as OpenAI's own endpoint demands of newer models.
    public var toolsNeedEffortNone = false

    /// Where an output limit is read.
    public enum OutputLimitField: String, Sendable, Hashable, CaseIterable {
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
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
