import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes
import WaybillTokenCounting

extension CandidateFacts {
    /// What is expected of the prompt cache behind each key of the candidate.
    ///
    /// - Parameters:
    ///   - prompt: The request's segments, counted by the candidate's tokenizer where any key keeps some.
    ///   - total: All tokens of the request.
    ///   - calibration: What corrects the counts.
    func caches(
        of keys: [CacheSnapshot.Key], _ prompt: FingerprintedPrompt?, total: Int, calibration: TokenCalibration?
    ) -> [KeyCache] {
        guard let rules = model.cache else { return [] }
        return keys.map { key in
            let counted = key.keptEnds > 0 ? prompt?.tokens(ofFirstEnds: key.keptEnds) ?? 0 : 0
            let shared = calibration?.correct(counted) ?? counted
            return KeyCache(expectedTokens: rules.readTokens(shared: shared, of: total), weight: key.weight, isClosed: key.isClosed)
        }
    }

    /// About how many tokens of a request are written to the candidate's cache, which some providers take more for.
    ///
    /// - Parameters:
    ///   - input: All tokens of the request.
    ///   - cached: Those that are read from the cache.
    func written(of input: Int, cached: Int, _ ask: CacheAsk?) -> CacheWrite? {
        guard let ask, let rules = model.cache?.steered(by: ask.sent), case .breakpoints(let mode) = rules.boundaries else { return nil }
        // What comes after the last message is a few tokens of frame.
        let end = mode == .implicit ? input : ask.sent.marksStablePart ? min(ask.stableTokens, input) : 0
        guard end >= max(1, rules.minimum), end > cached else { return nil }
        return CacheWrite(lifetimeSeconds: rules.lifetime.map { Int($0.components.seconds) }, tokens: end - cached)
    }
}
