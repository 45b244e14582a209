import WaybillInterchange

extension Feature {
    /// What a request may need, so that a model without it is passed over; all else is only made use of where it is there.
    fileprivate static let demanded: Set<Feature> = [.tools, .parallelTools, .jsonObject, .jsonSchema, .images, .files, .audio]
}

/// What works, but hardly as meant.
extension RouteCheck {
    func lint(_ route: Route, _ candidates: [KnownCandidate], _ log: inout DiagnosticLog) {
        for known in candidates {
            lintLifetime(known, &log)
            lintRequirements(known, of: route, &log)
            lintEffort(known, &log)
            lintCost(known, of: route, &log)
            lintRate(known, of: route, &log)
        }
        lintWindows(candidates, &log)
        lintFeatures(candidates, &log)
        lintTimes(candidates, of: route, &log)
        lintHedge(candidates, of: route, &log)
    }

    private func lintLifetime(_ known: KnownCandidate, _ log: inout DiagnosticLog) {
        guard let today, let text = known.model.shutdown, let days = known.model.daysLeft(on: today), days <= Model.daysOfWarning else {
            return
        }
        let successor = known.model.replacedBy.map { "; its provider names '\($0)' as successor" } ?? ""
        let when = days <= 0 ? "was shut down on \(text)" : "is shut down on \(text), in \(days) day\(days == 1 ? "" : "s")"
        log.report(RouteLint.nearShutdown, "'\(known.candidate.model)' \(when)\(successor)", at: known.candidate.definedAt)
    }

    private func lintRequirements(_ known: KnownCandidate, of route: Route, _ log: inout DiagnosticLog) {
        let tier = known.parameters.serviceTier.flatMap { known.model.price?.has($0) == true ? $0 : nil }
        guard
            let reason = route.requirements.unmet(by: known.provider, known.model)
                ?? route.requirements.price?.excess(of: known.model.price?.rates(tier: tier))
        else { return }
        log.report(
            RouteLint.neverMeetsRequirements, "'\(known.candidate.model)' never serves '\(route.workload)': \(reason)",
            at: known.candidate.definedAt)
    }

    private func lintEffort(_ known: KnownCandidate, _ log: inout DiagnosticLog) {
        guard let effort = known.parameters.reasoningEffort, ReasoningEffort.ascending.contains(effort) else { return }
        if let efforts = known.model.efforts, !efforts.contains(effort) {
            let list = efforts.map(\.rawValue).joined(separator: ", ")
            log.report(
                RouteLint.effortNotTaken, "'\(known.candidate.model)' does not take the reasoning effort '\(effort)'; it takes \(list)",
                at: known.candidate.definedAt
            )
        } else if effort != ReasoningEffort.none, known.model.features?.contains(.reasoning) == false {
            log.report(
                RouteLint.effortNotTaken, "'\(known.candidate.model)' does not reason, so it cannot take the effort '\(effort)'",
                at: known.candidate.definedAt)
        }
    }

    private func lintCost(_ known: KnownCandidate, of route: Route, _ log: inout DiagnosticLog) {
        let budgets = [route.budget, known.provider.budget].compactMap(\.self)
        let isBound = budgets.contains { !$0.allowsUnknownCost && $0.whenSpent != .warn }
        guard let rule = route.limits.costPerRequest != nil ? "cost_per_request" : isBound ? "budget" : nil else { return }
        if known.model.price == nil {
            log.report(
                RouteLint.unknownPrice, "the price of '\(known.candidate.model)' is not known, so under '\(rule)' it never serves",
                at: known.candidate.definedAt)
        }
        let isBounded = known.parameters.maxOutputTokens ?? route.limits.outputTokens ?? known.model.maxOutputTokens != nil
        if !isBounded, known.model.price?.rates()?.highestOutput != 0 {
            log.report(
                RouteLint.noOutputLimit,
                """
                nothing limits the output of '\(known.candidate.model)', so under '\(rule)' it serves only requests that do; \
                set 'max_output_tokens'
                """, at: known.candidate.definedAt)
        }
    }

    private func lintRate(_ known: KnownCandidate, of route: Route, _ log: inout DiagnosticLog) {
        let limits = known.model.rateLimits.overriding(known.provider.rateLimits)
        let asked = [known.parameters.maxOutputTokens, route.limits.outputTokens].compactMap(\.self).min()
        guard let rate = limits.tokensPerMinute, rate > 0 else { return }
        guard let asked else {
            guard known.model.maxOutputTokens == nil else { return }
            return log.report(
                RouteLint.noOutputLimit,
                "nothing limits the output of '\(known.candidate.model)', so what it takes of 'tokens_per_minute' is a guess; set 'max_output_tokens'",
                at: known.candidate.definedAt)
        }
        let output = min(asked, known.model.maxOutputTokens ?? asked)
        guard output >= rate else { return }
        log.report(
            RouteLint.outputBeyondRateLimit,
            """
            every request asks '\(known.candidate.model)' for up to \(output) tokens, but its 'tokens_per_minute' is \(rate): \
            its provider may refuse all of them; lower 'max_output_tokens'
            """, at: known.candidate.definedAt)
    }

    private func lintWindows(_ candidates: [KnownCandidate], _ log: inout DiagnosticLog) {
        guard let first = candidates.first, let window = first.model.contextWindow else { return }
        for fallback in candidates.dropFirst() {
            guard let smaller = fallback.model.contextWindow, smaller < window else { continue }
            log.report(
                RouteLint.smallerWindow,
                "the fallback '\(fallback.candidate.model)' has a context window of \(smaller) tokens; that of '\(first.candidate.model)' is \(window)",
                at: fallback.candidate.definedAt)
        }
    }

    private func lintFeatures(_ candidates: [KnownCandidate], _ log: inout DiagnosticLog) {
        guard let first = candidates.first else { return }
        let offered = (first.model.features ?? []).filter(Feature.demanded.contains)
        for fallback in candidates.dropFirst() {
            let missing = offered.filter { !fallback.model.has($0) }.map { "'\($0)'" }.joined(separator: ", ")
            guard !missing.isEmpty else { continue }
            log.report(
                RouteLint.fewerFeatures,
                "the fallback '\(fallback.candidate.model)' is without \(missing), which '\(first.candidate.model)' has",
                at: fallback.candidate.definedAt)
        }
    }

    private func lintHedge(_ candidates: [KnownCandidate], of route: Route, _ log: inout DiagnosticLog) {
        guard let hedge = route.hedge else { return }
        let settings = route.settings.overriding(defaults).overriding(.builtIn)
        if route.candidates.count < 2 || settings.attemptsPerCall == 1 {
            let why = route.candidates.count < 2 ? "the route has one model" : "'attempts_per_call' is 1"
            log.report(RouteLint.hedgeWithoutUse, "'hedge' has nobody to ask beside a silent model: \(why)", at: route.definedAt)
        }
        // Which of them is silent is not known before; all of them would have to be left before.
        if case .after(let time) = hedge.start, let longest = candidates.map(\.firstToken).max(), time >= longest {
            log.report(
                RouteLint.hedgeWithoutUse,
                "'hedge' never starts: a model is left after \(longest.shortText) without content, and 'after' is \(time.shortText)",
                at: route.definedAt)
        }
    }

    private func lintTimes(_ candidates: [KnownCandidate], of route: Route, _ log: inout DiagnosticLog) {
        let settings = route.settings.overriding(defaults).overriding(.builtIn)
        guard let deadline = settings.deadline, let attempts = settings.attempts, let attemptsPerCall = settings.attemptsPerCall else {
            return
        }
        for unreachable in candidates.dropFirst(attemptsPerCall) {
            log.report(
                RouteLint.neverAsked, "'\(unreachable.candidate.model)' is never asked: 'attempts_per_call' is \(attemptsPerCall)",
                at: unreachable.candidate.definedAt)
        }
        // Every candidate gets its first attempt; what is left of the call's attempts are retries of the slowest.
        let firsts = candidates.prefix(attemptsPerCall).map(\.firstToken)
        let retries = firsts.flatMap { Array(repeating: $0, count: max(0, min(attempts, attemptsPerCall) - 1)) }
        let longest = (firsts + retries.sorted(by: >).prefix(max(0, attemptsPerCall - firsts.count))).reduce(.zero, +)
        if longest > deadline {
            log.report(
                RouteLint.deadlineTooShort,
                "the deadline of \(deadline.shortText) can end before every candidate was tried: waiting for first tokens may take \(longest.shortText)",
                at: route.definedAt)
        }
    }
}
