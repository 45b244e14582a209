/// Something that a model can do and a request may need.
public struct Feature: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Calling functions that the program offers.
    public static let tools: Feature = "tools"
    /// Several tool calls in one answer.
    public static let parallelTools: Feature = "parallel_tools"
    /// Answers that are a JSON object of any shape.
    public static let jsonObject: Feature = "json_object"
    /// Answers that follow a JSON Schema.
    public static let jsonSchema: Feature = "json_schema"
    /// Images in the input.
    public static let images: Feature = "images"
    /// Files, such as PDF, in the input.
    public static let files: Feature = "files"
    /// Audio in the input.
    public static let audio: Feature = "audio"
    /// Thinking before answering, with an effort that can be set.
    public static let reasoning: Feature = "reasoning"
    /// Reading repeated prompt prefixes from a cache.
    public static let promptCache: Feature = "prompt_cache"
    /// Going on from a given beginning of the answer.
    public static let prefill: Feature = "prefill"

    /// What a request can need of a model, by what is in it and what it asks for.
    package static let requestable: [Feature] = [.tools, .jsonObject, .jsonSchema, .images, .files, .audio]

    /// Every feature that a provider file may declare.
    public static let declarable: [Feature] = [
        .tools, .parallelTools, .jsonObject, .jsonSchema, .images, .files, .audio, .reasoning, .promptCache, .prefill,
    ]
}
