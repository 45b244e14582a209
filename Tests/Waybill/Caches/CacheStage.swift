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

    func ask(_ request: ModelRequest) async throws -> AttemptReport? {
        let result: Result<ModelResponse, any Error> = await time.run {
            do { return .success(try await router.respond(to: request)) } catch { return .failure(error) }
        }
        return try result.get().route.attempts.first
    }

    func pause(_ span: Duration) async {
        await time.run {
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + span) { continuation.resume() }
            }
        }
    }
}

extension Provider {
    /// A rehearsal provider of one model with a prompt cache, which says yes at once.
    static func cached(_ rules: CacheRules, speaks api: ProviderAPI = .openAIResponses, keys: [String] = []) -> Provider {
        var model = Model(id: "m")
        model.tokenizer = "o200k_base"
        model.cache = rules
        var provider = Provider(name: "p", api: .rehearsal, baseURL: "https://p.invalid/v1", models: [model])
        provider.speaks = api
        provider.auth = keys.isEmpty ? .none : .bearer
        provider.credentials = keys.map { Credential(name: $0, reference: .environment($0)) }
        provider.script = RehearsalScript(steps: [.answer(RehearsalScript.Answer(text: "Yes."))])
        return provider
    }
}
