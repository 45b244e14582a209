import Waybill

/// What happened in a call and when, attempt by attempt, and who was not asked.
struct AttemptTimeline {
    let attempts: [AttemptReport]
    let candidates: [CandidateReport]
    let look: Look
    /// What else there is to say of an attempt, each in a line of its own.
    let details: (AttemptReport) -> [String]

    /// What happened at one moment.
    private struct Happening {
        let time: Duration
        let text: String
        var paint: (String) -> String = { $0 }
        var details: [String] = []
    }

    /// - Parameter labelWidth: The columns for moments, so that lists below each other align.
    func text(labelWidth: Int) -> String {
        var list = FactList()
        let happenings = attempts.flatMap(happenings)
        // Attempts are told one after the other, but for those that were made beside another.
        let isOrdered = !attempts.contains(where: \.isHedge)
        for happening in isOrdered ? happenings : happenings.inOrderOfTime(\.time) {
            list.add(happening.time.moment, happening.text, happening.paint)
            for detail in happening.details { list.add("", detail) }
        }
        for candidate in candidates {
            if let reason = candidate.verdict.reason { list.add("not asked", "\(candidate.model): \(reason)") }
        }
        return list.text(indent: 2, labelWidth: labelWidth, look)
    }

    private func happenings(of attempt: AttemptReport) -> [Happening] {
        let wait = attempt.waited > .zero ? ", after a wait of \(attempt.waited.shortText)" : ""
        let manner = attempt.isHedge ? ", beside the one before" : ""
        // Where two go on at once, every line says of which it speaks.
        let subject = attempts.contains(where: \.isHedge) ? "attempt \(attempt.number): " : ""
        let start = "attempt \(attempt.number): \(attempt.model)\(key(of: attempt))\(wait)\(manner)"
        var happenings = [Happening(time: attempt.started, text: start, paint: look.bold)]
        if let firstToken = attempt.firstToken, firstToken < attempt.ended {
            happenings.append(Happening(time: firstToken, text: "\(subject)first content"))
        }
        let isAnswer = attempt.outcome == .answered
        var end = Happening(
            time: attempt.ended, text: subject + ending(of: attempt), paint: { isAnswer ? look.green($0) : look.yellow($0) })
        end.details = details(attempt)
        if !isAnswer, !attempt.decision.isEmpty { end.details.append("→ \(attempt.decision)") }
        return happenings + [end]
    }

    /// The key of an attempt, where the call uses more than one of its provider.
    private func key(of attempt: AttemptReport) -> String {
        let usesOthers = attempts.contains { $0.model.provider == attempt.model.provider && $0.credential != attempt.credential }
        return usesOthers ? attempt.credential.map { ", key \($0)" } ?? "" : ""
    }

    private func ending(of attempt: AttemptReport) -> String {
        let status = attempt.status.map { $0 == 200 ? "" : " (HTTP \($0))" } ?? ""
        let wait = attempt.retryAfter.map { ", asks to wait \($0.shortText)" } ?? ""
        return "\(attempt.failure?.rawValue ?? attempt.outcome.rawValue)\(status)\(wait)"
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
    var moment: String {
        let thousandths = Int((self / .milliseconds(1)).rounded())
        return "t+\(thousandths / 1_000).\(String(thousandths % 1_000 + 1_000).dropFirst())"
    }
}
