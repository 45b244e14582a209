public import WaybillInterchange
public import WaybillRoutes

extension RouteTable {
    /// A table with one route, whose candidates are all models of these providers in order.
    ///
    /// - Parameters:
    ///   - providers: The providers; see ``ScriptedProvider/provider``.
    ///   - workload: What the route serves.
    ///   - change: Changes the route before it is checked.
    /// - Throws: ``RoutesInvalid`` where they cannot work together, as for routes of an operator.
    public static func testing(
        _ providers: [Provider], workload: Workload = "test", _ change: (inout Route) -> Void = { _ in }
    ) throws(RoutesInvalid) -> RouteTable {
        let models = providers.flatMap { provider in provider.models.map { ModelName(provider: provider.name, id: $0.id) } }
        var route = Route(workload: workload, models: models)
        change(&route)
        return try RouteTable(providers: providers, routes: [route])
    }

    /// A table with one route, whose candidates are all models of these scripted providers in order.
    public static func testing(
        _ providers: [ScriptedProvider], workload: Workload = "test", _ change: (inout Route) -> Void = { _ in }
    ) throws(RoutesInvalid) -> RouteTable {
        try testing(providers.map(\.provider), workload: workload, change)
    }
}
