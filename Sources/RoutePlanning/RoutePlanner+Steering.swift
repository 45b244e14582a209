import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

extension RoutePlanner {
    /// The request as it asks a candidate's prompt cache for what makes it work; as it is where nothing is known of that cache.
    ///
    /// - Parameters:
    ///   - prompt: The fingerprints of the request; `nil`: nothing is asked.
    ///   - rate: How many requests with its stable part the candidate is sent a minute.
    func steered(_ request: PreparedRequest, for facts: CandidateFacts, _ prompt: FingerprintedPrompt?, rate: Double) -> PreparedRequest {
        guard let rules = facts.model.cache, let prompt else { return request }
        // Only where a breakpoint may be set does it matter whether the stable part is long enough for one.
        let stableTokens = rules.takesBreakpoints ? request.stableTokens(by: counters[facts.counter], for: facts.name) : 0
        return request.steered(
            by: CacheSteering(rules, for: prompt, request, stableTokens: stableTokens, requestsPerMinute: rate))
    }
}
