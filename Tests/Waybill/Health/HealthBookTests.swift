import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// What is learned of a model and of its key, apart.
struct HealthBookTests {
    private static func way() throws -> Way {
        let provider = Provider(name: "p", api: .openAIChat, baseURL: "https://p.invalid/v1", models: [Model(id: "m")])
        let table = try RouteTable(
            providers: [provider], routes: [Route(workload: "w", models: [ModelName(provider: "p", id: "m")])])
        return Way.all(of: provider, Model(id: "m"), limits: LaneLimits(table))[0]
    }

    private static func end(_ failure: ModelFailure?, at time: Duration) -> CallEffects.AttemptEnd {
        CallEffects.AttemptEnd(failure: failure, isAboutModel: failure?.isAboutModel ?? true, time: time)
    }

    @Test func aModelsProbeThatSucceedsOpensNoRefusedKey() throws {
        let book = HealthBook(seed: 1)
        let way = try Self.way()
        let rule = BreakerRule.builtIn(failures: 1, cooldown: .seconds(1))
        book.note(Self.end(ModelFailure(.serverError, scope: .model, "."), at: .zero), probe: [], of: way, rule: rule)
        guard case .probe(let probe) = book.admit(to: way, at: .seconds(1)) else {
            Issue.record("not a probe")
            return
        }
        #expect(probe == .model)
        // The key is refused to another while the probe is under way, which then succeeds.
        let refused = ModelFailure(.authentication, scope: .credential, ".")
        book.note(Self.end(refused, at: .seconds(2)), probe: [], of: way, rule: rule)
        book.note(Self.end(nil, at: .seconds(3)), probe: probe, of: way, rule: rule)
        guard case .credential? = book.obstacle(of: way, at: .seconds(3)) else {
            Issue.record("the key was opened")
            return
        }
        // Its own probe opens it.
        guard case .probe(.key) = book.admit(to: way, at: .seconds(5)) else {
            Issue.record("not the key's probe")
            return
        }
        book.note(Self.end(nil, at: .seconds(6)), probe: .key, of: way, rule: rule)
        #expect(book.obstacle(of: way, at: .seconds(6)) == nil)
    }
}
