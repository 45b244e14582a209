import Waybill

/// An answer's waybill for people: who answered, what it used, and what it took to get it.
struct ReportView {
    let response: ModelResponse
    let look: Look

    var text: String {
        var facts = FactList()
        if !response.isComplete {
            facts.add("incomplete", "the answer was cut: \(response.finishReason.rawValue.replacingHyphens)")
        } else if response.finishReason != .stop, !response.route.degraded {
            facts.add("finish", response.finishReason.rawValue.replacingHyphens)
        }
        for issue in response.validation?.issues ?? [] { facts.add("invalid", "\(issue)", look.yellow) }
        for finding in response.validation?.unchecked ?? [] { facts.add("unchecked", "\(finding)") }
        if response.model != nil {
            facts.add("tokens", tokens)
            if let row = response.route.attempts.last, let counted = row.counted, row.usage?.certainty == .exact {
                facts.add("counted", "\(counted) (\(counted.input.manner))")
            }
            for drift in response.route.attempts.flatMap(\.drift) { facts.add("drift", "\(drift)", look.yellow) }
            facts.add("cost", response.route.cost.map { "\(guess)\($0.shortText)" } ?? unknownCost)
        }
        for attempt in response.route.attempts { addFlags(of: attempt, to: &facts) }
        if let drop = response.route.cacheDrop { facts.add("cache", "\(drop)", look.yellow) }
        for adjustment in response.route.adjustments { facts.add("adjusted", "\(adjustment)") }
        if let id = response.route.id { facts.add("call", id.description, look.dim) }
        let story = response.route.attempts.count > 1 || response.route.degraded
        return "\(headline)\n" + facts.text(indent: 2, labelWidth: 11, look)
            + (story ? AttemptList(route: response.route, look: look).text : "")
    }

    private var headline: String {
        let time = response.route.duration.shortText
        guard let model = response.model else {
            return look.yellow("no model answered within \(time): the route's last resort was served")
        }
        return look.dim("answered by ") + look.bold(model.description) + look.dim(" in \(time)")
    }

    /// What stands before numbers that are not the provider's own.
    private var guess: String { response.usage.certainty == .exact ? "" : "about " }

    /// What of a price is missing, and what the provider says in its place.
    private var unknownCost: String {
        let row = response.route.attempts.first { $0.missingPrice != nil }
        let gap = row.map { ", since \($0.model) has no '\($0.missingPrice ?? "")'" } ?? ""
        return "not known\(gap)\(row?.reportedCost.map { "; its provider says \($0.shortText)" } ?? "")"
    }

    /// What does not add up in an attempt.
    private func addFlags(of attempt: AttemptReport, to facts: inout FactList) {
        for flag in attempt.usage?.flags ?? [] { facts.add("flagged", flag.explanation, look.yellow) }
        if attempt.costDiffers, let cost = attempt.cost, let reported = attempt.reportedCost {
            facts.add("flagged", "\(attempt.model) cost \(cost) by its price, and \(reported) by what its provider says", look.yellow)
        }
    }

    private var tokens: String {
        let usage = response.usage
        let expected = response.route.attempts.last?.expectedCachedTokens ?? 0
        let foretold = expected == usage.cachedInput ? "" : ", \(expected) expected"
        let cached = usage.cachedInput > 0 || expected > 0 ? " (\(usage.cachedInput) cached\(expected > 0 ? foretold : ""))" : ""
        let reasoning = usage.reasoning > 0 ? " (\(usage.reasoning) reasoning)" : ""
        return "\(guess)\(usage.input) in\(cached), \(usage.output) out\(reasoning)"
    }
}
