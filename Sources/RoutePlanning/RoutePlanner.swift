public import WaybillInterchange
import WaybillPromptCaching
public import WaybillRoutes
public import WaybillTokenCounting

/// Decides where a request may go.
///
/// A function of values: the dry run and the real call use the same.
public struct RoutePlanner: Sendable {
    private let table: RouteTable
    /// The branches of each route: those of its rules in their order, then its own.
    let branches: [Workload: [RouteBranch]]
    /// What counts for the candidates: one counter for all whose requests are counted alike.
    let counters: [RequestCounter]

    /// Prepares planning over a table: everything that does not depend on the request is looked up now.
    ///
    /// - Parameters:
    ///   - adapters: The adapter of every model that a route names.
    ///   - tokenizers: The tokenizers of models that have others than their name says, such as one out of a file.
    public init(table: RouteTable, adapters: [ModelName: any ProviderAdapter], tokenizers: [ModelName: Tokenizer] = [:]) {
        self.table = table
        var counters = RequestCounters()
        func branch(_ route: Route, _ condition: RequestCondition?, number: Int) -> RouteBranch {
            let candidates = route.candidates.compactMap { candidate -> CandidateFacts? in
                guard let (provider, model) = table.facts(of: candidate.model), let adapter = adapters[candidate.model] else { return nil }
                let tokenizer = tokenizers[candidate.model] ?? .named(model.tokenizer)
                return CandidateFacts(
                    candidate, of: route, provider: provider, model: model, defaults: table.defaults, adapter: adapter,
                    tokenizer: tokenizer, counter: counters.place(for: model, of: provider, tokenizer: tokenizer))
            }
            return RouteBranch(
                route, condition: condition, number: number, candidates: candidates, settings: route.settings.overriding(table.defaults))
        }
        var branches: [Workload: [RouteBranch]] = [:]
        for route in table.routes {
            branches[route.workload] =
                route.rules.enumerated().map { branch(route.following($1), $1.condition, number: $0) }
                + [branch(route, nil, number: route.rules.count)]
        }
        self.branches = branches
        self.counters = counters.all
    }

    /// The plan for a request.
    ///
    /// - Parameters:
    ///   - request: The request in canonical form.
    ///   - choice: The branch of its route that it takes.
    ///   - health: What is known of the models' health now.
    ///   - corrections: What the models' reports taught of the estimates made for them.
    ///   - repairs: What the models refused lately.
    ///   - caches: What is known of the prompt caches that the request could be read from, and what it asks of them.
    ///   - budgets: How much is used of the budgets that attempts may count in.
    ///   - today: The day as `YYYY-MM-DD`.
    ///   - missingKeys: Models that are to be set aside for want of a key, each with the reason.
    ///   - setAside: Models that are to be set aside for reasons that are known from elsewhere, such as books.
    public func plan(
        _ request: PreparedRequest, by choice: ChosenBranch, health: HealthSnapshot, corrections: [ModelName: TokenCalibration] = [:],
        repairs: [ModelName: [RequestRepair]] = [:], caches: CacheSnapshot = CacheSnapshot(), budgets: [BudgetStatus] = [],
        today: String,
        missingKeys: [ModelName: String] = [:], setAside: [ModelName: SetAsideReason] = [:]
    ) -> RoutePlan {
        let (branch, facts) = (choice.branch, choice.branch.candidates)
        let patience = branch.settings.patience ?? .seconds(5)
        var counts = choice.counts
        var prompts: [Int: FingerprintedPrompt] = [:]
        var closures: [Int: HealthSnapshot.Closure] = [:]
        let outcomes = health.outcomes(of: branch.route.workload)
        var refusals: Set<Int> = []
        var candidates: [PlannedCandidate] = []
        // They are large, so that growing would cost more than looking.
        candidates.reserveCapacity(facts.count)
        for (place, facts) in facts.enumerated() {
            let (keys, ask) = (caches.keys[facts.name] ?? [], caches.asks[facts.name])
            candidates.append(
                facts.look(
                    at: request.steered(by: ask?.steering), place: place,
                    input: counts.count(request, for: facts, by: counters), calibration: corrections[facts.name],
                    repairs: repairs[facts.name] ?? [], outcomes: outcomes[facts.name], keys: keys,
                    prompt: keys.contains { $0.keptEnds > 0 } ? prompt(of: request, in: caches, for: facts, known: &prompts) : nil,
                    ask: ask, today: today))
            // From here on it is changed where it stands, since it is large.
            let tokens = candidates[place].reservedTokens
            let closure = health.closure(of: facts.name, tokens: tokens, patience: patience)
            candidates[place].hedgeAfter = branch.route.hedge?.time(firstToken: health.firstToken(of: facts.name))
            candidates[place].wait = closure?.duration ?? health.lineWait(of: facts.name, tokens: tokens).duration
            candidates[place].rank = place
            guard candidates[place].verdict.reason == nil else { continue }
            if let reason = setAside[facts.name] {
                candidates[place].verdict = .setAside(reason)
            } else if let obstacle = budgets.isEmpty ? nil : candidates[place].obstacle(budgets) {
                candidates[place].verdict = .setAside(.budgetSpent(obstacle.text))
                if obstacle.refuses { refusals.insert(place) }
            } else if let reason = missingKeys[facts.name] {
                candidates[place].verdict = .setAside(.credential(reason))
            } else if let closure {
                candidates[place].verdict = .setAside(closure.reason)
                closures[place] = closure
            }
        }
        let preferred = preference(of: branch, among: &candidates, outcomes, key: request.requestKey)
        for (rank, place) in (preferred ?? []).enumerated() { candidates[place].rank = rank }
        if !refusals.isEmpty { candidates.refuse(refusals, inOrder: preferred ?? Array(candidates.indices)) }
        var able = (preferred ?? Array(candidates.indices)).filter { candidates[$0].verdict.reason == nil }
        // What does not fit by the count goes after all that does: it is asked only when there is nobody else.
        if candidates.contains(where: { $0.windowLeft ?? 0 < 0 }) {
            able = able.filter { !candidates[$0].mayNotFit } + able.filter { candidates[$0].mayNotFit }
        }
        // Health never empties a call: the first to come free is awaited.
        var wait = Duration.zero
        var waitsInLine = false
        var closedBy: SetAsideReason?
        if able.isEmpty {
            let waitable = (preferred ?? Array(candidates.indices)).compactMap { place in closures[place].map { (place, $0) } }
                .filter { $0.1.mayEnd(within: patience) }
            if let (place, closure) = waitable.min(by: { $0.1.duration < $1.1.duration }) {
                wait = closure.duration
                waitsInLine = closure.isLine
                closedBy = closure.reason
                able = [place]
            }
        }
        for (standing, place) in able.enumerated() { candidates[place].verdict = standing == 0 ? .chosen : .standingBy(standing) }
        candidates.arrange(able + candidates.indices.filter { !able.contains($0) })
        let route = branch.route
        return RoutePlan(
            workload: request.request.workload, rule: route.definedAt, servedByWildcard: route.workload != request.request.workload,
            when: branch.condition, choice: route.choice, candidates: candidates, settings: branch.settings,
            deadline: shorter(request.request.deadline, branch.settings.deadline), hold: route.hold, strict: route.strict,
            validatesOutput: route.validatesOutput && request.request.validatesOutput, hedge: route.hedge, lastResort: route.lastResort,
            wait: wait, waitsInLine: waitsInLine, closedBy: closedBy, budgets: budgets, notes: choice.doubts, branch: branch)
    }

    /// The segments of a request with their tokens, counted once for all candidates that count alike.
    private func prompt(
        of request: PreparedRequest, in caches: CacheSnapshot, for facts: CandidateFacts, known: inout [Int: FingerprintedPrompt]
    ) -> FingerprintedPrompt? {
        if let prompt = known[facts.counter] { return prompt }
        let counter = counters[facts.counter]
        var prompt = caches.prompt
        prompt?.countTokens(of: request, by: counter, for: facts.name)
        if !counter.dependsOnReader(request) { known[facts.counter] = prompt }
        return prompt
    }

    /// A request can lower its route's deadline, never raise it.
    private func shorter(_ requested: Duration?, _ allowed: Duration?) -> Duration {
        let allowed = allowed ?? .seconds(300)
        return requested.map { min($0, allowed) } ?? allowed
    }
}

extension HealthSnapshot.Closure {
    /// Whether the wait is one in line.
    fileprivate var isLine: Bool {
        switch self {
        case .rateLimit, .busy: true
        case .breaker, .pause, .credential: false
        }
    }
}
