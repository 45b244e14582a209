import Waybill
import WaybillLedger

/// One call from the books, for people: what it was, what happened when, and what came of it.
struct CallStoryView {
    let call: StoredCall
    let look: Look

    private static let labelWidth = 11

    var text: String {
        let timeline = AttemptTimeline(attempts: call.attempts, candidates: call.report?.candidates ?? [], look: look, details: details)
        return look.bold("\(call.id)") + "\n" + facts.text(indent: 2, labelWidth: Self.labelWidth, look) + "\n"
            + timeline.text(labelWidth: Self.labelWidth) + "\n" + outcome
    }

    private var facts: FactList {
        var facts = FactList()
        let heading = call.heading
        let (day, time) = heading.began.dayAndTime
        facts.add("began", "\(day) \(time) UTC")
        let version = heading.promptVersion.map { ", prompt version \($0.visible)" } ?? ""
        facts.add("workload", heading.workload.rawValue.visible + version)
        if let rule = call.report?.rule {
            let when = call.report?.when.map { ", since \($0)" } ?? ""
            facts.add("rule", "\(rule.file):\(rule.line)\(when)" + (call.report?.servedByWildcard == true ? ", for any workload" : ""))
        }
        if let version = heading.version { facts.add("routes", version.fingerprint ?? "version \(version.number)") }
        if !heading.tags.isEmpty {
            facts.add("metadata", heading.tags.map { "\($0.key) \($0.value)".visible }.joined(separator: ", "))
        }
        if !heading.features.isEmpty { facts.add("needs", heading.features.map(\.rawValue).joined(separator: ", ")) }
        if let deadline = heading.deadline { facts.add("deadline", deadline.shortText) }
        if let cost = heading.expectedCost { facts.add("expected", "to cost \(cost.shortText)") }
        return facts
    }

    /// What there is to say of an attempt beside how it ended.
    private func details(of attempt: AttemptReport) -> [String] {
        var lines: [String] = []
        if let usage = attempt.usage {
            let guess = usage.certainty == .exact ? "" : "about "
            let expected = attempt.expectedCachedTokens.map { ", \($0.grouped) expected" } ?? ""
            let cached =
                usage.cachedInput > 0 || attempt.expectedCachedTokens != nil ? " (\(usage.cachedInput.grouped) cached\(expected))" : ""
            let reasoning = usage.reasoning > 0 ? " (\(usage.reasoning.grouped) reasoning)" : ""
            let day = attempt.priceDate.map { ", at the price of \($0)" } ?? ""
            let price = attempt.missingPrice.map { " (the provider file has no '\($0)')" } ?? ""
            let cost = attempt.cost.map { "\($0.shortText)\(day)" } ?? "cost not known\(price)"
            lines.append("\(guess)\(usage.input.grouped) tokens in\(cached), \(usage.output.grouped) out\(reasoning)")
            lines.append(cost)
        }
        if let reported = attempt.reportedCost, attempt.costDiffers || attempt.cost == nil {
            lines.append("the provider says it cost \(reported.shortText)")
        }
        if attempt.cachedTokensGivenUp > 0 { lines.append("gave up about \(attempt.cachedTokensGivenUp.grouped) cached tokens elsewhere") }
        for drift in attempt.drift { lines.append("count drift: \(drift)") }
        for flag in attempt.usage?.flags ?? [] { lines.append("usage flagged: \(flag.explanation)") }
        if let id = attempt.requestID { lines.append("the provider's id of it: \(id.visible)") }
        return lines
    }

    private var outcome: String {
        guard let report = call.report else {
            return look.yellow("no end is known: its process was killed, or it still goes on") + "\n"
        }
        var text: String
        if report.degraded {
            text = look.yellow("no model answered (\(call.failure?.rawValue ?? "unknown")): the route's last resort was served")
        } else if let failure = call.failure {
            text = look.red("failed: \(failure.rawValue)")
        } else {
            text = look.green("answered by \(report.attempts.last { $0.outcome == .answered }?.model.description.visible ?? "a model")")
        }
        text += "\n" + look.dim("took \(report.duration.shortText) and cost \(report.cost?.shortText ?? "what is not known")") + "\n"
        var facts = FactList()
        if let drop = report.cacheDrop { facts.add("cache", "\(drop)", look.yellow) }
        for adjustment in report.adjustments { facts.add("adjusted", "\(adjustment)") }
        return text + facts.text(indent: 2, labelWidth: Self.labelWidth, look)
    }
}
