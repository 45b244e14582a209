import Foundation
import Testing
import WaybillInterchange

struct ModelRequestTests {
    /// A request that uses everything.
    static let everything: ModelRequest = {
        var request = ModelRequest(
            workload: "support-chat", instructions: "Be brief.",
            tools: [
                ToolDefinition(
                    name: "order_status", description: "Where an order is.",
                    parameters: ["type": "object", "properties": ["z": ["type": "integer"], "a": ["type": "string"]], "required": ["z"]],
                    strict: false)
            ],
            examples: [Example(input: "in", answer: "out")], references: [Reference(title: "Shipping", text: "Two days.")],
            conversation: [
                .user("Where?"),
                .reasoning(
                    ReasoningItem(issuer: ModelName(provider: "p", id: "m/x"), text: "hm", wire: ["type": "reasoning", "id": "rs_1"])),
                .toolCall(ToolCall(id: "c1", name: "order_status", arguments: "{\"z\": 1.0}")),
                .toolResult(ToolResult(callID: "c1", content: [.text("ok"), .image(ImagePart(.url("https://x/y.png"), detail: .low))])),
                .message(Message(role: .assistant, content: [.refusal("No.")], phase: "final_answer")),
                .other(OpaqueItem(issuer: ModelName(provider: "p", id: "m"), wire: ["type": "novel"])),
                .message(
                    Message(
                        role: .user,
                        content: [
                            .text("See"), .image(ImagePart(.bytes([1, 2, 3], mediaType: "image/png"))),
                            .file(FilePart(.bytes([4], mediaType: "application/pdf"), name: "a.pdf")),
                            .audio(AudioPart([5, 6], format: "wav")),
                        ])),
            ],
            lateContext: "Today is Friday.",
            output: .jsonSchema(JSONSchemaFormat(name: "answer", schema: ["type": "object"], description: "The answer.", strict: false)),
            toolChoice: .function("order_status"),
            parameters: GenerationParameters(
                temperature: 0.3, topP: 0.8, maxOutputTokens: 1_500, stop: ["END"], seed: 7, reasoningEffort: .low, verbosity: .high,
                parallelToolCalls: false))
        request.toolOrder = .asWritten
        request.promptVersion = "v3"
        request.metadata = ["b": "2", "a": "1"]
        request.user = "jane"
        request.conversationID = "c-1"
        request.deadline = .milliseconds(2_500)
        request.validatesOutput = false
        request.extras = [.openAIChat: ["logit_bias": ["50256": -100]]]
        return request
    }()

    @Test func readsWhatItWrites() throws {
        let text = Self.everything.json.text()
        let read = try ModelRequest(jsonText: text)
        #expect(read == Self.everything)
        #expect(read.json.text() == text)
    }

    @Test func worksWithFoundationsCoders() throws {
        let data = try JSONEncoder().encode(Self.everything)
        #expect(try JSONDecoder().decode(ModelRequest.self, from: data) == Self.everything)
    }

    @Test func schemasKeepTheOrderOfTheirMembersAndNumbersTheirLiterals() throws {
        let text = """
            {"workload":"w","tools":[{"name":"f","parameters":{"type":"object","properties":{"z":{"minimum":1.50},"a":{}}}}]}
            """
        #expect(try ModelRequest(jsonText: text).json.text() == text)
    }

    @Test func aPlainStringStandsForOneUserMessage() throws {
        let request = try ModelRequest(jsonText: #"{"workload": "w", "conversation": "Hello"}"#)
        #expect(request.conversation == [.user("Hello")])
        #expect(request == ModelRequest("Hello", workload: "w"))
    }

    @Test(arguments: [
        (#"[]"#, "The document is not an object."),
        (#"{}"#, "The document has no member 'workload'."),
        (#"{"workload": 3}"#, "'workload' is not a string."),
        (#"{"workload": "w", "conversaton": []}"#, "The document has an unknown member 'conversaton'; did you mean 'conversation'?"),
        (#"{"workload": "w", "temperature": 3}"#, "'temperature' is not between 0.0 and 2.0."),
        (#"{"workload": "w", "max_output_tokens": 0}"#, "'max_output_tokens' is not a positive number of tokens."),
        (#"{"workload": "w", "deadline": -1}"#, "'deadline' is not a positive number of seconds."),
        (#"{"workload": "w", "tools": [{"name": ""}]}"#, "'tools[0].name' is empty."),
        (#"{"workload": "w", "tools": [{"name": "f", "parameters": []}]}"#, "'tools[0].parameters' is not an object."),
        (
            #"{"workload": "w", "conversation": [{"type": "tool_cal"}]}"#,
            "'conversation[0].type' is 'tool_cal', which is no kind of item; did you mean 'tool_call'?"
        ),
        (
            #"{"workload": "w", "conversation": [{"role": "user", "content": [{"type": "image"}]}]}"#,
            "'conversation[0].content[0]' needs either 'url' or 'data' (base64) with 'media_type'."
        ),
        (
            #"{"workload": "w", "conversation": [{"role": "user", "content": [{"type": "audio", "data": "?", "format": "wav"}]}]}"#,
            "'conversation[0].content[0].data' is not base64."
        ),
    ])
    func saysWhatIsWrongAndWhere(text: String, message: String) throws {
        let error = try #require(throws: JSONFormatError.self) { try ModelRequest(jsonText: text) }
        #expect(error.description == message)
    }

    @Test func parametersAreReachedThroughTheRequest() {
        var request = ModelRequest("Hello", workload: "w")
        request.temperature = 0.5
        #expect(request.parameters.temperature == 0.5)
        #expect(request.maxOutputTokens == nil)
    }

    @Test func whatIsLeftOpenIsTakenFromTheBase() {
        let merged = GenerationParameters(temperature: 0).overriding(GenerationParameters(temperature: 1, topP: 0.5))
        #expect(merged == GenerationParameters(temperature: 0, topP: 0.5))
    }
}
