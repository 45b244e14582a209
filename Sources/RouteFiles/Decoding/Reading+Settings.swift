import WaybillInterchange
import WaybillRoutes

extension Reading {
    /// The keys of `defaults`, which every workload may have too.
    func settings(_ fields: inout Fields) -> RouteSettings {
        var settings = RouteSettings()
        settings.deadline = fields.read("deadline", duration)
        settings.firstToken = fields.read("first_token", duration)
        settings.stall = fields.read("stall", duration)
        settings.attempts = fields.read("attempts") { whole($0, in: 1...100) }
        settings.attemptsPerCall = fields.read("attempts_per_call") { whole($0, in: 1...1_000) }
        settings.patience = fields.read("patience", durationOrZero)
        settings.retry = fields.read("retry", retry)
        settings.breaker = fields.read("breaker", breaker)
        settings.onCut = fields.read("on_cut", rungs)
        return settings
    }

    private func retry(_ node: YAMLNode) -> RetryRule? {
        guard var fields = Fields(node, of: "'retry'", self) else { return nil }
        let base = fields.read("base", durationOrZero)
        let cap = fields.read("cap", durationOrZero)
        fields.finish()
        let usual = RetryRule.builtIn
        let rule = RetryRule(base: base ?? min(usual.base, cap ?? usual.base), cap: cap ?? max(usual.cap, base ?? .zero))
        return sound(rule, rule.problem, node)
    }

    private func breaker(_ node: YAMLNode) -> BreakerRule? {
        guard node.entries != nil else { return choice(node, among: [("off", .off)], otherwise: "{failures: 3, cooldown: 2s, cap: 10s}") }
        guard var fields = Fields(node, of: "'breaker'", self) else { return nil }
        let failures = fields.read("failures") { whole($0, in: 1...1_000) }
        let cooldown = fields.read("cooldown", duration)
        let cap = fields.read("cap", duration)
        fields.finish()
        let rule = BreakerRule.builtIn(failures: failures, cooldown: cooldown, cap: cap)
        return sound(rule, rule.problem, node)
    }

    private func rungs(_ node: YAMLNode) -> [CutRung]? {
        guard let rungs = list(node, { choice($0, of: CutRung.self) }), rungs.count == node.items?.count else { return nil }
        return sound(rungs, CutRung.problem(of: rungs), node)
    }

    /// A value, if there is no problem with what it means as a whole.
    func sound<Value>(_ value: Value, _ problem: String?, _ node: YAMLNode) -> Value? {
        guard let problem else { return value }
        error(problem, at: node.location)
        return nil
    }

    /// The mapping `parameters`.
    func parameters(_ node: YAMLNode) -> GenerationParameters? {
        guard var fields = Fields(node, of: "'parameters'", self) else { return nil }
        var parameters = GenerationParameters()
        parameters.temperature = fields.read("temperature") { number($0, in: 0...2) }
        parameters.topP = fields.read("top_p") { number($0, in: 0...1, aboveLowerBound: true) }
        parameters.maxOutputTokens = fields.read("max_output_tokens", count)
        parameters.stop = fields.read("stop", stop)
        parameters.seed = fields.read("seed") { whole($0, in: .min ... .max) }
        parameters.reasoningEffort = fields.read("reasoning_effort", effort)
        parameters.verbosity = fields.read("verbosity") { choice($0, among: [Verbosity.low, .medium, .high]) }
        parameters.parallelToolCalls = fields.read("parallel_tool_calls", flag)
        fields.finish()
        return parameters
    }

    private func stop(_ node: YAMLNode) -> [String]? {
        if case .scalar = node.content { return word(node).map { [$0] } }
        return list(node, word)
    }
}
