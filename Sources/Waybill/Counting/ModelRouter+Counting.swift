import Synchronization
public import WaybillInterchange
import WaybillRoutePlanning

extension ModelRouter {
    /// Asks a provider how many input tokens a request has, by its own count.
    ///
    /// Nothing is generated, and nothing else ever asks: plans and reports live from counts made here. OpenAI's Responses API has such a
    /// count, and so do vLLM, SGLang and llama.cpp; see `token_count` of a dialect. One exchange, without retry or fallback.
    ///
    /// - Parameter model: Which candidate of the route is asked, whatever its verdict; `nil`: the one that the request would go to.
    /// - Returns: The count, which is exact, by the provider's own tokenizer.
    /// - Throws: ``ModelFailure`` where the provider has no count of its own or did not give it within the route's deadline;
    ///   `CancellationError` when the calling task was cancelled.
    public func countTokens(of request: ModelRequest, at model: ModelName? = nil) async throws -> TokenCount {
        guard context.underWay.stage == .open else { throw CallsUnderWay.closed }
        let began = context.time.now
        let setup = try setup(for: request.workload)
        let (prepared, plan, _) = try decide(request, setup, mayLackInput: false)
        let candidate = try plan.candidate(model)
        guard let endpoint = setup.endpoints[candidate.model] else { preconditionFailure("a plan names only models of its own version") }
        if case .cannotExpress(let what)? = candidate.verdict.reason {
            throw ModelFailure(.unsupported, scope: .capability, "The model cannot be asked this: \(what).", model: candidate.model)
        }
        guard let encoded = endpoint.adapter.encodeCount(prepared.repaired(by: candidate.repairs), candidate.parameters) else {
            throw ModelFailure(
                .unsupported, scope: .capability,
                "The provider has no count of its own; count with the tokenizer of its file, or name its 'dialect'.", model: candidate.model
            )
        }
        let inquiry = ProviderInquiry(endpoint: endpoint, candidate: candidate, context: context, deadline: began + plan.deadline)
        let tokens = try await inquiry.count(encoded)
        context.calibrations.note(tokens, for: candidate, of: endpoint)
        return TokenCount(tokens, .exact, tokenizer: "\(candidate.model.provider)'s own")
    }
}

extension RoutePlan {
    /// The candidate of this name; without one, that which is asked first.
    fileprivate func candidate(_ model: ModelName?) throws(ModelFailure) -> PlannedCandidate {
        guard let model else {
            if let chosen { return chosen }
            throw noCandidate
        }
        if let candidate = candidates.first(where: { $0.model == model }) { return candidate }
        let names = candidates.map(\.model.description).joined(separator: ", ")
        throw ModelFailure(.invalidRequest, scope: .request, "'\(model)' is no candidate of '\(workload)'; its candidates are \(names).")
    }
}
