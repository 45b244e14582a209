public import WaybillInterchange

/// Everything that an operator decides: providers, routes and their defaults, valid by construction.
public struct RouteTable: Sendable {
    /// The providers by name.
    public let providers: [String: Provider]
    /// The routes in the order of the file, that of `"*"` included.
    public let routes: [Route]
    /// What holds for every route that does not say otherwise.
    public let defaults: RouteSettings
    /// The budgets that each value of a key of metadata has for itself.
    public let metadataBudgets: [MetadataBudget]
    /// Warnings and notes; never errors.
    public let diagnostics: [Diagnostic]
    /// What the files that it was read from are known by: twelve hexadecimal digits; `nil` for routes built in code.
    public package(set) var fingerprint: String?
    private let places: [Workload: Int]

    /// Checks and takes routes.
    ///
    /// The same rules hold for files and for routes built in code.
    ///
    /// - Parameter today: The day as `YYYY-MM-DD`, to tell which models are near their end.
    /// - Throws: ``RoutesInvalid`` with every problem where any of them is an error.
    public init(
        providers: [Provider], routes: [Route], defaults: RouteSettings = RouteSettings(), metadataBudgets: [MetadataBudget] = [],
        today: String? = nil
    ) throws(RoutesInvalid) {
        try self.init(
            RouteCheck(providers: providers, routes: routes, defaults: defaults, metadataBudgets: metadataBudgets, today: today))
    }

    /// Takes routes that were prepared for a check.
    package init(_ check: RouteCheck) throws(RoutesInvalid) {
        let diagnostics = check.run()
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw RoutesInvalid(diagnostics) }
        self.providers = Dictionary(uniqueKeysWithValues: check.providers.map { ($0.name, $0) })
        self.routes = check.routes
        self.defaults = check.defaults.overriding(.builtIn)
        self.metadataBudgets = check.metadataBudgets
        self.diagnostics = diagnostics
        self.places = Dictionary(uniqueKeysWithValues: check.routes.enumerated().map { ($1.workload, $0) })
    }

    /// The table that has the same providers and settings, and one route of one model, named like the model.
    package init(_ whole: RouteTable, of model: ModelName) {
        providers = whole.providers
        routes = [Route(workload: Workload(rawValue: model.description), models: [model])]
        defaults = whole.defaults
        metadataBudgets = whole.metadataBudgets
        diagnostics = []
        fingerprint = whole.fingerprint
        places = [routes[0].workload: 0]
    }

    /// The route that serves a workload: its own, or the `"*"` route.
    public func route(for workload: Workload) -> Route? {
        (places[workload] ?? places["*"]).map { routes[$0] }
    }

    /// The provider and the facts of a model.
    public func facts(of model: ModelName) -> (provider: Provider, model: Model)? {
        guard let provider = providers[model.provider], let facts = provider.model(model.id) else { return nil }
        return (provider, facts)
    }
}

extension RouteTable: Hashable {
    /// Whether two tables say the same, wherever they come from.
    public static func == (left: RouteTable, right: RouteTable) -> Bool {
        left.providers == right.providers && left.routes == right.routes && left.defaults == right.defaults
            && left.metadataBudgets == right.metadataBudgets && left.diagnostics == right.diagnostics
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(providers)
        hasher.combine(routes)
        hasher.combine(defaults)
        hasher.combine(metadataBudgets)
    }
}
