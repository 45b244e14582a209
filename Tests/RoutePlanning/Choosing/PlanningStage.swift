import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

/// A route over models of one provider, ready to be planned.
struct PlanningStage {
    let planner: RoutePlanner

    /// - Parameter change: What is said of the route beside its models.
    init(_ models: [Model], route change: (inout Route) -> Void = { _ in }) throws {
        let provider = Provider(name: "p", api: .openAIResponses, baseURL: "https://api.example.com/v1", models: models)
        var route = Route(workload: "w", models: models.map { Self.name($0.id) })
        change(&route)
        let table = try RouteTable(providers: [provider], routes: [route])
        let names = models.map { Self.name($0.id) }
        planner = RoutePlanner(
            table: table, adapters: Dictionary(uniqueKeysWithValues: names.map { ($0, FixedReview(model: $0) as any ProviderAdapter) }))
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
