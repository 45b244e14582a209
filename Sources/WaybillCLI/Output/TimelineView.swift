import Waybill

/// A call that was played through, for people: what happens when, attempt by attempt.
struct TimelineView {
    let call: RehearsedCall
    /// What was supposed, as it was written.
    let supposed: String
    let look: Look

    private let labelWidth = 11

    var text: String {
        var facts = FactList()
        facts.add("supposed", supposed)
        facts.add("assumed", RehearsedCall.assumptions)
        return look.bold(call.route.workload.rawValue) + "\n" + facts.text(indent: 2, labelWidth: labelWidth, look) + "\n"
            + timeline.text(labelWidth: labelWidth) + "\n" + outcome
    }

    private var timeline: AttemptTimeline {
        AttemptTimeline(attempts: call.route.attempts, candidates: call.route.candidates, look: look) { tokens(of: $0).map { [$0] } ?? [] }
    }

    /// The tokens and the cost of an attempt; `nil` where the provider did no work.
    private func tokens(of attempt: AttemptReport) -> String? {
        guard let usage = attempt.usage else { return nil }
        let cost = attempt.cost.map { $0.shortText } ?? "at a price that is not known"
        return "about \(usage.input) tokens in, \(usage.output) out, \(cost)"
    }

    private var outcome: String {
        let time = call.route.duration.moment.dropFirst(2)
        let cost = call.route.cost.map { "costs about \($0.shortText)" } ?? "costs what is not known"
        return end + look.dim("takes \(time) s and \(cost); nothing was sent") + "\n"
    }

    private var end: String {
        switch call.outcome {
        case .answered: return look.green("answered by \(call.response?.model?.description ?? "a model")") + "\n"
        case .lastResort: return look.yellow("no model answers: the route's last resort is served") + "\n"
        case .failed:
            let sentence = "fails: \(call.failure?.explanation ?? "")".wrapped(to: look.width)
            return sentence.map { look.red($0) + "\n" }.joined()
        }
    }
}
