import Synchronization
import Testing
import Waybill
import WaybillTesting

/// What is told of models that are shut down soon; today is 2026-11-20.
struct ModelEndingTests {
    /// What a router tells of in two calls of a route over models with these last days.
    private func told(_ shutdowns: [String?]) async throws -> [String] {
        let time = VirtualTime()
        let providers = shutdowns.enumerated()
            .map { number, shutdown in
                var provider = ScriptedProvider("p\(number)", [.answer("ok")])
                provider.provider.models[0].shutdown = shutdown
                provider.provider.models[0].replacedBy = "next"
                return provider
            }
        let told = Mutex<[String]>([])
        let options = RouterOptions(transport: ScriptedTransport(providers, time: time), time: time, logger: nil, seed: 7)
        let router = ModelRouter(table: try .testing(providers), options: options) { event in
            guard case .modelEnding(let model, let shutdown, let next) = event else { return }
            told.withLock { $0.append("\(model) \(shutdown) \(next ?? "")") }
        }
        await time.run { for _ in 0..<2 { _ = try? await router.respond(to: "Hi", workload: "test") } }
        return told.withLock(\.self)
    }

    @Test func aModelThatEndsWithinThirtyDaysIsToldOfOnce() async throws {
        #expect(try await told(["2026-12-20"]) == ["p0/model 2026-12-20 next"])
        #expect(try await told(["2026-12-21"]) == [])
    }

    @Test func soIsOneThatStandsByAndOneThatIsGone() async throws {
        #expect(try await told([nil, "2026-11-21"]) == ["p1/model 2026-11-21 next"])
        #expect(try await told(["2026-11-20", "2027-11-21"]) == ["p0/model 2026-11-20 next"])
    }
}
