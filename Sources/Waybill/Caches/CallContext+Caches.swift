import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutePlanning
import WaybillRoutes

extension CallContext {
    /// What the planner may know of the prompt caches of a route's candidates.
    ///
    /// - Parameter repairs: What the models refused lately.
    func cacheSnapshot(
        of prompt: FingerprintedPrompt, _ request: PreparedRequest, for entry: BranchEntry, _ planner: RoutePlanner,
        _ repairs: [ModelName: [RequestRepair]], at now: Duration
    ) -> CacheSnapshot {
        let asks = planner.cacheAsks(
            of: request, prompt, branch: entry.branch, rates: rates(of: prompt, for: entry, at: now), repairs: repairs)
        var keys: [ModelName: [CacheSnapshot.Key]] = [:]
        for endpoint in entry.endpoints {
            guard let rules = endpoint.cache, let ask = asks[endpoint.name] else { continue }
            let targets = endpoint.ways.map { CacheTarget($0, rules, ask.parameters, ask.sent) }
            let prefix = prompt.home(by: rules) ?? request.requestKey
            keys[endpoint.name] = zip(endpoint.ways, caches.keptEnds(of: prompt, at: targets, now: now))
                .map { way, kept in
                    // A single key is used whatever is known of it.
                    guard endpoint.ways.count > 1 else { return CacheSnapshot.Key(keptEnds: kept) }
                    return CacheSnapshot.Key(
                        keptEnds: kept, weight: way.cache.weight(for: prefix), isClosed: health.obstacle(of: way, at: now) != nil)
                }
        }
        return CacheSnapshot(of: prompt, keys: keys, asks: asks)
    }

    /// How many requests with a prompt's stable part each candidate is sent a minute, where it matters.
    private func rates(of prompt: FingerprintedPrompt, for entry: BranchEntry, at now: Duration) -> [ModelName: Double] {
        var rates: [ModelName: Double] = [:]
        for endpoint in entry.endpoints where endpoint.cache?.requestsPerKey != nil {
            rates[endpoint.name] = caches.rate(of: prompt, at: endpoint.ways.lazy.map(\.cache), now: now)
        }
        return rates
    }
}

extension FingerprintedPrompt {
    /// What requests of this prefix are kept together by; `nil` where the stable part is surely too short to be read from a cache.
    fileprivate func home(by rules: CacheRules) -> UInt64? {
        // No token has less than a byte.
        let bytes = segments.prefix(stableSegments).reduce(0) { $0 + $1.byteCount }
        return bytes >= max(1, rules.minimum) ? stable.spread : nil
    }
}

extension PreparedCall {
    /// An attempt is sent.
    ///
    /// - Returns: Where its prompt is kept once the answer begins; `nil`: nowhere that anything is known of.
    func sendsPrompt(to candidate: PlannedCandidate, by way: Way) -> CacheTarget? {
        let endpoint = endpoint(of: candidate.model)
        guard let prompt, let rules = endpoint.cache else { return nil }
        let target = CacheTarget(way, rules, candidate.parameters, endpoint.cacheSteering(of: request, for: candidate))
        return context.caches.sent(prompt, to: target, at: context.time.now)
    }

    /// The answer to an attempt began.
    func keepPrompt(at target: CacheTarget) {
        if let prompt { context.caches.keep(prompt, at: target, now: context.time.now) }
    }
}
