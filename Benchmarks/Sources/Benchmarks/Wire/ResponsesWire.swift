/// Answers of OpenAI's Responses API, byte by byte as the API writes them.
enum ResponsesWire {
    /// A streamed answer: created, item, part, one event for each token, and everything again whole.
    static func events(tokens: Int) -> [String] {
        let part = #"{"type":"output_text","annotations":[],"logprobs":[],"text":"\#(AnswerText.text(of: tokens))"}"#
        let emptyPart = #"{"type":"output_text","annotations":[],"logprobs":[],"text":""}"#
        var sequence = 0
        func event(_ type: String, _ members: String) -> String {
            defer { sequence += 1 }
            return "event: \(type)\ndata: {\"type\":\"\(type)\",\"sequence_number\":\(sequence),\(members)}\n\n"
        }
        let place = #""item_id":"\#(itemID)","output_index":0,"content_index":0"#
        var events = [
            event("response.created", #""response":\#(response(status: "in_progress", output: "[]", usage: "null"))"#),
            event("response.in_progress", #""response":\#(response(status: "in_progress", output: "[]", usage: "null"))"#),
            event("response.output_item.added", #""output_index":0,"item":\#(item(status: "in_progress", content: ""))"#),
            event("response.content_part.added", #"\#(place),"part":\#(emptyPart)"#),
        ]
        for index in 0..<tokens {
            events.append(event("response.output_text.delta", #"\#(place),"delta":"\#(AnswerText.token(index))","logprobs":[]"#))
        }
        let whole = item(status: "completed", content: part)
        events += [
            event("response.output_text.done", #"\#(place),"text":"\#(AnswerText.text(of: tokens))","logprobs":[]"#),
            event("response.content_part.done", #"\#(place),"part":\#(part)"#),
            event("response.output_item.done", #""output_index":0,"item":\#(whole)"#),
            event("response.completed", #""response":\#(response(status: "completed", output: "[\(whole)]", usage: usage(tokens)))"#),
        ]
        return events
    }

    /// An answer that is one document.
    static func document(tokens: Int) -> String {
        let part = #"{"type":"output_text","annotations":[],"logprobs":[],"text":"\#(AnswerText.text(of: tokens))"}"#
        return response(status: "completed", output: "[\(item(status: "completed", content: part))]", usage: usage(tokens))
    }

    private static let itemID = "msg_68ed7c1f0a2c81a0b3f5d4e6c7a8b9c0"

    private static func item(status: String, content: String) -> String {
        #"{"id":"\#(itemID)","type":"message","status":"\#(status)","content":[\#(content)],"role":"assistant"}"#
    }

    private static func usage(_ tokens: Int) -> String {
        #"{"input_tokens":212,"input_tokens_details":{"cached_tokens":0},"output_tokens":\#(tokens),"#
            + #""output_tokens_details":{"reasoning_tokens":0},"total_tokens":\#(212 + tokens)}"#
    }

    private static func response(status: String, output: String, usage: String) -> String {
        #"{"id":"resp_68ed7c1ea0b481a09f1e2d3c4b5a6978","object":"response","created_at":1795230000,"status":"\#(status)","#
            + #""background":false,"error":null,"incomplete_details":null,"max_output_tokens":1500,"max_tool_calls":null,"#
            + #""model":"gpt-5.4-mini-2026-03-17","output":\#(output),"parallel_tool_calls":true,"previous_response_id":null,"#
            + #""prompt_cache_key":null,"reasoning":{"effort":"none","summary":null},"safety_identifier":null,"service_tier":"default","#
            + #""store":false,"temperature":0.3,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],"#
            + #""top_logprobs":0,"top_p":0.8,"truncation":"disabled","usage":\#(usage),"user":null,"metadata":{}}"#
    }
}
