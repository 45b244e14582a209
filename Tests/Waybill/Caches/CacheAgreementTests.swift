import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// What is expected of caches against what rehearsed ones report, over many conversations that take turns.
struct CacheAgreementTests {
    private let time = VirtualTime()

    @Test(arguments: [
        CacheRules(.steps(1)), CacheRules(.steps(16), minimum: 64, lifetime: .seconds(600)),
        CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(600)), CacheRules(.breakpoints(.implicit), minimum: 1_024),
        CacheRules(.breakpoints(.explicit), minimum: 1_024),
    ])
    func whatIsExpectedIsReported(rules: CacheRules) async throws {
        let router = try router(rules)
        var random = SeededGenerator(seed: 11)
        var conversations = (0..<8).map(Self.conversation)
        var total = 0
        for _ in 0..<200 {
            let place = Int.random(in: conversations.indices, using: &random)
            let attempt = try #require(try await ask(router, conversations[place]).attempts.first)
            #expect(attempt.expectedCachedTokens == attempt.usage?.cachedInput)
            total += attempt.usage?.cachedInput ?? 0
            conversations[place].conversation += [.assistant("Yes."), .user("\(Int.random(in: 0..<1_000, using: &random)) more days")]
            await pause(.seconds(Int.random(in: 0..<120, using: &random)))
        }
        #expect(total > 50_000)
    }

    private func router(_ rules: CacheRules) throws -> ModelRouter {
        var model = Model(id: "m")
        model.tokenizer = "o200k_base"
        model.cache = rules
        var provider = Provider(name: "p", api: .rehearsal, baseURL: "https://p.invalid/v1", models: [model])
        provider.script = RehearsalScript(steps: [.answer(RehearsalScript.Answer(text: "Yes."))])
        let route = Route(workload: "test", models: [ModelName(provider: "p", id: "m")])
        let table = try RouteTable(providers: [provider], routes: [route])
        return ModelRouter(table: table, options: RouterOptions(time: time, logger: nil, seed: 1))
    }

    /// The beginning of a conversation: two have the same stable part, some of them too short to be kept by itself.
    private static func conversation(_ number: Int) -> ModelRequest {
        func words(_ word: String, _ count: Int) -> String { Array(repeating: word, count: count).joined(separator: " ") }
        return ModelRequest(
            workload: "test", instructions: "Shop \(number % 4). \(words("day", 200 + number % 4 * 400))",
            conversation: [.user("\(number) begins \(words("night", 150))")])
    }

    private func ask(_ router: ModelRouter, _ request: ModelRequest) async throws -> RouteReport {
        let result: Result<ModelResponse, any Error> = await time.run {
            do { return .success(try await router.respond(to: request)) } catch { return .failure(error) }
        }
        return try result.get().route
    }

    private func pause(_ span: Duration) async {
        await time.run {
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + span) { continuation.resume() }
            }
        }
    }
}
