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
}
