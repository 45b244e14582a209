import WaybillInterchange

extension Dialect {
    /// Chat Completions as OpenAI speaks it.
    public static let openAI = Dialect()

    /// What most compatible servers take: the safe choice where nothing else is known.
    public static let generic: Dialect = {
        var dialect = Dialect()
        dialect.systemRole = "system"
        dialect.repeatedRoles = false
        dialect.refusals = false
        dialect.imageDetail = false
        dialect.reasoningFields = ["reasoning_content", "reasoning"]
        dialect.efforts = []
        dialect.reasoningRefusesSampling = false
        dialect.toolsNeedEffortNone = false
        dialect.strictTools = false
        dialect.outputLimit = .maxTokens
        dialect.verbosity = false
        dialect.streamObfuscation = false
        dialect.safetyIdentifier = false
        dialect.serviceTier = false
        dialect.store = false
        return dialect
    }()

    /// vLLM.
    public static let vllm: Dialect = {
        var dialect = generic
        dialect.reasoningFields = ["reasoning", "reasoning_content"]
        dialect.reasoningReplay = "reasoning"
        dialect.efforts = nil
        dialect.continueFinalMessage = true
        dialect.tokenCount = .tokenize
        return dialect
    }()

    /// llama.cpp's server, to which a named tool choice only means "some tool" and an effort only whether to reason.
    public static let llamaCpp: Dialect = {
        var dialect = generic
        dialect.efforts = [.none]
        dialect.toolChoice = .required
        dialect.tokenCount = .inputTokens
        return dialect
    }()

    /// Ollama, which ignores `tool_choice` and fetches no images.
    public static let ollama: Dialect = {
        var dialect = generic
        dialect.imageURLs = false
        dialect.reasoningFields = ["reasoning"]
        dialect.efforts = ReasoningEffort.ascending
        dialect.toolChoice = .ignored
        dialect.parallelToolCalls = false
        return dialect
    }()

    /// SGLang.
    public static let sglang: Dialect = {
        var dialect = generic
        dialect.reasoningFields = ["reasoning_content"]
        dialect.tokenCount = .tokenize
        return dialect
    }()

    /// LM Studio.
    public static let lmStudio: Dialect = {
        var dialect = generic
        dialect.reasoningFields = ["reasoning", "reasoning_content"]
        dialect.toolChoice = .required
        dialect.jsonObject = false
        return dialect
    }()

    /// Hugging Face's text-generation-inference.
    public static let tgi: Dialect = {
        var dialect = generic
        dialect.jsonSchema = .value
        dialect.jsonObject = false
        dialect.usageOnStreams = false
        return dialect
    }()

    /// LiteLLM's proxy, which hands everything on to what stands behind it.
    public static let litellm: Dialect = {
        var dialect = generic
        dialect.imageDetail = true
        dialect.efforts = nil
        dialect.strictTools = true
        return dialect
    }()

    /// OpenRouter, which hands everything on to what stands behind it.
    public static let openRouter: Dialect = {
        var dialect = generic
        dialect.imageDetail = true
        dialect.reasoningFields = ["reasoning", "reasoning_content"]
        dialect.reasoningReplay = "reasoning_details"
        dialect.efforts = nil
        dialect.strictTools = true
        return dialect
    }()

    /// The named dialects, in the order in which documentation lists them.
    public static let presets: [(name: String, dialect: Dialect)] = [
        ("generic", generic), ("openai", openAI), ("vllm", vllm), ("llama.cpp", llamaCpp), ("ollama", ollama), ("sglang", sglang),
        ("lm-studio", lmStudio), ("tgi", tgi), ("litellm", litellm), ("openrouter", openRouter),
    ]
}
