public import WaybillInterchange
public import WaybillPromptCaching
import WaybillRoutes
import WaybillTokenCounting

/// What a request asks of one candidate's prompt cache.
public struct CacheAsk: Sendable, Hashable {
    /// What Waybill asks; `nil`: nothing.
    public var steering: CacheSteering?
    /// What is asked in the end, the program's own words included.
    public var sent: CacheSteering
    /// The parameters that go with it, some of which are rendered into the prompt.
    public var parameters: GenerationParameters
    /// The tokens of the stable part, where they decide over a breakpoint; else 0.
    public var stableTokens = 0
}

extension RoutePlanner {
    /// What a request asks of the prompt caches of a route's candidates, as far as anything is known of them.
    ///
    /// - Parameters:
    ///   - prompt: The fingerprints of the request.
    ///   - branch: The branch of its route that it takes.
    ///   - rates: How many requests with its stable part each model is sent a minute, as far as is known.
    ///   - repairs: What the models refused lately.
    public func cacheAsks(
        of request: PreparedRequest, _ prompt: FingerprintedPrompt, branch: RouteBranch, rates: [ModelName: Double] = [:],
        repairs: [ModelName: [RequestRepair]] = [:]
    ) -> [ModelName: CacheAsk] {
        var asks: [ModelName: CacheAsk] = [:]
        for facts in branch.candidates where asks[facts.name] == nil {
            guard let rules = facts.model.cache else { continue }
            // Only where a breakpoint may be set does it matter whether the stable part is long enough for one.
            let stableTokens = rules.takesBreakpoints ? request.stableTokens(by: counters[facts.counter], for: facts.name) : 0
            let steering = CacheSteering(
                rules, for: prompt, request, stableTokens: stableTokens, requestsPerMinute: rates[facts.name] ?? 0)
            asks[facts.name] = CacheAsk(
                steering: steering,
                sent: facts.adapter.cacheSteering(of: request.steered(by: steering).repaired(by: repairs[facts.name] ?? [])),
                parameters: facts.parameters(for: request), stableTokens: stableTokens)
        }
        return asks
    }
}
