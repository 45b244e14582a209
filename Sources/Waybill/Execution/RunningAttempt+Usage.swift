import WaybillInterchange
import WaybillRoutes

extension RunningAttempt {
    /// The tokens that it ended with: as the provider reported them, with what was counted here for what it left out.
    var usage: TokenUsage {
        guard var usage = reportedUsage else { return estimatedUsage }
        let lacksOutput = usage.output == 0 && usage.flags.contains(.outputMissing)
        // To estimate costs more than all the rest.
        guard lacksOutput || usage.input == 0 else { return usage }
        var estimate = estimatedUsage
        // There is no prompt without a token: who reports none did not count.
        guard usage.total > 0 else {
            (estimate.hostedTools, estimate.flags, estimate.reported) = (usage.hostedTools, usage.flags, usage.reported)
            return estimate
        }
        if lacksOutput {
            usage.outputText = estimate.outputText
            usage.reasoning = estimate.reasoning
            usage.certainty = .estimated
            // Where only a total was told, the output is a part of it.
            if usage.flags.contains(.inputMissing) { usage.uncachedInput = max(0, usage.uncachedInput - estimate.output) }
        }
        if usage.input == 0 {
            usage.uncachedInput = estimate.uncachedInput
            usage.certainty = .estimated
            usage.flags.appendOnce(.inputMissing)
        }
        return usage
    }

    /// The tokens that it failed with; `nil` where the provider neither reported any nor had begun to work.
    func usage(before failure: ModelFailure) -> TokenUsage? {
        reportedUsage?.isEmpty == false || didWork(before: failure) ? usage : nil
    }

    /// Whether the provider had begun to work, so that it may count tokens, when this went wrong: it had, where an answer was under way.
    private func didWork(before failure: ModelFailure) -> Bool {
        switch failure.kind {
        case .cut, .silence: true
        case .malformedAnswer, .answerTooLarge: firstContent != nil || report.status.map { (200..<300).contains($0) } ?? false
        default: firstContent != nil
        }
    }

    /// What it is taken to have used where the provider did not say: all of the input, and the output that came.
    private var estimatedUsage: TokenUsage {
        let counted = counted
        return TokenUsage(
            uncachedInput: counted.input.tokens, outputText: counted.output.tokens, reasoning: output.shownReasoning.tokens,
            certainty: .estimated)
    }

    /// Writes down what was used and what it cost, by the price in the provider file and in the tier that it is billed by.
    func bill(_ usage: TokenUsage, in row: inout AttemptReport) {
        guard !usage.isEmpty else { return }
        guard let price = candidate.price else {
            row.missingPrice = Price.key
            return
        }
        row.missingPrice = price.missingKey(for: usage, tier: row.serviceTier)
        row.cost = price.cost(of: usage, tier: row.serviceTier)
        if row.cost != nil { row.priceDate = price.asOf }
    }
}
