public import WaybillInterchange
public import WaybillPromptCaching
import WaybillRoutes

extension RoutePlanner {
    /// What there is to know of the stable part of a planned request, at the candidate that is asked first.
    ///
    /// Not part of planning, which it would make several times as long.
    ///
    /// - Parameters:
    ///   - today: The day as `YYYY-MM-DD`.
    /// - Returns: `nil` where the route has no candidate.
    public func prefix(of request: PreparedRequest, _ plan: RoutePlan, today: String) -> PrefixReport? {
        guard let model = (plan.chosen ?? plan.candidates.first)?.model,
            let facts = plan.branch?.candidates.first(where: { $0.name == model })
        else {
            return nil
        }
        var prompt = FingerprintedPrompt(request)
        prompt.countTokens(of: request, by: counters[facts.counter], for: model)
        let minimum = facts.model.cacheMinimum
        return PrefixReport(
            prompt: prompt, minimum: minimum,
            findings: PrefixLint(today: today).findings(in: request, prompt, minimum: minimum, price: facts.model.price))
    }
}

extension Model {
    /// The fewest tokens that the model caches: by the rules of its cache, else what is usual where it is declared to cache prompts.
    package var cacheMinimum: Int? {
        guard let cache else { return features?.contains(.promptCache) == true ? PrefixLint.usualMinimum : nil }
        return switch cache.boundaries {
        case .nowhere: nil
        case .steps(let step): max(cache.minimum, step)
        case .breakpoints: cache.minimum
        }
    }
}
