import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutePlanning
import WaybillRoutes

extension PreparedCall {
    /// Tells the books of an attempt that is over while its call goes on.
    ///
    /// - Parameter number: The attempt's, from 1.
    func record(_ report: RouteReport, _ number: Int) {
        guard let ledger = context.ledger, report.attempts.indices.contains(number - 1) else { return }
        ledger.record(report.attempts[number - 1], of: heading)
    }

    /// What the books keep of the call from its beginning.
    var heading: CallHeading {
        var heading = CallHeading(id: id, began: beganAt, workload: plan.workload, requestKey: request.requestKey)
        heading.servedByWildcard = plan.servedByWildcard
        heading.version = plan.version
        heading.promptVersion = request.request.promptVersion
        heading.features = request.features
        heading.parameters = request.request.parameters
        heading.parameters.stop = nil
        heading.deadline = request.request.deadline
        heading.inputTokens = plan.inputTokensByTokenizer
        let chosen = plan.candidates.indices.first { plan.candidates[$0].verdict == .chosen }
        heading.expectedCost = chosen.flatMap { plan.candidates[$0].cost?.expected }
        heading.tags = tags
        if request.hasStablePart {
            heading.prefix = (prompt?.stable ?? FingerprintedPrompt.stableFingerprint(of: request, memo: context.fingerprints)).spread
        }
        if context.recording.hashesContent {
            heading.contentHash = (prompt ?? FingerprintedPrompt(request, memo: context.fingerprints)).whole.bytes
        }
        return heading
    }

    private var tags: [CallHeading.Tag] {
        let metadata = request.request.metadata
        guard !metadata.isEmpty else { return [] }
        let rules = setup.route(for: plan.workload)?.route.rules ?? []
        let named = rules.flatMap { $0.condition.metadata.map(\.key) } + setup.table.metadataBudgets.map(\.key)
        let budgeted = plan.budgets.compactMap { status in
            if case .metadata(let key, _) = status.owner.account { key } else { nil }
        }
        return Set(named + budgeted + context.recording.metadataKeys).sorted()
            .compactMap { key in metadata[key].map { CallHeading.Tag(key, RecordingOptions.kept($0)) } }
    }
}

extension RoutePlan {
    /// The tokens of the input by each tokenizer that the candidates count with, in the order of the plan, before anything learned corrects them.
    fileprivate var inputTokensByTokenizer: [TokenCount] {
        var counts: [TokenCount] = []
        for place in candidates.indices {
            var count = candidates[place].inputTokens
            if counts.contains(where: { $0.tokenizer == count.tokenizer }) { continue }
            count.tokens = candidates[place].estimatedInput ?? count.tokens
            counts.append(count)
        }
        return counts
    }
}
