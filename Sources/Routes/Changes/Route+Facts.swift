import WaybillInterchange

extension Route {
    /// What it says of its own, but for its candidates and the settings that `defaults` may say too.
    var facts: [RouteFact] {
        let facts: [RouteFact?] = [
            RouteFact("choose", choice == .inOrder ? nil : choice),
            RouteFact("preset", preset, \.name),
            RouteFact(flag: "strict", strict, usually: false),
            RouteFact(flag: "hold", hold, usually: false),
            RouteFact("hedge", hedge),
            RouteFact(flag: "validate", validatesOutput, usually: true),
            RouteFact(hidden: "last_resort", lastResort),
            RouteFact("prompt_version", promptVersion),
            RouteFact("schema_order", schemaOrder == .asWritten ? nil : schemaOrder, \.rawValue),
            RouteFact("normalize", normalization == .none ? nil : normalization, \.rawValue),
        ]
        return facts.compactMap(\.self) + rules.facts + parameters.facts + requirements.facts + limits.facts + (budget?.facts ?? [])
    }
}

extension [RouteRule] {
    /// The conditions in their order, and what each leads to.
    fileprivate var facts: [RouteFact] {
        let order = RouteFact(list: "by", map(\.condition))
        return ([order] + map { rule in RouteFact("when \(rule.condition)", rule.withoutPlaces) { $0.summary } }).compactMap(\.self)
    }
}

extension RouteRule {
    /// The rule by what it does alone.
    fileprivate var withoutPlaces: RouteRule {
        var rule = self
        rule.definedAt = nil
        for index in rule.candidates.indices { rule.candidates[index].definedAt = nil }
        return rule
    }

    fileprivate var summary: String {
        let models = candidates.map(\.model.description).joined(separator: ", ")
        return choice == .inOrder ? models : "\(choice) of \(models)"
    }
}

extension Candidate {
    var facts: [RouteFact] { [RouteFact("weight", weight)].compactMap(\.self) + parameters.facts + clocks.facts }
}

extension RouteSettings {
    var facts: [RouteFact] {
        [
            RouteFact("deadline", deadline),
            RouteFact("first_token", firstToken),
            RouteFact("stall", stall),
            RouteFact("attempts", attempts),
            RouteFact("attempts_per_call", attemptsPerCall),
            RouteFact("patience", patience),
            RouteFact("retry", retry) { "\($0.base.shortText) to \($0.cap.shortText)" },
            RouteFact("breaker", breaker) { rule in
                switch rule {
                case .off: "off"
                case .rule(let failures, let cooldown, let cap): "\(failures) failures, \(cooldown.shortText) to \(cap.shortText)"
                }
            },
            RouteFact("on_cut", onCut) { $0.map(\.rawValue).joined(separator: ", ") },
        ]
        .compactMap(\.self)
    }
}

extension GenerationParameters {
    var facts: [RouteFact] {
        [
            RouteFact("temperature", temperature),
            RouteFact("top_p", topP),
            RouteFact(count: "max_output_tokens", maxOutputTokens),
            RouteFact(list: "stop", stop),
            RouteFact("seed", seed),
            RouteFact("reasoning_effort", reasoningEffort),
            RouteFact("verbosity", verbosity),
            RouteFact("parallel_tool_calls", parallelToolCalls),
            RouteFact("service_tier", serviceTier),
        ]
        .compactMap { $0?.under("parameters") }
    }
}

extension Requirements {
    var facts: [RouteFact] {
        [
            RouteFact(list: "location", locations),
            RouteFact(list: "retention", retentions),
            RouteFact(list: "labels", labels),
            RouteFact(list: "features", features),
            RouteFact(count: "context_window", contextWindow),
            RouteFact("price.input", price?.input) { "\(Money(rate: $0))" },
            RouteFact("price.output", price?.output) { "\(Money(rate: $0))" },
        ]
        .compactMap { $0?.under("require") }
    }
}

extension Limits {
    var facts: [RouteFact] {
        [
            RouteFact("cost_per_request", costPerRequest),
            RouteFact(count: "input_tokens", inputTokens),
            RouteFact(count: "output_tokens", outputTokens),
        ]
        .compactMap { $0?.under("limits") }
    }
}

extension Budget {
    var facts: [RouteFact] {
        let facts =
            sortedAmounts.map { RouteFact($0.period.description, $0.amount) } + [
                RouteFact(list: "alert_at", alerts),
                RouteFact("when_spent", whenSpent, \.rawValue),
                RouteFact("scope", scope, \.rawValue),
                RouteFact(flag: "unknown_cost", allowsUnknownCost, usually: false),
                RouteFact("time_zone", timeZone?.name),
            ]
        return facts.compactMap { $0?.under("budget") }
    }
}
