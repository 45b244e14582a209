/// What a chat format puts around the texts of a conversation, in tokens.
struct MessageFrames: Sendable, Hashable {
    /// Before everything.
    var start = 0
    /// Around each message, its role included.
    var message: Int
    /// Around the name and the arguments of a call.
    var toolCall: Int
    /// Around the content of a result.
    var toolResult: Int
    /// After everything, where the answer begins.
    var primer: Int
    /// By how many tokens a message's frame may differ; `nil`: nobody has said, so that the frames are an estimate.
    var slack: Int?
    /// Why the frames are not certain.
    var reason: String
}

extension MessageFrames {
    /// Chat Completions of GPT-4, GPT-4o and GPT-3.5: 3 and the role a message, 3 for the answer's beginning (OpenAI cookbook, "How to count tokens
    /// with tiktoken").
    ///
    /// The cookbook calls its figures an estimate. For plain text they are reported to match `usage` exactly; the two framings that were
    /// ever published differ by one a message, and so that much is allowed for.
    static let publishedChat = MessageFrames(
        message: 4, toolCall: 12, toolResult: 11, primer: 3, slack: 1,
        reason: "OpenAI publishes how messages are framed as an estimate only")

    /// The first GPT-3.5 (`gpt-3.5-turbo-0301`): one more a message, by the same source.
    static let firstChat = MessageFrames(
        message: 5, toolCall: 12, toolResult: 11, primer: 3, slack: 1, reason: publishedChat.reason)

    /// OpenAI's later models, on either API: the published frames of the earlier ones, which other counters use for all models.
    ///
    /// Calls and results are taken to be framed as in harmony, the only format with calls that is published.
    static let hostedModel = MessageFrames(
        message: 4, toolCall: 12, toolResult: 11, primer: 3, slack: nil, reason: "how this model frames messages is not published")

    /// Llama 3 and 4: `<|start_header_id|>role<|end_header_id|>`, two line ends in one token, `<|eot_id|>`, after `<|begin_of_text|>`.
    static let llama3 = MessageFrames(
        start: 1, message: 5, toolCall: 15, toolResult: 5, primer: 4, slack: nil, reason: templateReason)

    /// Qwen and others that use ChatML: `<|im_start|>role`, a line end, `<|im_end|>`, a line end.
    static let chatML = MessageFrames(message: 5, toolCall: 20, toolResult: 11, primer: 3, slack: nil, reason: templateReason)

    /// Mistral: `[INST]` and `[/INST]` around a user's message, `</s>` after an assistant's, after `<s>`.
    static let mistral = MessageFrames(start: 1, message: 2, toolCall: 15, toolResult: 10, primer: 0, slack: nil, reason: templateReason)

    /// Any other model.
    static let unknown = MessageFrames(
        start: 1, message: 5, toolCall: 15, toolResult: 8, primer: 3, slack: nil, reason: "the chat template of this model is not known")

    /// Even where the family's template is public, a server can be given another, and the family's may add a system message of its own.
    private static let templateReason = "the server's chat template may differ from that of the model's family"
}
