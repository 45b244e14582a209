import Synchronization
public import WaybillInterchange
import WaybillRouteFiles
public import WaybillRoutes
import WaybillTokenCounting

extension ModelRouter {
    /// Reads the routes files again and takes over what they say.
    ///
    /// The next call goes by the new version, whole; calls under way finish under theirs. What is known of the health, the limits and the caches
    /// of models that stayed is kept. Files that are the same as those in force change nothing.
    ///
    /// The calling thread waits while the files are read. Two at once follow each other, so what is in force afterwards was read after the
    /// call.
    ///
    /// - Returns: What changed, which is nothing where the files are the same, or say the same in other words.
    /// - Throws: ``RoutesInvalid`` with every problem of the files, which then change nothing. ``ModelFailure`` with ``FailureKind/closed`` after
    ///   ``close(grace:)``, and with ``FailureKind/invalidRequest`` where the router was given its routes, so that there is no file to read.
    @discardableResult
    public func reload() throws -> RouteChanges {
        let outcome = try source.withLock { source throws(ModelFailure) -> ReloadOutcome in
            guard source != nil else { throw .builtInCode }
            guard context.underWay.stage == .open else { throw CallsUnderWay.closed }
            return load(&source!, source!.read(today: today), isAsked: true)
        }
        tell(outcome)
        switch outcome {
        case .unchanged: return RouteChanges()
        case .changed(_, let changes): return changes
        case .rejected(let problem, _): throw problem
        }
    }

    /// Takes other routes, built in code, as the next version.
    ///
    /// They hold until the routes files change, where the router has any, or until they are replaced again. As with ``reload()``, calls under way
    /// finish under their version, and what is known of what stayed is kept.
    ///
    /// - Returns: What changed.
    /// - Throws: ``ModelFailure`` with ``FailureKind/closed`` after ``close(grace:)``.
    @discardableResult
    public func use(_ table: RouteTable) throws(ModelFailure) -> RouteChanges {
        let (version, changes) = try source.withLock { source throws(ModelFailure) in
            guard context.underWay.stage == .open else { throw CallsUnderWay.closed }
            return take(table, tokenizers: setup.withLock { $0 }.tokenizers)
        }
        context.events.routesChanged(version, changes)
        return changes
    }

    /// What became of a reading of the files.
    private enum ReloadOutcome {
        case unchanged
        case changed(RoutesVersion, RouteChanges)
        /// - Parameter isNew: Whether nobody was told yet.
        case rejected(RoutesInvalid, isNew: Bool)
    }

    /// Reads the files after they changed.
    ///
    /// - Returns: What was read; `nil` where it changed meanwhile, so that nothing was taken over.
    func reloadChangedFiles() -> FileWatch.Reading? {
        let (outcome, reading) = source.withLock { source -> (ReloadOutcome, FileWatch.Reading?) in
            guard source != nil, context.underWay.stage == .open else { return (.unchanged, source?.reading) }
            guard let inspection = source!.readOnce(today: today) else { return (.unchanged, nil) }
            return (load(&source!, inspection, isAsked: false), source!.reading)
        }
        tell(outcome)
        return reading
    }

    /// Takes over what the files say.
    ///
    /// - Parameter isAsked: Whether that is wanted even where the files are as they were, since the routes in force may be others.
    private func load(_ source: inout RouteSource, _ inspection: RouteFilesInspection, isAsked: Bool) -> ReloadOutcome {
        let isNew = source.isNew(inspection)
        guard let table = inspection.table else { return .rejected(RoutesInvalid(inspection.diagnostics), isNew: isNew) }
        if let problem = context.missingBooks(of: table) { return .rejected(problem, isNew: isNew) }
        guard isNew || isAsked, table.fingerprint != version.fingerprint else { return .unchanged }
        let (version, changes) = take(table, tokenizers: source.encodings)
        return .changed(version, changes)
    }

    /// Puts another version into force.
    private func take(_ table: RouteTable, tokenizers: [String: TokenEncoding]) -> (RoutesVersion, RouteChanges) {
        let old = setup.withLock { $0 }
        let new = RouterSetup(table: table, number: old.version.number + 1, transports: transports, tokenizers: tokenizers)
        setup.withLock { $0 = new }
        context.adopt(new)
        transports.keep(table.providers.keys)
        return (new.version, RouteChanges(from: old.table, to: table))
    }

    private func tell(_ outcome: ReloadOutcome) {
        switch outcome {
        case .changed(let version, let changes): context.events.routesChanged(version, changes)
        case .rejected(let problem, isNew: true): context.events.routesRejected(problem)
        case .unchanged, .rejected: break
        }
    }
}

extension ModelFailure {
    /// There is nothing to read.
    fileprivate static let builtInCode = ModelFailure(
        .invalidRequest, scope: .request,
        "These routes were built in code, so there is no file to read again; give the router others with use(_:).")
}

extension CallContext {
    /// Other routes are in force: what is known is kept for what stayed, and let go for what is gone.
    func adopt(_ setup: RouterSetup) {
        traffic.adopt(setup.limits, at: time.now)
        health.adopt(setup.breakerRules)
        refusals.keep(setup.endpoints.values)
        calibrations.keep(setup.endpoints.values)
        outcomes.keep(setup.outcomeKeys)
        hedges.keep(setup.table.routes.map(\.workload))
        budgets.keep(setup.hasBudget)
        firstModels.keep(setup.firstModels)
    }
}

extension RouterSetup {
    /// The first models of the routes and of the rules in them.
    fileprivate var firstModels: [FirstModelWatch.Key: ModelName] {
        var models: [FirstModelWatch.Key: ModelName] = [:]
        for route in table.routes {
            for branch in planner.branches(of: route.workload) {
                models[FirstModelWatch.Key(route: route.workload, rule: branch.number)] = branch.route.candidates.first?.model
            }
        }
        return models
    }

    /// The breakers' rules of the routes that may ask each model by each key, in the order of the routes.
    fileprivate var breakerRules: [HealthBook.Key: [BreakerRule]] {
        var rules: [HealthBook.Key: [BreakerRule]] = [:]
        for route in table.routes {
            guard let rule = route.settings.overriding(table.defaults).breaker else { continue }
            for endpoint in route.allCandidates.compactMap({ endpoints[$0.model] }) {
                for way in endpoint.ways { rules[way.health, default: []].append(rule) }
            }
        }
        return rules
    }
}
