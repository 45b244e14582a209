import GatewayWire
import Testing
import Waybill

struct ChatRequestTests {
    /// Bodies as OpenAI's Python library sends them, and others that say what those do not.
    @Test(arguments: FixtureFiles.paths(in: "chat-requests", ending: ".json"))
    func aBodyBecomesARequest(path: String) throws {
        let inbound = try ChatRequest.read(try FixtureFiles.bytes(path))
        guard case .chat(let includesUsage) = inbound.form else {
            Issue.record("The answer would be of another API.")
            return
        }
        let read: JSONValue = ["streams": .bool(inbound.streams), "includes_usage": .bool(includesUsage), "request": inbound.request.json]
        try expectGolden(read.bytes(style: .pretty) + [UInt8(ascii: "\n")], path.replacing(".json", with: ".golden"))
    }

    /// Reads a body of one message with more members.
    private func read(_ members: JSONObject) throws -> ModelRequest {
        var body: JSONObject = ["model": "test", "messages": [["role": "user", "content": "Hello."]]]
        for (key, value) in members { body[key] = value }
        return try ChatRequest.read(JSONValue.object(body).bytes()).request
    }

    /// What only this API can say goes along as it came, and keeps others away.
    @Test(
        arguments: [
            ["frequency_penalty": 0.5], ["presence_penalty": -2], ["logit_bias": ["1": 100]],
            ["prediction": ["type": "content", "content": "x"]],
            ["prompt_cache_options": ["mode": "explicit"]], ["top_k": 40], ["chat_template_kwargs": [:]],
            ["tool_choice": ["type": "allowed_tools", "allowed_tools": ["mode": "auto", "tools": []]]],
            ["response_format": ["type": "grammar"]],
            ["reasoning": ["effort": "low"]],
        ] as [JSONObject])
    func whatOnlyThisAPIKnowsGoesAlong(members: JSONObject) throws {
        let request = try read(members)
        #expect(request.requiresExtras)
        #expect(request.extras == [.openAIChat: members, .openAICompatible: members])
        let withKey = try read(JSONObject(members.map { ($0.key, $0.value) } + [("prompt_cache_key", "k")]))
        #expect(withKey.extras[.openAIChat]?["prompt_cache_key"] == "k")
        #expect(withKey.extras[.openAICompatible] == members)
        #expect(withKey.extras[.openAIResponses] == nil)
    }

    /// What would be so without it is not passed on, and keeps nobody away.
    @Test(
        arguments: [
            ["n": 1], ["logprobs": false], ["top_logprobs": 0], ["store": false], ["modalities": ["text"]], ["modalities": []],
            ["frequency_penalty": 0],
            ["presence_penalty": 0.0], ["logit_bias": [:]], ["functions": []], ["response_format": ["type": "text"]],
            ["tool_choice": "auto"],
            ["stream": false], ["metadata": [:]], ["tools": []], ["prompt_logprobs": 0], ["return_token_ids": false], ["top_k": .null],
            ["n": .null],
            ["audio": .null], ["web_search_options": .null], ["stream_options": .null], ["function_call": .null], ["moderation": .null],
            ["stop": .null],
            ["response_format": .null], ["tool_choice": .null], ["prompt_cache_key": .null], ["user": .null],
        ] as [JSONObject])
    func whatIsTheDefaultSaysNothing(members: JSONObject) throws {
        #expect(try read(members) == read([:]))
    }

    @Test func aCacheKeyGoesToBothAPIsThatKnowItAndKeepsNobodyAway() throws {
        let request = try read(["prompt_cache_key": "k"])
        #expect(
            request.extras == [.openAIChat: ["prompt_cache_key": "k"], .openAIResponses: ["prompt_cache_key": "k"], .openAICompatible: [:]])
        #expect(request.requiresExtras)
    }

    @Test func howLongAPromptIsKeptKeepsNobodyAway() throws {
        let request = try read(["prompt_cache_retention": "24h", "prompt_cache_key": "k"])
        #expect(request.extras == [.openAIChat: ["prompt_cache_retention": "24h", "prompt_cache_key": "k"]])
        #expect(!request.requiresExtras)
        let more = try read(["prompt_cache_retention": "24h", "top_k": 1])
        #expect(more.extras == [.openAIChat: ["top_k": 1, "prompt_cache_retention": "24h"], .openAICompatible: ["top_k": 1]])
        #expect(more.requiresExtras)
    }

    @Test func settingsOfTheCommonProtocolAreReadAsWritten() throws {
        let request = try read([
            "temperature": 2, "top_p": 0, "max_completion_tokens": 7, "max_tokens": 7, "stop": ["a", "b"], "seed": -3,
            "reasoning_effort": "xhigh",
            "verbosity": "high", "parallel_tool_calls": false, "service_tier": "fast", "metadata": ["team": "a"],
        ])
        #expect(
            request.parameters
                == GenerationParameters(
                    temperature: 2, topP: 0, maxOutputTokens: 7, stop: ["a", "b"], seed: -3, reasoningEffort: .xhigh, verbosity: .high,
                    parallelToolCalls: false, serviceTier: .fast))
        #expect(request.metadata == ["team": "a"])
        #expect(!request.requiresExtras)
        #expect(request.extras.isEmpty)
        #expect(try read(["max_tokens": 5]).maxOutputTokens == 5)
    }

    @Test(arguments: [("none", ToolChoice.none), ("required", .required), ("auto", .auto)])
    func toolChoicesAreRead(word: String, choice: ToolChoice) throws {
        #expect(try read(["tool_choice": .string(word)]).toolChoice == choice)
    }

    @Test func toolsAndSchemasAreOnlyStrictWhereTheClientSaysSo() throws {
        let request = try read([
            "tools": [
                ["type": "function", "function": ["name": "a"]], ["type": "function", "function": ["name": "b", "strict": true]],
                ["type": "function", "function": ["name": "c", "strict": .null, "parameters": .null, "description": "C."]],
            ],
            "response_format": ["type": "json_schema", "json_schema": ["name": "n", "schema": ["type": "object"]]],
        ])
        #expect(request.tools.map(\.strict) == [false, true, false])
        #expect(request.tools[2] == ToolDefinition(name: "c", description: "C.", strict: false))
        #expect(request.output == .jsonSchema(JSONSchemaFormat(name: "n", schema: ["type": "object"], strict: false)))
        #expect(try read(["response_format": ["type": "json_object"]]).output == .jsonObject)
    }

    @Test func anEmptyTextBesideSomethingElseIsNone() throws {
        func turn(_ message: JSONValue) throws -> [ConversationItem] { try read(["messages": [message]]).conversation }
        let refusal = ConversationItem.message(Message(role: .assistant, content: [.refusal("No.")]))
        #expect(try turn(["role": "assistant", "content": "", "refusal": "No."]) == [refusal])
        #expect(try turn(["role": "assistant", "content": .null, "refusal": "No."]) == [refusal])
        #expect(try turn(["role": "assistant", "content": "x", "refusal": ""]) == [.assistant("x")])
        #expect(try turn(["role": "assistant", "content": "", "refusal": .null, "tool_calls": []]) == [.assistant("")])
        let call: JSONValue = ["id": "1", "type": "function", "function": ["name": "f", "arguments": ""]]
        #expect(
            try turn(["role": "assistant", "content": "", "tool_calls": [call]]) == [.toolCall(ToolCall(id: "1", name: "f", arguments: ""))]
        )
    }

    @Test func aLoneSystemMessageIsWhatIsToBeAnswered() throws {
        let request = try ChatRequest.read(Array(#"{"model":"m","messages":[{"role":"system","content":"Greet."}]}"#.utf8)).request
        #expect(request.instructions == nil)
        #expect(request.conversation == [.message(Message(role: .system, content: [.text("Greet.")]))])
    }

    @Test func aSystemMessageOfSeveralPartsStaysOne() throws {
        let body =
            #"{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"user","content":"x"}]}"#
        let request = try ChatRequest.read(Array(body.utf8)).request
        #expect(request.instructions == nil)
        #expect(request.conversation.first == .message(Message(role: .system, content: [.text("a"), .text("b")])))
    }
}
