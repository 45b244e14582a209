import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillProviderAdapters

/// How providers are asked for their own count, and what they answer.
struct CountEncodingTests {
    private static let servers = ["openai-responses", "vllm", "llama.cpp", "sglang"]

    private func adapter(_ server: String) throws -> any ProviderAdapter {
        guard server != "openai-responses" else { return ResponsesSamples.adapter(ResponsesSamples.reasoning()) }
        let dialect = try #require(Dialect.presets.first { $0.name == server }?.dialect)
        return ChatSamples.adapter(dialect, ChatSamples.reasoning(nil))
    }

    private func request() throws -> PreparedRequest {
        try ChatSamples.prepared(json: String(decoding: try FixtureFiles.bytes("counts/request.json"), as: UTF8.self))
    }

    @Test(arguments: servers)
    func theQuestionIsWrittenByteForByte(_ server: String) throws {
        let request = try request()
        let encoded = try #require(try adapter(server).encodeCount(request, request.request.parameters))
        var lines = ["\(encoded.method) \(encoded.startsAtServerRoot ? "(root)" : "")\(encoded.path)"] + encoded.headers.map(\.description)
        lines += ["", String(decoding: encoded.body, as: UTF8.self)]
        try expectGolden(lines.joined(separator: "\n") + "\n", "counts/\(server).golden")
    }

    @Test(arguments: Dialect.presets.map(\.name).filter { !servers.contains($0) })
    func otherServersHaveNoCount(_ name: String) throws {
        let request = try request()
        #expect(try adapter(name).encodeCount(request, request.request.parameters) == nil)
    }

    @Test func aBeginningToGoOnFromIsCountedAsSuch() throws {
        var model = ChatSamples.ablest
        model.features?.append(.prefill)
        var request = ModelRequest("One, two,", workload: "t")
        request.conversation.append(.assistant("three"))
        let encoded = ChatSamples.adapter(.vllm, model).encodeCount(ChatSamples.prepared(request), .init())
        let body = try JSONReader.read(try #require(encoded).body)
        #expect(body["add_generation_prompt"] == false)
        #expect(body["continue_final_message"] == true)
    }

    @Test(arguments: [
        (#"{"object":"response.input_tokens","input_tokens":1207}"#, 1_207),
        (#"{"count":7,"max_model_len":4096,"tokens":[1,2,3,4,5,6,7]}"#, 7), (#"{"count":0}"#, 0),
    ])
    func countsAreRead(_ answer: String, count: Int) throws {
        #expect(try adapter("vllm").decodeCount(Array(answer.utf8)) == count)
    }

    @Test(arguments: ["", "{}", "<html>", "[]", #"{"count":"7"}"#, #"{"count":-1}"#, #"{"input_tokens":null}"#])
    func whatIsNoCountIsAFailure(_ answer: String) throws {
        let failure = try #require(throws: ModelFailure.self) { try adapter("openai-responses").decodeCount(Array(answer.utf8)) }
        #expect(failure.kind == .malformedAnswer)
    }
}
