import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Requests in their documented JSON form, one file each, with the exact bytes that they become beside them.
struct OpenAIChatEncodingTests {
    @Test(arguments: ["text", "tools", "schema", "json-object", "content", "extras", "streamed"])
    func everyRequestIsWrittenForOpenAI(_ name: String) throws {
        let request = try ChatSamples.prepared(json: String(decoding: try FixtureFiles.bytes("chat-requests/\(name).json"), as: UTF8.self))
        let model = name == "tools" || name == "schema" ? ChatSamples.reasoning([.none, .low, .high, .xhigh, .max]) : ChatSamples.ablest
        let text = written(request, by: ChatSamples.openAI(model), streaming: name == "streamed")
        try expectGolden(text, "chat-requests/\(name).golden")
    }

    @Test(arguments: Dialect.presets.map(\.name))
    func oneRequestIsWrittenForEveryDialect(_ name: String) throws {
        let dialect = try #require(Dialect.presets.first { $0.name == name }?.dialect)
        let request = try ChatSamples.prepared(json: String(decoding: try FixtureFiles.bytes("dialects/request.json"), as: UTF8.self))
        let text = written(request, by: ChatSamples.adapter(dialect, ChatSamples.reasoning(nil)), streaming: true)
        try expectGolden(text, "dialects/\(name).golden")
    }

    @Test func theSameRequestGivesTheSameBytes() throws {
        let text = String(decoding: try FixtureFiles.bytes("dialects/request.json"), as: UTF8.self)
        let first = written(try ChatSamples.prepared(json: text), by: ChatSamples.openAI(), streaming: true)
        for _ in 0..<20 { #expect(written(try ChatSamples.prepared(json: text), by: ChatSamples.openAI(), streaming: true) == first) }
    }

    @Test func storageAndHeadersAreAsTheProviderFileSays() throws {
        var provider = Provider(name: "openai-chat", api: .openAIChat, baseURL: "https://api.openai.com/v1")
        provider.store = true
        provider.headers = [HeaderField("OpenAI-Project", "proj_1"), HeaderField("accept", "*/*")]
        let adapter = OpenAIChatAdapter(provider: provider, model: ChatSamples.ablest)
        let encoded = adapter.encode(ChatSamples.prepared(ModelRequest("Hi", workload: "t")), .init(), streaming: false)
        #expect(String(decoding: encoded.body, as: UTF8.self).hasSuffix(#""store":true}"#))
        #expect(encoded.headers.map(\.description) == ["Content-Type: application/json", "OpenAI-Project: proj_1", "accept: */*"])
    }

    @Test func aRehearsalAnswersAsItSpeaks() {
        var provider = Provider(name: "rehearsal", api: .rehearsal, baseURL: "rehearsal:")
        provider.speaks = .openAICompatible
        provider.dialect = .vllm
        #expect(OpenAIChatAdapter(provider: provider, model: Model(id: "m")).dialect == .vllm)
        provider.speaks = .openAIChat
        #expect(OpenAIChatAdapter(provider: provider, model: Model(id: "m")).dialect == .openAI)
    }

    /// The request as it goes out, and what the review says of it.
    private func written(_ request: PreparedRequest, by adapter: OpenAIChatAdapter, streaming: Bool) -> String {
        let review = adapter.review(request, request.request.parameters)
        let encoded = adapter.encode(request, request.request.parameters, streaming: streaming)
        var lines = ["\(encoded.method) \(encoded.path)"] + encoded.headers.map(\.description)
        lines += ["", String(decoding: encoded.body, as: UTF8.self), ""]
        if let obstacle = review.obstacle { lines.append("obstacle: \(obstacle)") }
        lines += review.adjustments.map(\.description)
        return lines.joined(separator: "\n") + "\n"
    }
}
