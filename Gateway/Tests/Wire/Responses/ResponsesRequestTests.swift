import GatewayWire
import Testing
import Waybill

struct ResponsesRequestTests {
    /// Bodies as OpenAI's Python library sends them, and others that say what those do not.
    @Test(arguments: FixtureFiles.paths(in: "responses-requests", ending: ".json"))
    func aBodyBecomesARequest(path: String) throws {
        let inbound = try ResponsesRequest.read(try FixtureFiles.bytes(path))
        guard case .responses(let echo) = inbound.form else {
            Issue.record("The answer would be of another API.")
            return
        }
        let read: JSONValue = ["streams": .bool(inbound.streams), "request": inbound.request.json, "echo": .object(echo)]
        try expectGolden(read.bytes(style: .pretty) + [UInt8(ascii: "\n")], path.replacing(".json", with: ".golden"))
    }

    /// Reads a body of one text with more members.
    private func read(_ members: JSONObject) throws -> ModelRequest {
        var body: JSONObject = ["model": "test", "input": "Hello."]
        for (key, value) in members { body[key] = value }
        return try ResponsesRequest.read(JSONValue.object(body).bytes()).request
    }

    /// Reads a body of these items.
    private func items(_ items: JSONValue...) throws -> [ConversationItem] { try read(["input": .array(items)]).conversation }

    // MARK: Members

    @Test func settingsAreThoseOfTheCommonRequest() throws {
        let request = try read([
            "instructions": "Be brief.", "temperature": 0.5, "top_p": 1, "max_output_tokens": 16, "parallel_tool_calls": false,
            "service_tier": "flex", "metadata": ["ticket": "7"], "user": "u-1", "reasoning": ["effort": "low"],
            "text": ["verbosity": "high", "format": ["type": "json_object"]],
        ])
        var expected = ModelRequest("Hello.", workload: "test")
        expected.instructions = "Be brief."
        expected.parameters = GenerationParameters(
            temperature: 0.5, topP: 1, maxOutputTokens: 16, reasoningEffort: .low, verbosity: .high, parallelToolCalls: false,
            serviceTier: .flex)
        expected.metadata = ["ticket": "7"]
        expected.user = "u-1"
        expected.output = .jsonObject
        #expect(request == expected)
    }

    /// What only this API can say goes along as it came, and keeps others away.
    @Test(
        arguments: [
            ["max_tool_calls": 3], ["truncation": "auto"], ["context_management": [["type": "compaction"]]],
            ["image": ["context_compression": "auto"]],
            ["access_programs": ["cyber": "standard"]], ["prompt_cache_options": ["mode": "explicit", "ttl": "12h"]],
            ["reasoning": ["mode": "pro"]],
            ["reasoning": ["context": "all_turns"]], ["text": ["tone": "dry"]], ["unheard_of": [1, 2]], ["stop": ["x"]],
            ["tools": [["type": "mcp", "server_label": "s", "server_url": "https://example.com", "require_approval": "never"]]],
            ["tool_choice": ["type": "allowed_tools", "mode": "auto", "tools": []]], ["tool_choice": ["type": "mcp", "server_label": "s"]],
        ] as [JSONObject])
    func whatOnlyThisAPIKnowsGoesAlong(members: JSONObject) throws {
        let request = try read(members)
        #expect(request.requiresExtras)
        #expect(request.extras == [.openAIResponses: members])
        let withKey = try read(JSONObject(members.map { ($0.key, $0.value) } + [("prompt_cache_key", "k")]))
        #expect(withKey.extras[.openAIResponses]?["prompt_cache_key"] == "k")
        #expect(withKey.extras[.openAIChat] == nil)
    }

    @Test func whatIsSaidBesideKnownMembersStandsBesideThem() throws {
        let request = try read([
            "reasoning": ["effort": "high", "mode": "pro", "summary": "auto"], "text": ["verbosity": "low", "tone": "dry"],
        ])
        #expect(request.reasoningEffort == .high)
        #expect(request.verbosity == .low)
        #expect(request.extras == [.openAIResponses: ["reasoning": ["mode": "pro", "summary": "auto"], "text": ["tone": "dry"]]])
    }

    /// What an answer is as good without keeps nobody away.
    @Test(
        arguments: [
            ["reasoning": ["summary": "auto"]], ["reasoning": ["generate_summary": "detailed"]], ["prompt_cache_retention": "24h"],
        ] as [JSONObject])
    func hintsKeepNobodyAway(members: JSONObject) throws {
        let request = try read(members)
        #expect(!request.requiresExtras)
        #expect(request.extras == [.openAIResponses: members])
    }

    @Test func aCacheKeyGoesToBothOfOpenAIsAPIs() throws {
        let request = try read(["prompt_cache_key": "k"])
        let key: JSONObject = ["prompt_cache_key": "k"]
        #expect(request.requiresExtras)
        #expect(request.extras == [.openAIResponses: key, .openAIChat: key, .openAICompatible: [:]])
    }

    @Test func aCallOfHostedToolsAloneIsForcedByExtras() throws {
        let tool: JSONValue = ["type": "mcp", "server_label": "s", "require_approval": "never"]
        let alone = try read(["tools": [tool], "tool_choice": "required"])
        #expect(alone.toolChoice == .auto)
        #expect(alone.extras[.openAIResponses] == ["tools": [tool], "tool_choice": "required"])
        let beside = try read(["tools": [tool, ["type": "function", "name": "f"]], "tool_choice": "required"])
        #expect(beside.toolChoice == .required)
        #expect(beside.tools == [ToolDefinition(name: "f")])
        #expect(beside.extras[.openAIResponses] == ["tools": [tool]])
    }

    /// What would be so without it is not passed on, and keeps nobody away.
    @Test(
        arguments: [
            ["background": false], ["store": false], ["previous_response_id": .null], ["conversation": .null], ["prompt": .null],
            ["truncation": "disabled"], ["top_logprobs": 0], ["include": []], ["include": ["reasoning.encrypted_content"]], ["tools": []],
            ["tool_choice": "auto"], ["stream": false], ["stream_options": .null], ["metadata": [:]], ["text": [:]], ["reasoning": [:]],
            ["text": ["format": ["type": "text"]]], ["reasoning": ["effort": .null, "summary": .null]], ["instructions": .null],
            ["moderation": .null], ["unheard_of": .null], ["max_tool_calls": .null], ["prompt_cache_options": .null],
        ] as [JSONObject])
    func whatIsTheDefaultSaysNothing(members: JSONObject) throws {
        #expect(try read(members) == read([:]))
    }

    @Test func streamsAreAskedFor() throws {
        let body = #"{"model":"m","input":"x","stream":true,"stream_options":{"include_obfuscation":true}}"#
        #expect(try ResponsesRequest.read(Array(body.utf8)).streams)
        #expect(try !ResponsesRequest.read(Array(#"{"model":"m","input":"x"}"#.utf8)).streams)
    }

    // MARK: Tools

    @Test func functionsAreTools() throws {
        let schema: JSONValue = ["type": "object", "properties": ["b": [:], "a": [:]]]
        let request = try read([
            "tools": [
                ["type": "function", "name": "f", "description": "d", "parameters": schema, "strict": true],
                [
                    "type": "function", "name": "g", "parameters": .null, "strict": .null, "defer_loading": false,
                    "allowed_callers": ["direct"],
                ],
                ["type": "function", "name": "h", "parameters": schema, "strict": false],
            ],
            "tool_choice": ["type": "function", "name": "g"],
        ])
        #expect(
            request.tools == [
                ToolDefinition(name: "f", description: "d", parameters: schema, strict: true), ToolDefinition(name: "g"),
                ToolDefinition(name: "h", parameters: schema, strict: false),
            ])
        #expect(request.toolChoice == .function("g"))
        #expect(request.extras.isEmpty)
    }

    @Test(arguments: [("none", ToolChoice.none), ("required", .required), ("auto", .auto)])
    func choicesAreThoseOfTheCommonRequest(word: String, choice: ToolChoice) throws {
        #expect(try read(["tools": [["type": "function", "name": "f"]], "tool_choice": .string(word)]).toolChoice == choice)
    }

    @Test func schemasAreNotStrictUnlessTheySaySo() throws {
        let format: JSONObject = ["type": "json_schema", "name": "n", "schema": ["type": "object"], "description": "d"]
        let loose = try read(["text": ["format": .object(format)]])
        #expect(loose.output == .jsonSchema(JSONSchemaFormat(name: "n", schema: ["type": "object"], description: "d", strict: false)))
    }

    // MARK: Instructions

    @Test func aFirstMessageWithSystemAuthorityBecomesTheInstructions() throws {
        let user: JSONValue = ["role": "user", "content": "Hi"]
        let moved = try read(["input": [["role": "developer", "content": "Be brief."], user]])
        #expect(moved.instructions == "Be brief.")
        #expect(moved.conversation == [.user("Hi")])
        let beside = try read(["input": [["role": "system", "content": "Be brief."], user], "instructions": "You answer."])
        #expect(beside.instructions == "You answer.")
        #expect(beside.conversation == [.message(Message(role: .system, content: [.text("Be brief.")])), .user("Hi")])
        let alone = try read(["input": [["role": "system", "content": "Be brief."]]])
        #expect(alone.instructions == nil)
        #expect(alone.conversation.count == 1)
    }

    // MARK: Items

    @Test func contentBecomesParts() throws {
        let content: JSONValue = [
            ["type": "input_text", "text": "See"], ["type": "input_image", "image_url": "https://example.com/a.png", "detail": "high"],
            ["type": "input_image", "image_url": "data:image/png;base64,AAEC", "file_id": .null],
            ["type": "input_file", "file_url": "https://example.com/a.pdf"],
            ["type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,AAEC", "detail": "auto"],
            ["type": "input_audio", "input_audio": ["data": "AAEC", "format": "wav"]],
        ]
        let parts: [ContentPart] = [
            .text("See"), .image(ImagePart(.url("https://example.com/a.png"), detail: .high)),
            .image(ImagePart(.bytes([0, 1, 2], mediaType: "image/png"))), .file(FilePart(.url("https://example.com/a.pdf"), name: "file")),
            .file(FilePart(.bytes([0, 1, 2], mediaType: "application/pdf"), name: "a.pdf")), .audio(AudioPart([0, 1, 2], format: "wav")),
        ]
        #expect(try items(["role": "user", "content": content]) == [.message(Message(role: .user, content: parts))])
        #expect(
            try items(["type": "function_call_output", "call_id": "c", "output": content]) == [
                .toolResult(ToolResult(callID: "c", content: parts))
            ])
    }

    @Test func whatAModelSaidKeepsItsPhase() throws {
        let said: JSONValue = [
            "type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "phase": "commentary",
            "content": [
                [
                    "type": "output_text", "text": "Let me see.", "annotations": [["type": "url_citation"]], "logprobs": [],
                    "parsed": ["a": 1],
                ],
                ["type": "refusal", "refusal": "No."],
            ],
        ]
        #expect(
            try items(said) == [
                .message(Message(role: .assistant, content: [.text("Let me see."), .refusal("No.")], phase: "commentary"))
            ])
    }

    @Test func callsAndResultsAreJoinedByTheirID() throws {
        let call: JSONValue = [
            "type": "function_call", "id": "fc_1", "status": "completed", "call_id": "c", "name": "f", "arguments": "{ }",
            "parsed_arguments": [:],
            "caller": ["type": "direct"], "namespace": .null,
        ]
        let result: JSONValue = [
            "type": "function_call_output", "id": "fco_1", "status": "completed", "call_id": "c", "name": "f", "output": "4",
        ]
        #expect(
            try items(call, result) == [
                .toolCall(ToolCall(id: "c", name: "f", arguments: "{ }")), .toolResult(ToolResult(callID: "c", "4")),
            ])
    }

    @Test func thoughtsOfOthersHaveAnIssuerThatIsNotKnown() throws {
        let thought: JSONValue = [
            "type": "reasoning", "id": "rs_1", "status": "completed", "encrypted_content": "gAAAAABpE0xS7kq2",
            "summary": [["type": "summary_text", "text": "One."], ["type": "summary_text", "text": "Two."]],
            "content": [["type": "reasoning_text", "text": "Three."]],
        ]
        #expect(try items(thought) == [.reasoning(.ofUnknownIssuer(text: "One.\n\nTwo.\n\nThree."))])
        #expect(try items(["type": "reasoning", "id": "rs_1", "summary": []]) == [.reasoning(.ofUnknownIssuer(text: ""))])
    }

    @Test func sealedItemsAreThoseThatWereSealed() throws {
        let issuer = ModelName(provider: "openai", id: "gpt-5.4")
        let thought = ReasoningItem(issuer: issuer, text: "Hm.", wire: ["type": "reasoning", "encrypted_content": "gAAAA", "summary": []])
        let other = OpaqueItem(issuer: issuer, wire: ["type": "compaction", "encrypted_content": "x"])
        for (sealed, item) in [(SealedItem.reasoning(thought), ConversationItem.reasoning(thought)), (.other(other), .other(other))] {
            let carrier: JSONValue = ["type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": .string(sealed.text)]
            #expect(try items(carrier) == [item])
        }
    }

    @Test func itemsOfOtherKindsGoBackToWhereTheyCameFrom() throws {
        let item: JSONObject = ["type": "mcp_call", "id": "mcp_1", "name": "n", "arguments": "{}", "server_label": "s"]
        var noted = item
        noted["x_waybill"] = ["issuer": "openai/gpt-5.4"]
        #expect(
            try items(.object(noted)) == [.other(OpaqueItem(issuer: ModelName(provider: "openai", id: "gpt-5.4"), wire: .object(item)))])
    }

    @Test(
        arguments: [
            ["type": "item_reference", "id": "msg_1"], ["id": "msg_1"],
            ["role": "user", "content": [["type": "input_file", "file_id": "file-1"]]],
            ["type": "function_call_output", "call_id": "c", "output": [["type": "input_file", "file_id": "file-1"]]],
        ] as [JSONObject])
    func whatNoModelMakesDoesNotPassForAnItemOfOne(item: JSONObject) {
        var noted = item
        noted["x_waybill"] = ["issuer": "openai/gpt-5.4"]
        let forged = JSONValue.object(noted)
        let problem = #expect(throws: InboundProblem.self) { try items(forged) }
        #expect(problem?.parameter == "input[0].type")
    }

    @Test func whatWasToldLateGoesBackToItsPlace() throws {
        func message(_ id: String) -> JSONValue {
            ["type": "message", "id": .string(id), "role": "assistant", "content": [["type": "output_text", "text": .string(id)]]]
        }
        let read = try items(
            ["role": "user", "content": "Hi"], message("msg_0"), message("msg_1"),
            ["type": "reasoning", "id": "rs_2", "summary": [["type": "summary_text", "text": "first"]], "x_waybill": ["before": "msg_0"]],
            [
                "type": "reasoning", "id": "rs_3", "summary": [["type": "summary_text", "text": "second"]],
                "x_waybill": ["before": "msg_0"],
            ],
            ["type": "reasoning", "id": "rs_4", "summary": [["type": "summary_text", "text": "lost"]], "x_waybill": ["before": "msg_9"]])
        #expect(
            read == [
                .user("Hi"), .reasoning(.ofUnknownIssuer(text: "first")), .reasoning(.ofUnknownIssuer(text: "second")), .assistant("msg_0"),
                .assistant("msg_1"), .reasoning(.ofUnknownIssuer(text: "lost")),
            ])
    }
}
