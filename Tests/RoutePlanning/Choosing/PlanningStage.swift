import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

/// A route over models of one provider, ready to be planned.
struct PlanningStage {
    let planner: RoutePlanner

    /// - Parameters:
    ///   - reviews: What the adapters of some models say, by id.
    ///   - change: What is said of the route beside its models.
    ///   - adjust: What is said of the provider beside its models.
    init(
        _ models: [Model], reviews: [String: AdapterReview] = [:], route change: (inout Route) -> Void = { _ in },
        provider adjust: (inout Provider) -> Void = { _ in }
    ) throws {
        var provider = Provider(name: "p", api: .openAIResponses, baseURL: "https://api.example.com/v1", models: models)
        adjust(&provider)
        var route = Route(workload: "w", models: models.map { Self.name($0.id) })
        change(&route)
        let table = try RouteTable(providers: [provider], routes: [route])
        let adapters = models.map { model -> (ModelName, any ProviderAdapter) in
            let name = Self.name(model.id)
            return (name, FixedReview(model: name, result: reviews[model.id] ?? AdapterReview()))
        }
        planner = RoutePlanner(table: table, adapters: Dictionary(uniqueKeysWithValues: adapters))
    }

    static func name(_ id: String) -> ModelName { ModelName(provider: "p", id: id) }

    /// A model with a price in microdollars per million tokens; `nil`: it is not known.
    static func model(_ id: String, price: Price? = nil) -> Model {
        var model = Model(id: id)
        model.price = price
        return model
    }

    func plan(
        _ request: ModelRequest = ModelRequest("Question", workload: "w"), health: HealthSnapshot = HealthSnapshot(),
        caches: [ModelName: [CacheSnapshot.Key]] = [:]
    ) throws -> RoutePlan {
        let prepared = PromptPreparation().prepare(request)
        let snapshot = caches.isEmpty ? CacheSnapshot() : CacheSnapshot(of: FingerprintedPrompt(prepared), keys: caches, asks: [:])
        let choice = try #require(planner.branch(for: prepared, route: "w"))
        return planner.plan(prepared, by: choice, health: health, caches: snapshot, today: "2026-11-21")
    }

    /// The ids of the candidates in the order of the plan.
    func order(
        _ request: ModelRequest = ModelRequest("Question", workload: "w"), health: HealthSnapshot = HealthSnapshot()
    ) throws -> [String] {
        try plan(request, health: health).candidates.map(\.model.id)
    }
}
