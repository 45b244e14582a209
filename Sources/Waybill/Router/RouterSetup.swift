import WaybillInterchange
import WaybillPromptCaching
import WaybillProviderAdapters
import WaybillRouteFiles
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTokenCounting

/// One version of the routes with everything that can be made of it before a call: adapters, endpoints, the planner.
///
/// A class, as everything here that is large and the same for every call: to hand it on is then one reference and not a copy of all its
/// parts, whose counts the calls of all threads would write to.
final class RouterSetup: Sendable {
    let table: RouteTable
    let version: RoutesVersion
    /// Encodings beside those that are built in, by the names that models give.
    let tokenizers: [String: TokenEncoding]
    let planner: RoutePlanner
    let endpoints: [ModelName: Endpoint]
    /// What the files say of limits.
    let limits: LaneLimits
    private let routes: [Workload: RouteEntry]
    private let metadataBudgets: [MetadataBudget]
    /// The models of each route of which the end is known, with the day.
    private let endings: [Workload: [(name: ModelName, model: Model, day: CalendarDay)]]

    /// - Parameter number: The how manieth version of its router's routes it is.
    init(table: RouteTable, number: Int = 1, transports: RouterTransports, tokenizers: [String: TokenEncoding] = [:]) {
        self.table = table
        version = RoutesVersion(number: number, fingerprint: table.fingerprint)
        self.tokenizers = tokenizers
        limits = LaneLimits(table)
        var endpoints: [ModelName: Endpoint] = [:]
        var exact: [ModelName: Tokenizer] = [:]
        for route in table.routes {
            for candidate in route.allCandidates where endpoints[candidate.model] == nil {
                guard let (provider, model) = table.facts(of: candidate.model) else { continue }
                exact[candidate.model] = model.tokenizer.flatMap { tokenizers[$0] }.map { .exact($0) }
                endpoints[candidate.model] = Endpoint(
                    provider: provider, model: model, transport: transports.transport(for: provider),
                    ways: Way.all(of: provider, model, limits: limits))
            }
        }
        self.endpoints = endpoints
        let planner = RoutePlanner(table: table, adapters: endpoints.mapValues(\.adapter), tokenizers: exact)
        self.planner = planner
        let entries = table.routes.map { route in
            let branches = planner.branches(of: route.workload)
                .map { branch in BranchEntry(branch, endpoints: branch.route.candidates.compactMap { endpoints[$0.model] }) }
            return (route.workload, RouteEntry(route: route, branches: branches, budgets: table.budgets(of: route)))
        }
        routes = Dictionary(uniqueKeysWithValues: entries)
        self.endings = table.endings
        metadataBudgets = table.metadataBudgets
    }

    /// The budgets that attempts of a request may count in.
    ///
    /// - Parameter own: The program's own, which take the place of the files' budgets for the same accounts.
    func budgets(of entry: RouteEntry, _ request: ModelRequest, beside own: [AccountBudget]) -> [AccountBudget] {
        guard !metadataBudgets.isEmpty || !own.isEmpty else { return entry.budgets }
        let all =
            entry.budgets
            + metadataBudgets.compactMap { owner in
                request.metadata[owner.key]
                    .map { AccountBudget(.metadata(key: owner.key, value: RecordingOptions.kept($0)), owner.budget) }
            }
        return all.filter { budget in !own.contains { $0.account == budget.account } } + own
    }

    /// Whether any budget is for an account.
    func hasBudget(_ account: BudgetAccount) -> Bool {
        switch account {
        case .workload(let workload): routes[workload]?.route.budget != nil
        case .provider(let name): table.providers[name]?.budget != nil
        case .metadata(let key, _): metadataBudgets.contains { $0.key == key }
        }
    }

    /// The route that serves a workload: its own, or the `"*"` route.
    func route(for workload: Workload) -> RouteEntry? { routes[workload] ?? routes["*"] }

    /// The candidates of a plan that are near their end, or past it, on a day.
    ///
    /// - Parameter today: The day; asked for only where any end is known.
    func endings(in plan: RoutePlan, on today: () -> CalendarDay) -> [(name: ModelName, model: Model)] {
        guard let known = endings[plan.route] else { return [] }
        let last = today().number + Model.daysOfWarning
        return known.filter { ending in ending.day.number <= last && plan.candidates.contains { $0.model == ending.name } }
            .map { ($0.name, $0.model) }
    }
}

extension RouteTable {
    /// The models of each route of which the end is known.
    fileprivate var endings: [Workload: [(name: ModelName, model: Model, day: CalendarDay)]] {
        var endings: [Workload: [(name: ModelName, model: Model, day: CalendarDay)]] = [:]
        for route in routes {
            let known = route.allCandidates.compactMap { candidate -> (name: ModelName, model: Model, day: CalendarDay)? in
                guard let model = facts(of: candidate.model)?.model, let day = model.shutdown.flatMap(CalendarDay.init) else { return nil }
                return (candidate.model, model, day)
            }
            if !known.isEmpty { endings[route.workload] = known }
        }
        return endings
    }
}

/// A route and its branches.
final class RouteEntry: Sendable {
    let route: Route
    /// Those of its rules in their order, then its own.
    private let branches: [BranchEntry]
    /// Those whose counts a rule goes by, where any does.
    let counted: [Endpoint]
    /// The route's own budget, and those of the providers that may serve it.
    let budgets: [AccountBudget]

    init(route: Route, branches: [BranchEntry], budgets: [AccountBudget]) {
        self.route = route
        self.budgets = budgets
        self.branches = branches
        let countsTokens = route.rules.contains { !$0.condition.inputTokens.isEmpty }
        counted = countsTokens ? Array(branches.last?.endpoints.prefix(1) ?? []) : []
    }

    /// What belongs to a branch of the route.
    func entry(of branch: RouteBranch) -> BranchEntry { branches[branch.number] }
}

/// A branch of a route and the ways to its candidates.
final class BranchEntry: Sendable {
    let branch: RouteBranch
    let endpoints: [Endpoint]
    /// Whether any candidate is known to keep prompts.
    let keepsPrompts: Bool

    init(_ branch: RouteBranch, endpoints: [Endpoint]) {
        self.branch = branch
        self.endpoints = endpoints
        keepsPrompts = endpoints.contains { $0.cache != nil }
    }
}

/// One candidate's way to the wire: the same for every call.
final class Endpoint: Sendable {
    let provider: Provider
    let name: ModelName
    /// By what is kept what is learned of the model.
    let address: ModelAddress
    let adapter: any ProviderAdapter
    /// In the order in which its keys are preferred; at least one.
    let ways: [Way]
    let transport: any Transport
    /// What its prompt cache does; `nil`: not known, or nothing.
    let cache: CacheRules?
    private let rules: ConnectionRules

    init(provider: Provider, model: Model, transport: any Transport, ways: [Way]) {
        self.ways = ways
        self.provider = provider
        self.transport = transport
        cache = model.cache.flatMap { $0.boundaries == .nowhere ? nil : $0 }
        name = ModelName(provider: provider.name, id: model.id)
        address = ModelAddress(provider, model)
        adapter = Self.adapter(provider: provider, model: model)
        rules = ConnectionRules(
            certificateAuthorityFile: provider.certificateAuthorityFile, allowsPlainHTTP: provider.allowsPlainHTTP)
    }

    private static func adapter(provider: Provider, model: Model) -> any ProviderAdapter {
        let api = provider.api == .rehearsal ? provider.speaks : model.api ?? provider.api
        return api == .openAIResponses
            ? OpenAIResponsesAdapter(provider: provider, model: model) : OpenAIChatAdapter(provider: provider, model: model)
    }

    /// The request of a candidate, as its plan says.
    func encode(_ request: PreparedRequest, for candidate: PlannedCandidate) -> EncodedRequest {
        adapter.encode(asked(request, of: candidate), candidate.parameters, streaming: candidate.streams)
    }

    /// What the request of a candidate asks of its prompt cache in the end.
    func cacheSteering(of request: PreparedRequest, for candidate: PlannedCandidate) -> CacheSteering {
        adapter.cacheSteering(of: asked(request, of: candidate))
    }

    /// The request as a candidate is to be asked it: what its cache is asked for, without what it refused.
    private func asked(_ request: PreparedRequest, of candidate: PlannedCandidate) -> PreparedRequest {
        request.steered(by: candidate.steering).repaired(by: candidate.repairs)
    }

    /// How the request of a candidate can be sent without the parameter that was refused; `nil` where it cannot.
    func repair(_ request: PreparedRequest, for candidate: PlannedCandidate, after failure: ModelFailure) -> RequestRepair? {
        guard let name = failure.parameter else { return nil }
        return adapter.repair(
            asked(request, of: candidate), candidate.parameters, streaming: candidate.streams,
            without: RefusedParameter(name, isUnknown: failure.isParameterUnknown))
    }

    /// An encoded request, which has the provider's own headers, with everything but the credential and the ids of a call.
    func transportRequest(_ encoded: EncodedRequest) -> TransportRequest {
        let base = encoded.startsAtServerRoot ? provider.serverRoot : provider.baseURL
        return TransportRequest(
            method: encoded.method, url: base + encoded.path, headers: encoded.headers, body: encoded.body, connection: rules)
    }

    /// The header that carries a key.
    enum Authorization {
        /// `nil` where the provider takes none.
        case header(HeaderField?)
        /// A command has to be asked for the key: ``Endpoint/authorization(_:secrets:within:isolation:)``.
        case takesTime(Credential)
    }

    /// The header that carries a key, where that can be had without waiting.
    func authorizationAtOnce(_ credential: Credential?, secrets: SecretReader) throws(ModelFailure) -> Authorization {
        guard let credential, provider.auth != .none else { return .header(nil) }
        do {
            guard let secret = try secrets.readAtOnce(credential.reference) else { return .takesTime(credential) }
            return .header(authorizationField(value: secret.revealed))
        } catch {
            throw ModelFailure(.authentication, scope: .credential, "\(error)", model: adapter.model)
        }
    }

    /// The header that carries a key; `nil` where the provider takes none.
    func authorization(
        _ credential: Credential, secrets: SecretReader, within limit: Duration, isolation: isolated (any Actor)? = #isolation
    ) async throws(ModelFailure) -> HeaderField? {
        guard provider.auth != .none else { return nil }
        let secret: Secret
        do {
            secret = try await secrets.read(credential.reference, within: limit)
        } catch {
            throw ModelFailure(.authentication, scope: .credential, "\(error)", model: adapter.model)
        }
        return authorizationField(value: secret.revealed)
    }

    /// The header that carries a key, with `•••` for the key: for the dry run.
    var hiddenAuthorization: HeaderField? {
        guard !provider.credentials.isEmpty, var field = authorizationField(value: "•••") else { return nil }
        // There is nothing left to hide, so the rest of the value may be seen.
        field.isSensitive = false
        return field
    }

    private func authorizationField(value: String) -> HeaderField? {
        switch provider.auth {
        case .bearer: HeaderField("Authorization", "Bearer \(value)", isSensitive: true)
        case .header(let name): HeaderField(name, value, isSensitive: true)
        case .none: nil
        }
    }
}
