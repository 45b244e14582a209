import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// A router before one rehearsed model with a prompt cache, on a clock that moves by itself.
struct CacheStage {
    let time: VirtualTime
    private let router: ModelRouter

    init(_ provider: Provider, time: VirtualTime = VirtualTime(), transport: (any Transport)? = nil) throws {
        let route = Route(workload: "*", models: provider.models.map { ModelName(provider: provider.name, id: $0.id) })
        let secrets = SecretReader(environment: { "key-\($0)" })
        let options = RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil, seed: 1)
        self.time = time
        router = ModelRouter(table: try RouteTable(providers: [provider], routes: [route]), options: options)
    }

    func ask(_ request: ModelRequest) async throws -> AttemptReport? { try await ask([request], apart: .zero).first ?? nil }

    /// Asks requests one after the other, without waiting for the answers of those before.
    ///
    /// - Parameter span: How long after the one before each is sent.
    func ask(_ requests: [ModelRequest], apart span: Duration) async throws -> [AttemptReport?] {
        let attempts = try await time.run {
            try await withThrowingTaskGroup(of: (Int, AttemptReport?).self) { group in
                for (place, request) in requests.enumerated() {
                    if place > 0, span > .zero { await wait(span) }
                    group.addTask {
                        // Not within the pair: optimized code of Swift 6.3 loses what stands in a pair before something is awaited.
                        let response = try await router.respond(to: request)
                        return (place, response.route.attempts.first)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        }
        return requests.indices.map { attempts[$0] }
    }

    func pause(_ span: Duration) async { await time.run { await wait(span) } }

    private func wait(_ span: Duration) async {
        await withCheckedContinuation { continuation in
            _ = time.schedule(at: time.now + span) { continuation.resume() }
        }
    }
}

extension Provider {
    /// A rehearsal provider of one model with a prompt cache, which says yes.
    static func cached(
        _ rules: CacheRules, speaks api: ProviderAPI = .openAIResponses, keys: [String] = [], after delay: Duration = .zero
    ) -> Provider {
        var model = Model(id: "m")
        model.tokenizer = "o200k_base"
        model.cache = rules
        var provider = Provider(name: "p", api: .rehearsal, baseURL: "https://p.invalid/v1", models: [model])
        provider.speaks = api
        provider.auth = keys.isEmpty ? .none : .bearer
        provider.credentials = keys.map { Credential(name: $0, reference: .environment($0)) }
        var answer = RehearsalScript.Answer(text: "Yes.")
        answer.delay = delay
        provider.script = RehearsalScript(steps: [.answer(answer)])
        return provider
    }
}
