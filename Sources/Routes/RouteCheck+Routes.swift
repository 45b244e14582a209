import WaybillInterchange

/// What cannot work in a route.
extension RouteCheck {
    func checkRoutes(_ log: inout DiagnosticLog) {
        var workloads: Set<Workload> = []
        for route in routes {
            if !route.workload.isValid {
                log.report(
                    RouteFault.badWorkload, "'\(route.workload)' cannot be a workload: a tag is not empty and has no '/'",
                    at: route.definedAt)
            }
            if !workloads.insert(route.workload).inserted {
                log.report(RouteFault.workloadTwice, "there are two routes for the workload '\(route.workload)'", at: route.definedAt)
            }
            if route.candidates.isEmpty {
                log.report(RouteFault.emptyRoute, "the route of '\(route.workload)' is empty: it needs a model", at: route.definedAt)
            }
            if route.workload == "*" {
                log.report(
                    RouteLint.wildcardRoute, "this route serves every workload without one of its own, misspelled ones too",
                    at: route.definedAt)
            }
            checkRules(of: route, &log)
            checkSettings(route.settings, at: route.definedAt, &log)
            for problem in [route.hedge?.problem, route.budget?.problem].compactMap(\.self) {
                log.report(ValueFault.contradiction, DiagnosticMessage(problem), at: route.definedAt)
            }
            checkLimits(of: route, &log)
            let branches = [route] + route.rules.map(route.following)
            let efforts = branches.flatMap(knownCandidates).flatMap { $0.model.efforts ?? [] }
            checkParameters(route.parameters, known: efforts, at: route.definedAt, &log)
            for branch in branches { checkBranch(branch, &log) }
        }
    }

    /// Checks what holds for the route's own models, or for those of one of its rules.
    private func checkBranch(_ route: Route, _ log: inout DiagnosticLog) {
        checkCandidates(of: route, &log)
        checkWeights(of: route, &log)
        if let problem = route.choice.problem { log.report(ValueFault.outOfRange, DiagnosticMessage(problem), at: route.definedAt) }
        let known = knownCandidates(of: route)
        checkParameters(route.parameters, known: known.flatMap { $0.model.efforts ?? [] }, at: route.definedAt, &log)
        lint(route, known, &log)
    }

    private func checkCandidates(of route: Route, _ log: inout DiagnosticLog) {
        var seen: Set<ModelName> = []
        for candidate in route.candidates {
            let place = candidate.definedAt ?? route.definedAt
            if !seen.insert(candidate.model).inserted {
                log.report(RouteFault.candidateTwice, "'\(candidate.model)' is in the route of '\(route.workload)' twice", at: place)
            }
            checkClocks(candidate.clocks, of: "candidate '\(candidate.model)'", at: place, &log)
            guard let provider = provider(candidate.model.provider) else {
                if !excused.contains(candidate.model.provider) {
                    log.report(RouteFault.unknownProvider, noProvider(candidate.model), at: place)
                }
                continue
            }
            guard let model = provider.model(candidate.model.id) else {
                log.report(RouteFault.unknownModel, noModel(candidate.model, at: provider), at: place)
                continue
            }
            checkParameters(candidate.parameters, known: model.efforts ?? [], at: place, &log)
        }
    }

    private func noProvider(_ name: ModelName) -> DiagnosticMessage {
        let names = excused.union(providers.map(\.name)).sorted()
        // 'anthropic/claude' at OpenRouter is 'openrouter/anthropic/claude': the provider may have been left out.
        let full = providers.first { $0.models.contains { $0.id == name.description } }
        let near = full.map { "\($0.name)/\(name)" } ?? nearestWord(to: name.provider, among: names).map { "\($0)/\(name.id)" }
        let all = names.isEmpty ? "there is none" : "there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))"
        return DiagnosticMessage("no provider '\(name.provider)'").suggesting(near, otherwise: all)
    }

    /// With how many models a misspelled one is compared.
    private static let mostCompared = 1_000

    private func noModel(_ name: ModelName, at provider: Provider) -> DiagnosticMessage {
        let place = provider.definedAt?.file ?? "the provider '\(provider.name)'"
        let ids = provider.models.map(\.id)
        if let near = nearestWord(to: name.id, among: ids.prefix(Self.mostCompared)) {
            return DiagnosticMessage("no model '\(name.id)' in \(place); did you mean '\(near)'?", replacement: "\(name.provider)/\(near)")
        }
        let listed = ids.prefix(6).joined(separator: ", ") + (ids.count > 6 ? " and \(ids.count - 6) more" : "")
        return "no model '\(name.id)' in \(place); it lists \(ids.isEmpty ? "none" : listed)"
    }

    private func checkLimits(of route: Route, _ log: inout DiagnosticLog) {
        if let cost = route.limits.costPerRequest, cost <= .zero {
            log.report(ValueFault.outOfRange, "the cost limit of '\(route.workload)' must be more than $0", at: route.definedAt)
        }
        let counts = [route.limits.inputTokens, route.limits.outputTokens, route.requirements.contextWindow]
        for count in counts.compactMap(\.self) where count < 1 {
            log.report(ValueFault.outOfRange, "a limit of '\(route.workload)' must be at least 1 token", at: route.definedAt)
        }
        if let cap = route.requirements.price, [cap.input, cap.output].contains(where: { $0 ?? 0 < 0 }) {
            log.report(ValueFault.outOfRange, "the price cap of '\(route.workload)' cannot be negative", at: route.definedAt)
        }
        if route.lastResort == .text("") {
            log.report(ValueFault.emptyText, "the last resort of '\(route.workload)' is empty", at: route.definedAt)
        }
    }
}
