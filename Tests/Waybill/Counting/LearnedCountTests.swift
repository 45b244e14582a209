import Testing
import Waybill
import WaybillTesting

/// What a router learns of its models' counts from what they report.
struct LearnedCountTests {
    private let time = VirtualTime()
    private let prompt = String(repeating: "The parcel left this morning. ", count: 100)

    private func router(
        tokenizer: String? = nil, reporting tokens: Int, _ change: (inout Route) -> Void = { _ in }
    ) throws -> ModelRouter {
        var provider = ScriptedProvider("only", [.answer("Yes.", usage: TokenUsage(uncachedInput: tokens, outputText: 2))])
        provider.provider.models[0].tokenizer = tokenizer
        let transport = ScriptedTransport([provider], time: time)
        return ModelRouter(
            table: try .testing([provider], change), options: RouterOptions(transport: transport, time: time, logger: nil, seed: 7))
    }

    private func planned(_ router: ModelRouter) throws -> PlannedCandidate {
        try #require(try router.plan(ModelRequest(prompt, workload: "test")).chosen)
    }

    private func ask(_ router: ModelRouter, times: Int) async throws {
        for _ in 0..<times { _ = try await time.run { try await router.respond(to: prompt, workload: "test") } }
    }

    @Test func aSteadyDifferenceCorrectsTheNextPlan() async throws {
        let estimate = try planned(try router(reporting: 1)).inputTokens.tokens
        let router = try router(reporting: estimate * 5 / 4)
        #expect(try planned(router).calibration == nil)
        try await ask(router, times: 12)
        let learned = try planned(router)
        #expect(learned.calibration?.observations == 12)
        #expect(learned.estimatedInput == estimate)
        #expect(abs(learned.inputTokens.tokens - estimate * 5 / 4) <= 1)
        #expect(learned.inputTokens.certainty == .estimated)
        // The correction is learned from the estimate, not from what was made of it.
        try await ask(router, times: 12)
        #expect(abs(try planned(router).inputTokens.tokens - estimate * 5 / 4) <= 1)
    }

    @Test func aPromptThatWasCutTeachesNothing() async throws {
        let router = try router(reporting: 20)
        try await ask(router, times: 12)
        #expect(try planned(router).calibration == nil)
    }

    @Test func whatIsNoEstimateIsNotCorrected() async throws {
        // The harmony format is known, so that the count is bounded.
        let router = try router(tokenizer: "o200k_harmony", reporting: 900)
        let before = try planned(router).inputTokens
        #expect(before.certainty != .estimated)
        try await ask(router, times: 12)
        let after = try planned(router)
        #expect(after.inputTokens == before)
        #expect(after.calibration == nil)
    }

    @Test func askingTheProviderTeachesToo() async throws {
        let estimate = try planned(try router(reporting: 1)).inputTokens.tokens
        let router = try router(reporting: estimate)
        for _ in 0..<12 { _ = try await time.run { try await router.countTokens(of: ModelRequest(prompt, workload: "test")) } }
        #expect(try planned(router).calibration?.observations == 12)
    }
}
