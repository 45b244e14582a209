import WaybillInterchange
import WaybillRoutes

/// What a prompt cache does and how it is steered.
///
/// ```yaml
/// cache: {minimum: 1024, step: 128, lifetime: 24h, prompt_cache_key: true, requests_per_key: 15}
/// cache: {minimum: 1024, breakpoints: implicit, lifetime: 30m, prompt_cache_key: true}
/// cache: {step: 16, salt: user}
/// cache: none
/// ```
extension Reading {
    /// The rules of a cache, or `none`.
    func cacheRules(_ node: YAMLNode) -> CacheRules? {
        if node.scalar == "none" { return CacheRules.none }
        guard var fields = Fields(node, of: "'cache'", self) else { return nil }
        let boundaries = boundaries(&fields)
        var rules = CacheRules(
            boundaries ?? .nowhere, minimum: fields.read("minimum", count) ?? 0, lifetime: fields.read("lifetime", duration))
        rules.renews = fields.read("renews", flag) ?? true
        rules.takesKey = fields.read("prompt_cache_key", flag) ?? false
        rules.requestsPerKey = fields.read("requests_per_key", count)
        rules.retention = fields.read("retention") { choice($0) }
        rules.salt = fields.read("salt") { choice($0) }
        fields.finish()
        guard boundaries != nil else { return nil }
        return sound(rules, rules.problem, node)
    }

    /// Where prefixes may end, which the rules must say in one way.
    private func boundaries(_ fields: inout Fields) -> CacheRules.Boundaries? {
        let (hasStep, hasBreakpoints) = (fields.has("step"), fields.has("breakpoints"))
        if hasStep == hasBreakpoints {
            error(
                hasStep
                    ? "'step' and 'breakpoints' are both here; keep the one that says where the cache's prefixes end"
                    : "'cache' does not say where its prefixes end; write 'step', the tokens it is read in, or 'breakpoints'",
                at: fields.location)
        }
        let step = fields.read("step", count).map { CacheRules.Boundaries.steps($0) }
        let breakpoints = fields.read("breakpoints") { choice($0, of: CacheBreakpointMode.self) }
            .map { CacheRules.Boundaries.breakpoints($0) }
        return step ?? breakpoints
    }
}
