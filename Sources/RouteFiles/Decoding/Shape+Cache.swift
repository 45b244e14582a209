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
extension Shape where Value == CacheRules {
    /// The rules of a cache, or `none`.
    static var cache: Shape { .either(.choice(among: [("none", CacheRules.none)], otherwise: "a mapping"), or: rules) }

    private static var rules: Shape {
        .mapping("'cache'") { fields in
            let boundaries = boundaries(&fields)
            var rules = CacheRules(
                boundaries ?? .nowhere,
                minimum: fields.read("minimum", .count, "the tokens of the shortest beginning that is kept", usual: "none") ?? 0,
                lifetime: fields.read(
                    "lifetime", .duration,
                    "how long it is kept at least after it was last used; with breakpoints `30m` or `12h`, which is asked for",
                    usual: "not known; with breakpoints `30m`"))
            rules.renews = fields.read("renews", .flag, "whether reading starts the lifetime anew", usual: "`true`") ?? true
            rules.takesKey =
                fields.read(
                    "prompt_cache_key", .flag, "takes such a key, which brings requests that begin alike to one machine", usual: "`false`")
                ?? false
            rules.requestsPerKey = fields.read(
                "requests_per_key", .count, "how many requests a minute with one key find that machine, before more go to others",
                usual: "any number")
            rules.retention = fields.read(
                "retention", .choice,
                "asks for it as `prompt_cache_retention`, for models without breakpoints; left out, the account's own holds",
                usual: "not asked for")
            rules.salt = fields.read(
                "salt", .choice,
                "sends `cache_salt`, different for each user, so that nobody learns from the time of an answer what others asked; for servers that "
                    + "take it, as vLLM and SGLang do", usual: "none sent")
            return boundaries == nil ? nil : fields.sound(rules, rules.problem)
        }
    }

    /// Where prefixes may end, which the rules must say in one way.
    private static func boundaries(_ fields: inout Fields) -> CacheRules.Boundaries? {
        let (hasStep, hasBreakpoints) = (fields.has("step"), fields.has("breakpoints"))
        if hasStep == hasBreakpoints {
            fields.reading.report(
                ValueFault.conflictingKeys,
                hasStep
                    ? "'step' and 'breakpoints' are both here; keep the one that says where the cache's prefixes end"
                    : "'cache' does not say where its prefixes end; write 'step', the tokens it is read in, or 'breakpoints'",
                at: fields.location)
        }
        let step = fields.read(
            "step", .count,
            "all of a prompt is kept, and is read in so many tokens at a time: OpenAI 128, vLLM its block size of 16, SGLang and llama.cpp 1",
            usual: "this or `breakpoints` must be there")
        let breakpoints = fields.read(
            "breakpoints", Shape<CacheBreakpointMode>.choice,
            "prompts are kept up to breakpoints that a request sets, as gpt-5.6 and later do; with `implicit` also up to their latest message, with "
                + "`explicit` not")
        return step.map { .steps($0) } ?? breakpoints.map { .breakpoints($0) }
    }
}
