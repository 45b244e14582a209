public import WaybillInterchange
public import WaybillRoutes

extension CacheSteering {
    /// What to ask of a cache for one prompt.
    ///
    /// - Parameters:
    ///   - rules: What the model's cache does.
    ///   - prompt: The fingerprints of the prompt.
    ///   - request: The prompt itself.
    ///   - stableTokens: The tokens of its stable part.
    ///   - requestsPerMinute: How many requests with this stable part the model is sent a minute, as far as is known. It decides over how many
    ///     keys they are spread.
    /// - Returns: `nil` where there is nothing to ask for.
    public init?(
        _ rules: CacheRules, for prompt: FingerprintedPrompt, _ request: PreparedRequest, stableTokens: Int, requestsPerMinute: Double = 0
    ) {
        self.init(retention: rules.retention)
        if rules.takesKey, prompt.stableSegments > 0 {
            let partitions = rules.partitions(forRequestsPerMinute: requestsPerMinute)
            key = CacheKey.text(of: prompt.stable, partitions: partitions, requestKey: request.requestKey)
        }
        if case .breakpoints(let mode) = rules.boundaries {
            // What the API does by itself need not be said.
            self.mode = mode == .implicit ? nil : mode
            lifetime = rules.lifetime == CacheRules.usualLifetime ? nil : rules.lifetime
            marksStablePart = stableTokens >= max(1, rules.minimum)
        }
        if rules.salt == .user { salt = request.safetyIdentifier }
        if self == CacheSteering() { return nil }
    }
}

extension CacheRules {
    /// The rules as they hold for a request that asks this in the end: where it chooses which ends are kept, by its choice.
    public func steered(by sent: CacheSteering) -> CacheRules {
        guard takesBreakpoints else { return self }
        var rules = self
        rules.boundaries = .breakpoints(sent.mode ?? .implicit)
        return rules
    }
}
