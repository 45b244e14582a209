import WaybillInterchange
import WaybillRoutes

extension Fields {
    /// The keys of `defaults`, which every workload may have too.
    mutating func settings() -> RouteSettings {
        var settings = RouteSettings()
        settings.deadline = read("deadline", .duration, "the longest time for the whole call, with every wait, retry and fallback")
        settings.firstToken = read(
            "first_token", .duration, "the longest silence before the first content",
            usual: "`10s`; `60s` where the model reasons or does not stream")
        settings.stall = read("stall", .duration, "the longest silence after the first content")
        settings.attempts = read("attempts", .whole(in: 1...100), "the most attempts on one model in a call")
        settings.attemptsPerCall = read("attempts_per_call", .whole(in: 1...1_000), "the most attempts of a call")
        settings.patience = read(
            "patience", .durationOrZero,
            "the longest wait that a server asks for, or for a rate limit or a slot, while another candidate stands by; the last one may wait to the "
                + "deadline")
        settings.retry = read("retry", .retry, "how long to back off before the same model is asked again")
        settings.breaker = read("breaker", .breaker, "when a failing model is closed for a while")
        settings.onCut = read("on_cut", .rungs, "what to do when a stream is lost after content: a ladder of rungs")
        return settings
    }
}

extension Shape where Value == RouteSettings {
    /// The mapping `defaults`.
    static var defaults: Shape { .mapping("'defaults'") { fields in fields.settings() } }
}

extension Shape where Value == RetryRule {
    static var retry: Shape {
        .mapping("'retry'") { fields in
            let base = fields.read("base", .durationOrZero, "the bound of the first wait", usual: "`500ms`")
            let cap = fields.read("cap", .durationOrZero, "the bound of every wait", usual: "`8s`")
            let usual = RetryRule.builtIn
            let rule = RetryRule(base: base ?? min(usual.base, cap ?? usual.base), cap: cap ?? max(usual.cap, base ?? .zero))
            return fields.sound(rule, rule.problem)
        }
    }
}

extension Shape where Value == BreakerRule {
    static var breaker: Shape {
        .either(.choice(among: [("off", .off)], otherwise: "{failures: 3, cooldown: 2s, cap: 10s}"), or: rule)
    }

    private static var rule: Shape {
        .mapping("'breaker'") { fields in
            let failures = fields.read("failures", .whole(in: 1...1_000), "how many failures in a row close the model", usual: "3")
            let cooldown = fields.read("cooldown", .duration, "for how long at first", usual: "`2s`")
            let cap = fields.read("cap", .duration, "for how long at most", usual: "`10s`")
            let rule = BreakerRule.builtIn(failures: failures, cooldown: cooldown, cap: cap)
            return fields.sound(rule, rule.problem)
        }
    }
}

extension Shape where Value == [CutRung] {
    static var rungs: Shape {
        Shape.list(of: .choice)
            .checked { rungs, node, reading in
                guard rungs.count == node.items?.count else { return false }
                return reading.isSound(CutRung.problem(of: rungs), node)
            }
    }
}

extension Shape where Value == GenerationParameters {
    /// The mapping `parameters`.
    static var parameters: Shape {
        .mapping("'parameters'") { fields in
            var parameters = GenerationParameters()
            parameters.temperature = fields.read("temperature", .number(in: 0...2), "how freely words are drawn")
            parameters.topP = fields.read(
                "top_p", .number(in: 0...1, aboveLowerBound: true), "from what share of the likeliest words they are drawn")
            parameters.maxOutputTokens = fields.read("max_output_tokens", .count, "the most tokens of output, reasoning included")
            parameters.stop = fields.read("stop", .oneOrMore(of: .word), "texts at which the answer ends")
            parameters.seed = fields.read("seed", .whole(in: .min ... .max), "a seed for drawing words, where a model takes one")
            parameters.reasoningEffort = fields.read("reasoning_effort", .effort, "how long a model may reason")
            parameters.verbosity = fields.read("verbosity", .choice(among: [.low, .medium, .high]), "how long the answer is to be")
            parameters.parallelToolCalls = fields.read("parallel_tool_calls", .flag, "whether a model may call several tools at once")
            parameters.serviceTier = fields.read(
                "service_tier", .choice(among: ServiceTier.known), "how soon the provider works on it, and at which price")
            return parameters
        }
    }
}

extension Reading {
    /// Whether there is no problem with what a value means as a whole.
    func isSound(_ problem: String?, _ node: YAMLNode) -> Bool {
        guard let problem else { return true }
        report(ValueFault.contradiction, DiagnosticMessage(problem), at: node.location)
        return false
    }
}
