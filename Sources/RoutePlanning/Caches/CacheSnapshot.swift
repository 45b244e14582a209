public import WaybillInterchange
public import WaybillPromptCaching

/// What is known, at one moment, of the prompt caches that a request could be read from: a value that the planner reads.
public struct CacheSnapshot: Sendable {
    /// One key's way to a model.
    public struct Key: Sendable, Hashable {
        /// How many ends of the request's prompt, from the first, are kept there.
        public var keptEnds: Int
        /// How much the request's prefix belongs there, of all keys of the model; 0 where keys share a cache.
        public var weight: UInt64
        /// Whether it is not to be used now, for its health.
        public var isClosed: Bool

        /// Creates what is known of a key.
        public init(keptEnds: Int, weight: UInt64 = 0, isClosed: Bool = false) {
            self.keptEnds = keptEnds
            self.weight = weight
            self.isClosed = isClosed
        }
    }

    /// The request's segments.
    let prompt: FingerprintedPrompt?
    /// The keys of each model whose cache is known, in the order in which its provider has them.
    let keys: [ModelName: [Key]]
    /// What the request asks of the cache of each model.
    let asks: [ModelName: CacheAsk]

    /// Nothing is known.
    public init() {
        prompt = nil
        keys = [:]
        asks = [:]
    }

    /// Creates a snapshot for a request.
    ///
    /// - Parameters:
    ///   - prompt: Its segments; they need not be counted.
    ///   - keys: The keys of each model, in the order in which its provider has them.
    ///   - asks: What it asks of the cache of each model, by ``RoutePlanner/cacheAsks(of:_:route:rates:repairs:)``.
    public init(of prompt: FingerprintedPrompt, keys: [ModelName: [Key]], asks: [ModelName: CacheAsk]) {
        self.prompt = prompt
        self.keys = keys
        self.asks = asks
    }
}

/// What is expected of the prompt cache behind one key.
public struct KeyCache: Sendable, Hashable {
    /// The tokens that are expected to be read from it.
    public var expectedTokens: Int
    /// How much the request's prefix belongs there.
    package var weight: UInt64
    /// Whether the key is not to be used now, for its health.
    package var isClosed: Bool

    /// Creates an expectation.
    package init(expectedTokens: Int, weight: UInt64 = 0, isClosed: Bool = false) {
        self.expectedTokens = expectedTokens
        self.weight = weight
        self.isClosed = isClosed
    }

    /// How late it is used, of keys that are equally free: first who has most of the prompt, then where the prefix belongs.
    package var rank: (Int, UInt64) { (-expectedTokens, .max - weight) }
}

extension [KeyCache] {
    /// What is expected of the key that would be used; `nil`: there is none.
    var expectedTokens: Int? {
        // Of equals the first; where all are closed, whichever comes free first is used.
        let open = filter { !$0.isClosed }
        return (open.isEmpty ? self : open).min { $0.rank < $1.rank }?.expectedTokens
    }
}

extension PlannedCandidate {
    /// The tokens that are expected to be read from the model's prompt cache, by the key that would be used, rate limits aside; `nil`: nothing
    /// is known of its cache.
    public var expectedCachedTokens: Int? { keyCaches.expectedTokens }
}

extension RoutePlan {
    /// How many tokens a candidate reads less from its cache than the request would elsewhere: from a candidate that the route prefers to it, or
    /// with another key.
    ///
    /// - Parameter expected: What is expected of the key that the candidate is asked with.
    package func cachedTokensGivenUp(at candidate: PlannedCandidate, expecting expected: Int?) -> Int {
        var most = 0
        // By their places, since they are large.
        for place in candidates.indices where !candidates[place].keyCaches.isEmpty && candidates[place].rank <= candidate.rank {
            if let reason = candidates[place].verdict.reason, reason.wait == nil { continue }
            for cache in candidates[place].keyCaches { most = max(most, cache.expectedTokens) }
        }
        return max(0, most - (expected ?? 0))
    }
}
