/// Answers of Chat Completions, byte by byte as OpenAI writes them.
enum ChatWire {
    /// A streamed answer: the role, one event for each token, the finish reason, the usage and `[DONE]`.
    static func events(tokens: Int) -> [String] {
        func chunk(_ choices: String, usage: String = "null") -> String {
            #"data: {"id":"chatcmpl-CQv0f1e2d3c4b5a69788990011223344","object":"chat.completion.chunk","created":1795230000,"#
                + #""model":"gpt-5.4-nano-2026-03-17","service_tier":"default","system_fingerprint":"fp_3d1a2b4c5d","#
                + #""choices":[\#(choices)],"usage":\#(usage)}"# + "\n\n"
        }
        func choice(_ delta: String, finish: String = "null") -> String {
            #"{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}"#
        }
        var events = [chunk(choice(#"{"role":"assistant","content":"","refusal":null}"#))]
        for index in 0..<tokens { events.append(chunk(choice(#"{"content":"\#(AnswerText.token(index))"}"#))) }
        events.append(chunk(choice("{}", finish: #""stop""#)))
        events.append(chunk("", usage: usage(tokens)))
        events.append("data: [DONE]\n\n")
        return events
    }

    /// An answer that is one document.
    static func document(tokens: Int) -> String {
        #"{"id":"chatcmpl-CQv0f1e2d3c4b5a69788990011223344","object":"chat.completion","created":1795230000,"#
            + #""model":"gpt-5.4-nano-2026-03-17","choices":[{"index":0,"message":{"role":"assistant","#
            + #""content":"\#(AnswerText.text(of: tokens))","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"#
            + #""usage":\#(usage(tokens)),"service_tier":"default","system_fingerprint":"fp_3d1a2b4c5d"}"#
    }

    private static func usage(_ tokens: Int) -> String {
        #"{"prompt_tokens":212,"completion_tokens":\#(tokens),"total_tokens":\#(212 + tokens),"#
            + #""prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"#
            + #""completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"#
            + #""accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#
    }
}
