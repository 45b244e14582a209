import Synchronization
public import WaybillInterchange
public import WaybillPromptCaching
import WaybillRoutePlanning
import WaybillRoutes

extension ModelRouter {
    /// Compares the prompts of two requests as the model would get them that is asked first for the first of them.
    ///
    /// Nothing is sent and no key is read.
    ///
    /// - Throws: ``ModelFailure`` where a request has no route or cannot be asked at all.
    public func comparePrefixes(_ first: ModelRequest, _ second: ModelRequest) throws(ModelFailure) -> PrefixComparison {
        let setup = setup.withLock { $0 }
        let (one, plan, _) = try decide(first, setup, mayLackInput: true)
        let (two, otherPlan, _) = try decide(second, setup, mayLackInput: true)
        guard let candidate = plan.asked, let other = otherPlan.asked else { return PrefixComparison(one, two) }
        var comparison = PrefixComparison(
            one, two, parameters: (candidate.parameters, other.parameters), tokenizer: candidate.tokenizer,
            minimum: setup.table.facts(of: candidate.model)?.model.cacheMinimum)
        for (request, plan, prompt) in [(one, plan, \PrefixComparison.first), (two, otherPlan, \.second)] {
            guard let counted = setup.planner.prefix(of: request, plan, today: today)?.prompt else { continue }
            comparison[keyPath: prompt] = counted
        }
        if candidate.model != other.model {
            comparison.settings.insert(
                .init(name: "model", from: candidate.model.description, to: other.model.description), at: 0)
        }
        if let endpoint = setup.endpoints[candidate.model] {
            let bodies = [(one, candidate), (two, other)].map { endpoint.encode($0, for: $1).body }
            comparison.wire = PrefixComparison.Wire(model: candidate.model, bodies[0], bodies[1])
        }
        return comparison
    }
}

extension RoutePlan {
    /// The candidate that is asked first, or would be if any could serve.
    fileprivate var asked: PlannedCandidate? { chosen ?? candidates.first }
}
