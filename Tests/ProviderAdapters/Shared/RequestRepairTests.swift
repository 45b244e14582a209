import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// What becomes of a request whose model refuses a parameter of it.
struct RequestRepairTests {
    private static let chat = ChatSamples.adapter(tiered)
    private static let tiered: Dialect = {
        var dialect = Dialect.generic
        dialect.serviceTier = true
        return dialect
    }()
    private static let responses = ResponsesSamples.adapter(ResponsesSamples.plain)
    private static let thinking = ResponsesSamples.adapter(ResponsesSamples.reasoning())

    private static let request: ModelRequest = {
        var request = ModelRequest("Where is order 1207?", workload: "test")
        request.parameters = GenerationParameters(
            temperature: 0.3, topP: 0.8, maxOutputTokens: 100, stop: ["END"], seed: 7, reasoningEffort: .low, verbosity: .low)
        request.tools = [ToolDefinition(name: "find", parameters: ["type": "object"])]
        request.parameters.parallelToolCalls = true
        request.parameters.serviceTier = .flex
        request.extras[.openAIResponses] = ["prompt_cache_key": "k", "reasoning": ["summary": "auto"]]
        request.extras[.openAICompatible] = ["top_k": 40]
        return request
    }()

    private func found(_ name: String, isUnknown: Bool = true, at adapter: any ProviderAdapter) -> RequestRepair? {
        adapter.repair(
            ChatSamples.prepared(Self.request), Self.request.parameters, streaming: true,
            without: RefusedParameter(name, isUnknown: isUnknown))
    }

    private func body(_ repairs: [RequestRepair], at adapter: any ProviderAdapter) throws -> JSONValue {
        let request = ChatSamples.prepared(Self.request).repaired(by: repairs)
        return try JSONReader.read(adapter.encode(request, Self.request.parameters, streaming: true).body)
    }

    @Test(
        arguments: [
            ("temperature", "temperature"), ("top_p", "top_p"), ("stop", "stop"), ("stop[0]", "stop"), ("seed", "seed"),
            ("parallel_tool_calls", "parallel_tool_calls"),
            ("service_tier", "service_tier"), ("top_k", "extras.top_k"), ("stream_options", "stream_options"),
        ])
    func chatLeavesOutWhatARequestCanDoWithout(name: String, subject: String) throws {
        let repair = try #require(found(name, at: Self.chat))
        let member = repair.parameter
        let (whole, repaired) = (try body([], at: Self.chat), try body([repair], at: Self.chat))
        #expect(whole[member] != nil)
        #expect(repaired[member] == nil)
        var expected = try #require(whole.objectValue)
        expected.removeValue(forKey: member)
        #expect(repaired == .object(expected))
        #expect(repair.adjustment("why") == Adjustment(.leftOut, subject, "why"))
    }

    @Test(
        arguments: [
            ("temperature", "temperature"), ("prompt_cache_key", "prompt_cache_key"), ("service_tier", "service_tier"),
            ("stream_options.include_obfuscation", "stream_options.include_obfuscation"), ("text.verbosity", "verbosity"),
        ])
    func responsesLeavesOutWhatARequestCanDoWithout(name: String, subject: String) throws {
        let repair = try #require(found(name, at: Self.responses))
        let root = String(name.prefix { $0 != "." })
        #expect(try body([], at: Self.responses)[root] != nil)
        #expect(try body([repair], at: Self.responses)[root] == nil)
        #expect(repair.adjustment("why").subject == subject)
    }

    @Test func aMemberOfAnObjectGoesAloneAndItsNeighboursStay() throws {
        let repair = try #require(found("reasoning.effort", at: Self.thinking))
        #expect(try body([], at: Self.thinking)["reasoning"] == ["effort": "low", "summary": "auto"])
        #expect(try body([repair], at: Self.thinking)["reasoning"] == ["summary": "auto"])
        let summary = try #require(found("reasoning.summary", at: Self.thinking))
        #expect(try body([repair, summary], at: Self.thinking)["reasoning"] == nil)
    }

    @Test func whatTheAdapterItselfWouldWriteIsLeftOutToo() throws {
        // OpenAI's Chat Completions takes tools only with an effort of 'none', which is then written unasked.
        let adapter = ChatSamples.openAI(ChatSamples.reasoning(nil))
        let repair = try #require(found("reasoning_effort", at: adapter))
        #expect(try body([], at: adapter)["reasoning_effort"] == "none")
        #expect(try body([repair], at: adapter)["reasoning_effort"] == nil)
    }

    @Test func theOutputLimitGoesByItsOtherName() throws {
        let repair = try #require(found("max_tokens", at: Self.chat))
        let repaired = try body([repair], at: Self.chat)
        #expect(repaired["max_tokens"] == nil)
        #expect(repaired["max_completion_tokens"] == 100)
        #expect(repair.adjustment("why") == Adjustment(.translated, "max_output_tokens", "why; it goes as 'max_completion_tokens'"))
        let back = try #require(found("max_completion_tokens", at: ChatSamples.openAI()))
        #expect(try body([back], at: ChatSamples.openAI())["max_tokens"] == 100)
    }

    @Test(
        arguments: [
            "messages", "tools", "tools[0].function.strict", "tool_choice", "model", "stream", "store", "n", "logprobs", "", ".", "a.b.c",
        ])
    func whatARequestMeansIsNeverLeftOut(name: String) {
        #expect(found(name, at: Self.chat) == nil)
        #expect(found(name, at: Self.responses) == nil)
    }

    @Test func aLimitThatIsTooHighIsNotLeftOut() {
        #expect(found("max_tokens", isUnknown: false, at: Self.chat) == nil)
        #expect(found("max_output_tokens", at: Self.responses) == nil)
    }

    @Test func whatTheRequestDoesNotHaveCannotBeLeftOut() {
        #expect(found("user", at: Self.chat) == nil)
        #expect(found("seed", at: Self.responses) == nil)
        #expect(found("text.format", at: Self.responses) == nil)
    }

    @Test func aRefusedValueIsRememberedWithTheParameter() {
        #expect(found("temperature", isUnknown: false, at: Self.chat)?.refusedValue == 0.3)
        #expect(found("temperature", at: Self.chat)?.refusedValue == nil)
    }

    @Test func whatWasLeftOutIsNotLeftOutAgain() throws {
        let repair = try #require(found("seed", at: Self.chat))
        let request = ChatSamples.prepared(Self.request).repaired(by: [repair])
        #expect(
            Self.chat.repair(request, Self.request.parameters, streaming: true, without: RefusedParameter("seed", isUnknown: true)) == nil)
    }
}
