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
            + events.text(indent: 2, labelWidth: labelWidth, look) + "\n" + outcome
    }

    /// What happened at one moment.
    private struct Happening {
        let time: Duration
        let text: String
        var paint: (String) -> String = { $0 }
        /// What else there is to say of it, each in a line of its own.
        var details: [String] = []
    }

    private var events: FactList {
        var list = FactList()
        let happenings = call.route.attempts.flatMap(happenings)
        // Attempts are told one after the other, but for those that were made beside another.
        let isOrdered = !call.route.attempts.contains(where: \.isHedge)
        for happening in isOrdered ? happenings : happenings.inOrderOfTime(\.time) {
            list.add(happening.time.moment, happening.text, happening.paint)
            for detail in happening.details { list.add("", detail) }
        }
        for candidate in call.route.candidates {
            if let reason = candidate.verdict.reason { list.add("not asked", "\(candidate.model): \(reason)") }
        }
        return list
    }

    private func happenings(of attempt: AttemptReport) -> [Happening] {
        let wait = attempt.waited > .zero ? ", after a wait of \(attempt.waited.shortText)" : ""
        let manner = attempt.isHedge ? ", beside the one before" : ""
        // Where two go on at once, every line says of which it speaks.
        let subject = call.route.attempts.contains(where: \.isHedge) ? "attempt \(attempt.number): " : ""
        let start = "attempt \(attempt.number): \(attempt.model)\(key(of: attempt))\(wait)\(manner)"
        var happenings = [Happening(time: attempt.started, text: start, paint: look.bold)]
        if let firstToken = attempt.firstToken, firstToken < attempt.ended {
            happenings.append(Happening(time: firstToken, text: "\(subject)first content"))
        }
        let isAnswer = attempt.outcome == .answered
        var end = Happening(
            time: attempt.ended, text: subject + ending(of: attempt), paint: { isAnswer ? look.green($0) : look.yellow($0) })
        if let usage = tokens(of: attempt) { end.details.append(usage) }
        if !isAnswer, !attempt.decision.isEmpty { end.details.append("→ \(attempt.decision)") }
        return happenings + [end]
    }

    /// The key of an attempt, where the call uses more than one of its provider.
    private func key(of attempt: AttemptReport) -> String {
        let usesOthers = call.route.attempts.contains { $0.model.provider == attempt.model.provider && $0.credential != attempt.credential }
        return usesOthers ? attempt.credential.map { ", key \($0)" } ?? "" : ""
    }

    private func ending(of attempt: AttemptReport) -> String {
        let status = attempt.status.map { $0 == 200 ? "" : " (HTTP \($0))" } ?? ""
        let wait = attempt.retryAfter.map { ", asks to wait \($0.shortText)" } ?? ""
        return "\(attempt.failure?.rawValue ?? attempt.outcome.rawValue)\(status)\(wait)"
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

extension Array {
    /// The elements by their times; those of one moment stay as they are.
    fileprivate func inOrderOfTime(_ time: (Element) -> Duration) -> [Element] {
        enumerated().sorted { (time($0.element), $0.offset) < (time($1.element), $1.offset) }.map(\.element)
    }
}

extension Duration {
    /// A moment of a call, in seconds to a thousandth: `t+2.113`.
    fileprivate var moment: String {
        let thousandths = Int((self / .milliseconds(1)).rounded())
        return "t+\(thousandths / 1_000).\(String(thousandths % 1_000 + 1_000).dropFirst())"
    }
}
