import Synchronization
import Testing
import Waybill
import WaybillTesting

/// Local counts and reported usage side by side in a call's report.
struct CountDriftTests {
    private let time = VirtualTime()
    private let told = Told()

    /// What the router told of drifts.
    private final class Told: Sendable {
        private let lines = Mutex<[String]>([])

        func take(_ event: RouterEvent) {
            if case .countDrift(let model, let drift) = event { lines.withLock { $0.append("\(model) \(drift.kind)") } }
        }

        var all: [String] { lines.withLock(\.self) }
    }

    private func router(
        _ responses: [ScriptedResponse], speaks: ProviderAPI = .openAIChat, _ change: (inout Model) -> Void = { _ in }
    ) throws -> ModelRouter {
        var provider = ScriptedProvider("only", speaks: speaks, responses)
        provider.provider.models[0].tokenizer = "o200k_base"
        change(&provider.provider.models[0])
        let transport = ScriptedTransport([provider], time: time)
        let told = told
        return ModelRouter(
            table: try .testing([provider]), options: RouterOptions(transport: transport, time: time, logger: nil, seed: 7),
            onEvent: told.take)
    }

    private func ask(_ router: ModelRouter, _ prompt: String = "How warm is it?") async throws -> ModelResponse {
        try await time.run { try await router.respond(to: prompt, workload: "test") }
    }

    @Test func anAnswersOwnCountStandsBesideTheReportedOne() async throws {
        let router = try router([.answer("It is cold.", usage: TokenUsage(uncachedInput: 12, outputText: 4))])
        let row = try #require(try await ask(router).route.attempts.first)
        #expect(row.usage?.output == 4)
        #expect(row.counted?.output.tokens == 4)
        #expect(row.counted?.output.tokenizer == "o200k_base")
        #expect(row.counted?.input.tokens ?? 0 > 0)
        #expect(row.drift == [])
        #expect(row.json["counted"]?["output"]?["tokens"] == 4)
        #expect(told.all == [])
    }

    @Test func cachedTokensCountAsInput() async throws {
        let prompt = String(repeating: "word ", count: 3_000)
        let usage = TokenUsage(
            uncachedInput: 100, cachedInput: 2_432, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 500)], outputText: 4)
        let router = try router([.answer("It is cold.", usage: usage)], speaks: .openAIResponses)
        #expect(try await ask(router, prompt).route.attempts[0].drift.contains { $0.kind == .promptTruncated } == false)
    }

    @Test func anOutputThatWasNotWrittenIsTold() async throws {
        let router = try router([.answer("It is cold.", usage: TokenUsage(uncachedInput: 12, outputText: 400))])
        let response = try await ask(router)
        let drift = try #require(response.route.attempts[0].drift.first)
        #expect(drift.kind == .beyondBound)
        #expect(drift.part == .output)
        #expect(drift.reported == 400)
        #expect(response.route.description.contains("the provider reports 400 output tokens, where 4 ±8 were counted"))
    }

    @Test func aStreamWithoutUsageIsSettledByOwnCounts() async throws {
        let end = #"data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
        let text = #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"It is cold."},"finish_reason":null}]}"# + "\n\n"
        let head = ScriptedEvent.head(status: 200, headers: [HeaderField("Content-Type", "text/event-stream")])
        let router = try router([.events(head, .text(text), .text(end), .end)]) { $0.price = Price(input: 1_000_000, output: 2_000_000) }
        let response = try await ask(router)
        let row = try #require(response.route.attempts.first)
        #expect(row.drift == [CountDrift(.noUsage)])
        #expect(response.usage.certainty == .estimated)
        #expect(response.usage.outputText == 4)
        #expect(response.usage.input == row.counted?.input.tokens)
        #expect(row.cost == Price(input: 1_000_000, output: 2_000_000).cost(of: response.usage))
        #expect(told.all == ["only/model no-usage"])
    }

    @Test func whatIsWrongIsToldOnceAnHour() async throws {
        let router = try router([.answer("It is cold.", usage: TokenUsage(uncachedInput: 12, outputText: 400))])
        for _ in 0..<3 { #expect(try await ask(router).route.attempts[0].drift.count == 1) }
        #expect(told.all == ["only/model beyond-bound"])
        time.advance(by: .seconds(3_601))
        _ = try await ask(router)
        #expect(told.all.count == 2)
    }

    @Test func anAnswerThatWasCutIsCountedAsFarAsItCame() async throws {
        let router = try router([.cut(after: "It is cold"), .answer("It is cold.")])
        let rows = try await ask(router).route.attempts
        #expect(rows[0].outcome == .failed)
        #expect(rows[0].counted?.output.tokens == 3)
        #expect(rows[0].usage?.outputText == 3)
        #expect(rows[0].drift == [])
    }

    @Test func aFailureWithoutWorkHasNoCounts() async throws {
        let router = try router([.status(503), .answer("It is cold.")])
        let rows = try await ask(router).route.attempts
        #expect(rows[0].counted == nil)
        #expect(rows[1].counted != nil)
    }
}
