import GatewayWire
import Testing
import Waybill

/// What cannot be asked is a 400 that names the member at fault, and never quotes content.
struct ChatRequestProblemTests {
    private func problem(_ members: JSONObject, without missing: String? = nil) -> InboundProblem? {
        var body: JSONObject = ["model": "test", "messages": [["role": "user", "content": "secret"]]]
        for (key, value) in members { body[key] = value }
        if let missing { body.removeValue(forKey: missing) }
        do throws(InboundProblem) {
            _ = try ChatRequest.read(JSONValue.object(body).bytes())
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            (["n": 2], "n"), (["logprobs": true], "logprobs"), (["top_logprobs": 3], "top_logprobs"), (["store": true], "store"),
            (["modalities": ["text", "audio"]], "modalities"), (["audio": ["voice": "alloy"]], "audio"),
            (["web_search_options": [:]], "web_search_options"),
            (["moderation": ["model": "m"]], "moderation"), (["functions": [["name": "f"]]], "functions"),
            (["function_call": "auto"], "function_call"),
            (["prompt_logprobs": 1], "prompt_logprobs"), (["return_token_ids": true], "return_token_ids"),
            (["tools": [["type": "custom", "custom": ["name": "c"]]]], "tools[0].type"),
            (["tool_choice": ["type": "custom", "custom": ["name": "c"]]], "tool_choice.type"),
            (["messages": [["role": "function", "name": "f", "content": "1"]]], "messages[0].role"),
            (["messages": [["role": "user", "name": "secret", "content": "x"]]], "messages[0].name"),
            (["messages": [["role": "assistant", "audio": ["id": "secret"], "content": "x"]]], "messages[0].audio"),
            (
                ["messages": [["role": "assistant", "function_call": ["name": "f", "arguments": ""], "content": "x"]]],
                "messages[0].function_call"
            ),
            (["messages": [["role": "assistant", "annotations": [["type": "url_citation"]], "content": "x"]]], "messages[0].annotations"),
            (
                [
                    "messages": [
                        ["role": "assistant", "tool_calls": [["id": "1", "type": "custom", "custom": ["name": "c", "input": "x"]]]]
                    ]
                ],
                "messages[0].tool_calls[0].type"
            ),
            (
                ["messages": [["role": "user", "content": [["type": "file", "file": ["file_id": "secret"]]]]]],
                "messages[0].content[0].file.file_id"
            ),
            (
                [
                    "messages": [
                        ["role": "user", "content": [["type": "text", "text": "x", "prompt_cache_breakpoint": ["mode": "explicit"]]]]
                    ]
                ],
                "messages[0].content[0].prompt_cache_breakpoint"
            ),
        ] as [(JSONObject, String)])
    func whatNoAnswerCouldTellIsUnsupported(members: JSONObject, path: String) {
        let problem = problem(members)
        #expect(problem?.status == 400)
        #expect(problem?.code == "unsupported_parameter")
        #expect(problem?.parameter == path)
        #expect(problem?.message.hasPrefix("Unsupported parameter: '\(path)'. ") == true)
        #expect(problem?.message.contains("secret") == false)
    }

    @Test(
        arguments: [
            (["model": 1], "model", "invalid_type"), (["model": .null], "model", "missing_required_parameter"),
            (["messages": "x"], "messages", "invalid_type"),
            (["messages": []], "messages", "empty_array"), (["messages": [1]], "messages[0]", "invalid_type"),
            (["messages": [[:]]], "messages[0].role", "missing_required_parameter"),
            (["messages": [["role": "bot", "content": "secret"]]], "messages[0].role", "invalid_value"),
            (["messages": [["role": "user"]]], "messages[0].content", "missing_required_parameter"),
            (["messages": [["role": "user", "content": 1]]], "messages[0].content", "invalid_type"),
            (["messages": [["role": "user", "content": []]]], "messages[0].content", "empty_array"),
            (["messages": [["role": "user", "content": [["type": "video"]]]]], "messages[0].content[0].type", "invalid_value"),
            (
                ["messages": [["role": "system", "content": [["type": "image_url", "image_url": ["url": "https://a.b/c"]]]]]],
                "messages[0].content[0].type", "invalid_value"
            ),
            (
                ["messages": [["role": "user", "content": [["type": "image_url", "image_url": "https://a.b/c"]]]]],
                "messages[0].content[0].image_url", "invalid_type"
            ),
            (
                ["messages": [["role": "user", "content": [["type": "image_url", "image_url": ["url": "data:secret"]]]]]],
                "messages[0].content[0].image_url.url", "invalid_value"
            ),
            (
                [
                    "messages": [
                        ["role": "user", "content": [["type": "input_audio", "input_audio": ["data": "sec ret", "format": "wav"]]]]
                    ]
                ], "messages[0].content[0].input_audio.data", "invalid_value"
            ),
            (
                ["messages": [["role": "user", "content": [["type": "file", "file": ["file_data": "JVBERi0=", "filename": "a.pdf"]]]]]],
                "messages[0].content[0].file.file_data", "invalid_value"
            ),
            (["messages": [["role": "user", "content": "x", "extra": 1]]], "messages[0].extra", "unknown_parameter"),
            (["messages": [["role": "assistant"]]], "messages[0].content", "missing_required_parameter"),
            (["messages": [["role": "assistant", "content": .null]]], "messages[0].content", "missing_required_parameter"),
            (
                ["messages": [["role": "assistant", "tool_calls": [["id": "1", "function": ["name": "f", "arguments": [:]]]]]]],
                "messages[0].tool_calls[0].function.arguments", "invalid_type"
            ),
            (
                ["messages": [["role": "assistant", "content": "x", "reasoning_details": [["data": "wb1.{}"]]]]],
                "messages[0].reasoning_details[0].data", "invalid_value"
            ),
            (["messages": [["role": "tool", "content": "x"]]], "messages[0].tool_call_id", "missing_required_parameter"),
            (["messages": [["role": "tool", "tool_call_id": "1", "name": "secret", "content": "x"]]], "messages[0].name", "invalid_value"),
            (["temperature": 2.1], "temperature", "decimal_above_max_value"), (["temperature": "hot"], "temperature", "invalid_type"),
            (["top_p": -0.1], "top_p", "decimal_below_min_value"), (["max_tokens": 0], "max_tokens", "integer_below_min_value"),
            (["max_tokens": 1, "max_completion_tokens": 2], "max_tokens", "invalid_value"), (["n": "1"], "n", "invalid_type"),
            (["stop": 1], "stop", "invalid_type"), (["stop": ["a", 1]], "stop[1]", "invalid_type"), (["seed": 1.5], "seed", "invalid_type"),
            (["stream": "yes"], "stream", "invalid_type"), (["stream_options": [:]], "stream_options", "invalid_value"),
            (
                ["stream": true, "stream_options": ["continuous_usage_stats": true]], "stream_options.continuous_usage_stats",
                "unknown_parameter"
            ),
            (["metadata": ["a": 1]], "metadata.a", "invalid_type"), (["user": "a", "safety_identifier": "b"], "user", "invalid_value"),
            (["tools": [["type": "function"]]], "tools[0].function", "missing_required_parameter"),
            (
                ["tools": [["type": "function", "function": ["name": "a", "parameters": "x"]]]], "tools[0].function.parameters",
                "invalid_type"
            ),
            (["tools": [["type": "function", "function": ["name": "a", "extra": 1]]]], "tools[0].function.extra", "unknown_parameter"),
            (["tools": [["function": ["name": "a"]]]], "tools[0].type", "missing_required_parameter"),
            (["tool_choice": "sometimes"], "tool_choice", "invalid_value"), (["tool_choice": 1], "tool_choice", "invalid_type"),
            (["tool_choice": [:]], "tool_choice.type", "missing_required_parameter"),
            (["tool_choice": ["type": "function", "function": [:]]], "tool_choice.function.name", "missing_required_parameter"),
            (["response_format": ["type": 1]], "response_format.type", "invalid_type"),
            (
                ["response_format": ["type": "json_schema", "json_schema": ["name": "a"]]], "response_format.json_schema.schema",
                "missing_required_parameter"
            ),
            (["logit_bias": []], "logit_bias", "invalid_type"), (["frequency_penalty": 3], "frequency_penalty", "decimal_above_max_value"),
            (["prompt_cache_key": 1], "prompt_cache_key", "invalid_type"), (["reasoning_effort": 1], "reasoning_effort", "invalid_type"),
        ] as [(JSONObject, String, String)])
    func whatIsWrongIsNamed(members: JSONObject, path: String, code: String) {
        let problem = problem(members)
        #expect(problem?.status == 400)
        #expect(problem?.parameter == path)
        #expect(problem?.code == code)
        #expect(problem?.message.contains("secret") == false)
        #expect(problem?.message.contains("sec ret") == false)
    }

    @Test func modelAndMessagesAreRequired() {
        #expect(problem([:], without: "model")?.message == "Missing required parameter: 'model'.")
        #expect(problem([:], without: "messages")?.message == "Missing required parameter: 'messages'.")
    }
}
