import Waybill

/// The dry run for people: the rule, then every candidate with its verdict and what the request would mean for it.
struct PlanView {
    let plan: RoutePlan
    /// Why candidates have no key, for those that have none.
    let missingKeys: [ModelName: String]
    /// Whether the request has nothing to answer, so that counts and costs are those of its stable part alone.
    let isWithoutInput: Bool
    /// What is known of the models' health, where a file says it.
    let health: HealthView?
    let look: Look

    private let labelWidth = 11

    var text: String {
        var facts = FactList()
        facts.add("rule", rule)
        if let order { facts.add("order", order) }
        facts.add("deadline", "\(plan.deadline.shortText) for the whole call, every retry and fallback included")
        if isWithoutInput { facts.add("prompt", "none: tokens and costs are those of an empty prompt") }
        if plan.chosen == nil { facts.add("chosen", "none: no candidate can serve this request", look.yellow) }
        if plan.wait > .zero { facts.add("wait", "\(plan.wait.shortText), until the first candidate is free") }
        if let hedge = plan.hedge { facts.add("hedge", "the next model is asked beside one that brings nothing, \(hedge)") }
        for status in plan.budgets {
            let owner = status.owner.account == .workload(plan.route) ? "" : " (\(status.owner.account))"
            for part in status.parts { facts.add("budget", "\(part)\(owner)") }
        }
        if plan.lastResort != nil { facts.add("last resort", "a fixed answer, if no model gives one") }
        if let tokens = plan.prefix?.prompt.stableTokens, tokens > 0 {
            facts.add("prefix", "about \(tokens) tokens that all calls can share")
        }
        for finding in plan.prefix?.findings ?? [] { facts.add("cache", "\(finding)", look.yellow) }
        for server in health?.servers ?? [] { facts.add("server", server) }
        for note in plan.notes { facts.add("note", note, look.yellow) }
        return look.bold(plan.workload.rawValue) + "\n" + facts.text(indent: 2, labelWidth: labelWidth + 2, look)
            + plan.candidates.map { "\n" + section($0) }.joined() + outcomes
    }

    /// How the workload's calls went at each candidate, where the health says it.
    private var outcomes: String {
        let known = health?.health.workloads.first { $0.workload == plan.route }
        return known.map { "\n" + OutcomesView(outcomes: $0).text(look) } ?? ""
    }

    private var rule: String {
        let place = plan.rule.map { "\($0.file):\($0.line)" } ?? "built in code"
        let when = plan.when.map { ", for \($0)" } ?? ""
        return place + when + (plan.servedByWildcard ? ", the \"*\" route, since the workload has none of its own" : "")
    }

    /// In which order the candidates are asked, where it is not that of the file.
    private var order: String? {
        switch plan.choice {
        case .inOrder: nil
        case .cheapest: "the cheapest for this request first"
        case .fastest(let share): "the fastest for this request first; \(share) of the requests go elsewhere, to time the others"
        case .weighted: "by weight: this conversation, user or prompt always gets the same"
        }
    }

    private func section(_ candidate: PlannedCandidate) -> String {
        var facts = FactList()
        if let reason = candidate.verdict.reason { facts.add("reason", "\(reason)", look.yellow) }
        if let preference = candidate.preference { facts.add("order", "\(preference)") }
        facts.add("input", "\(candidate.inputTokens) tokens (\(candidate.inputTokens.explainedManner))")
        if let calibration = candidate.calibration { facts.add("learned", learned(calibration)) }
        if let cached = candidate.expectedCachedTokens, cached > 0 { facts.add("cached", "about \(cached) tokens from the model's cache") }
        facts.add("output", output(candidate))
        if let window = window(candidate) {
            if candidate.mayNotFit { facts.add("window", window, look.yellow) } else { facts.add("window", window) }
        }
        facts.add("cost", cost(candidate))
        facts.add(
            "silence", "at most \(candidate.firstToken.shortText) before the first token, \(candidate.stall.shortText) between two pieces")
        if case .percentile(let percent)? = plan.hedge?.start {
            let time = candidate.hedgeAfter.map { "p\(percent) of its latest answers began after \($0.shortText)" }
            facts.add("hedge", time ?? "not yet: too few of its answers were timed")
        }
        for line in health?.lines(of: candidate.model) ?? [] { facts.add("health", line) }
        if let reason = missingKeys[candidate.model] { facts.add("key", reason, look.yellow) }
        for adjustment in candidate.adjustments { facts.add("adjusted", "\(adjustment)") }
        return "  \(mark(candidate))  \(look.bold(candidate.model.description))  \(verdict(candidate))\n"
            + facts.text(indent: 5, labelWidth: labelWidth - 1, look)
    }

    /// The place in which the candidate would be asked.
    private func mark(_ candidate: PlannedCandidate) -> String {
        switch candidate.verdict {
        case .chosen: "1"
        case .standingBy(let place): "\(place + 1)"
        case .setAside: "–"
        }
    }

    private func verdict(_ candidate: PlannedCandidate) -> String {
        switch candidate.verdict {
        case .chosen: look.green("chosen")
        case .standingBy: look.dim("standing by")
        case .setAside: look.yellow("set aside")
        }
    }

    /// How much the candidate may write, and how much it is expected to where that was learned.
    private func output(_ candidate: PlannedCandidate) -> String {
        let limit = candidate.outputLimit.map { "at most \($0) tokens" } ?? "not limited"
        guard let learned = candidate.learnedOutput else { return limit }
        return "\(limit); about \(learned.tokens) expected, by \(learned.answers) answers"
    }

    private func learned(_ calibration: TokenCalibration) -> String {
        let hundredths = Int((calibration.ratio * 100).rounded())
        let ratio = "×\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        let calls = calibration.observations == 1 ? "1 call" : "\(calibration.observations) calls"
        let band = calibration.errorBand.map { "; nine in ten are then within \(Int(($0 * 100).rounded(.up))) %" } ?? ""
        return "\(ratio) from \(calls)\(band)"
    }

    /// What is left of the context window; the reason says it of candidates that were set aside for it.
    private func window(_ candidate: PlannedCandidate) -> String? {
        guard let window = candidate.contextWindow, let left = candidate.windowLeft, candidate.verdict.reason?.code != "context-too-small"
        else {
            return nil
        }
        guard left < 0 else { return "\(window.tokensText); \(left) left beside input and output" }
        return "\(window.tokensText); may be too small by \(-left): asked after those that fit"
    }

    private func cost(_ candidate: PlannedCandidate) -> String {
        guard let range = candidate.cost else {
            return candidate.price == nil
                ? "not known: the model has no price in its provider file"
                : "not known: its price says nothing of so long a prompt, or of this service tier"
        }
        if range.highest == .zero { return Money.zero.shortText }
        let lowest = "about \(range.expected.shortText); from \(range.lowest.shortText)"
        if let highest = range.highest { return "\(lowest) to \(highest.shortText)" }
        let reason = candidate.outputLimit == nil ? "the output is not limited" : "what so long a prompt may cost is not known"
        return "\(lowest) upwards, since \(reason)"
    }
}
