import WaybillInterchange

/// Holds what a provider reported against what was counted here.
///
/// An exact count must be met, a bounded one within its bound. An estimate may be off by a third, and by ``estimateSlack`` tokens in any
/// case: less would flag estimates that are as good as estimates are.
enum CountComparison {
    /// How far off a small estimate may be.
    private static let estimateSlack = 64
    /// How many tokens at least a server must have cut for that to be told from the other reasons for which counts differ.
    private static let leastCut = 128

    /// What is wrong with the usage that a provider reported.
    ///
    /// - Parameter hidesReasoning: Whether there was thinking that the provider may have counted as text, so that the output cannot be
    ///   compared.
    static func drift(_ counted: CountedTokens, _ reported: TokenUsage, hidesReasoning: Bool) -> [CountDrift] {
        var drift: [CountDrift] = []
        if isCut(counted.input, reported.input) {
            drift.append(CountDrift(.promptTruncated, .input, counted: counted.input, reported: reported.input))
        } else if isBeyond(counted.input, reported.input) {
            drift.append(CountDrift(.beyondBound, .input, counted: counted.input, reported: reported.input))
        }
        if !(hidesReasoning && reported.reasoning == 0), isBeyond(counted.output, reported.outputText) {
            drift.append(CountDrift(.beyondBound, .output, counted: counted.output, reported: reported.outputText))
        }
        return drift
    }

    private static func isBeyond(_ counted: TokenCount, _ reported: Int) -> Bool {
        let difference = abs(counted.tokens - reported)
        return switch counted.certainty {
        case .exact: difference > 0
        case .bounded(let bound): difference > bound
        case .estimated: difference > max(estimateSlack, counted.tokens / 3)
        }
    }

    /// Whether so much less was reported than was sent at the least that a wrong count does not explain it.
    private static func isCut(_ counted: TokenCount, _ reported: Int) -> Bool {
        let least = counted.leastPlausible
        return least - reported >= leastCut && reported < least * 7 / 10
    }
}

extension RunningAttempt {
    /// Writes down what was counted here beside the usage that an attempt ended with, and what is wrong between them.
    func compare(_ usage: TokenUsage, in row: inout AttemptReport, isAnswer: Bool) {
        let counted = counted
        row.counted = counted
        // Only what a provider reported is exact.
        if usage.certainty == .exact {
            row.drift = CountComparison.drift(counted, usage, hidesReasoning: output.hasReasoning)
        } else if isAnswer, usage.flags.isEmpty {
            row.drift = [CountDrift(.noUsage)]
        }
    }
}
