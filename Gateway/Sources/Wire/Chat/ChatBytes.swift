import Waybill

// What whole answers and chunks have in common.
extension [UInt8] {
    /// Appends the members that tell what this is and who wrote it: `id`, `object`, `created`, `model`.
    mutating func appendChatHead(_ head: AnswerHead, object: StaticString, model: ModelName?) {
        append(text: #""id":"chatcmpl-"#)
        append(contentsOf: head.call.description.utf8)
        append(text: #"","object":""#)
        append(text: object)
        append(text: #"","created":"#)
        append(contentsOf: String(head.created).utf8)
        append(text: #","model":"#)
        append(json: model?.description ?? lastResortModel)
    }

    /// Appends the members that are only known at the end: `service_tier`, where there is one, and `x_waybill`.
    mutating func appendChatTail(_ response: ModelResponse) {
        if let tier = response.serviceTier {
            append(text: #","service_tier":"#)
            append(json: tier)
        }
        append(text: #","x_waybill":"#)
        append(json: .object(response.forClients))
    }

    /// Appends the tokens, whose classes overlap here: cached tokens are among those of the prompt, reasoning among those of the
    /// completion.
    mutating func append(chatUsage usage: TokenUsage) {
        append(text: #"{"prompt_tokens":"#)
        append(json: usage.input)
        append(text: #","completion_tokens":"#)
        append(json: usage.output)
        append(text: #","total_tokens":"#)
        append(json: usage.total)
        append(text: #","prompt_tokens_details":{"cached_tokens":"#)
        append(json: usage.cachedInput)
        append(text: #","cache_write_tokens":"#)
        append(json: usage.cacheWrite)
        append(text: #","audio_tokens":"#)
        append(json: usage.audioInput)
        append(text: #"},"completion_tokens_details":{"reasoning_tokens":"#)
        append(json: usage.reasoning)
        append(text: #","audio_tokens":"#)
        append(json: usage.audioOutput)
        append(text: "}}")
    }
}

extension FinishReason {
    /// The word that Chat Completions has for it; one that is not known here stays as it is.
    var chatWord: String {
        switch self {
        // A refusal stands in a member of its own, and the route's fixed text is an answer like any other.
        case .stop, .refusal, .lastResort: "stop"
        case .toolCalls: "tool_calls"
        case .contentFilter: "content_filter"
        default: rawValue
        }
    }
}
