import Waybill
import WaybillLedger

/// What was used, for people: what it comes to, how it went over time, and a row for each group.
struct UsageView {
    /// By its dimensions and by day.
    let report: UsageReport
    /// What rows are.
    let dimensions: [UsageDimension]
    /// What was asked for.
    let query: UsageQuery
    let look: Look

    var text: String {
        let total = report.total
        let chart = UsageChart(days: report.grouped(by: [.day]), look: look).text
        return look.bold("Usage\(query.since == nil && query.until == nil ? "," : "") \(query.periodText)") + "\n"
            + facts(total).text(indent: 2, labelWidth: 11, look) + "\n" + (chart.isEmpty ? "" : chart + "\n")
            + UsageTable(report: report, dimensions: dimensions, total: total, look: look).text
    }

    private func facts(_ total: UsageFigures) -> FactList {
        var facts = FactList()
        facts.add("calls", calls(total))
        facts.add("attempts", total.attempts.grouped + (total.failedAttempts > 0 ? ", \(total.failedAttempts.grouped) of them failed" : ""))
        facts.add("tokens", tokens(total))
        facts.add("cost", total.costText) { look.yellow($0, if: total.unpricedAttempts > 0) }
        if total.unpricedAttempts > 0 { facts.add("", "\(count(total.unpricedAttempts, "attempt")) at a price that is not known") }
        if total.disputedAttempts > 0 {
            facts.add("", "the provider says otherwise of \(count(total.disputedAttempts, "attempt"))", look.yellow)
        }
        if let cache = cache(total) { facts.add("cache", cache) }
        if let counts = counts(total) { facts.add("counts", counts) { look.yellow($0, if: total.driftedAttempts > 0) } }
        if let times = times(total) { facts.add("times", times) }
        return facts
    }

    private func calls(_ total: UsageFigures) -> String {
        let fallbacks = total.fellBack > 0 ? " (\(total.fellBack.grouped) by a fallback)" : ""
        var parts = ["\(total.answered.grouped) answered\(fallbacks)"]
        if total.degraded > 0 { parts.append("\(total.degraded.grouped) by last resort") }
        if total.failed > 0 { parts.append("\(total.failed.grouped) failed") }
        if total.unfinished > 0 { parts.append("\(total.unfinished.grouped) without a known end") }
        return "\(total.calls.grouped): \(parts.joined(separator: ", "))"
    }

    private func tokens(_ total: UsageFigures) -> String {
        let tokens = total.tokens
        let reasoning = tokens.reasoning > 0 ? " (\(tokens.reasoning.roundText) reasoning)" : ""
        let guesses = total.estimatedAttempts > 0 ? "; \(count(total.estimatedAttempts, "attempt")) estimated" : ""
        return "\(tokens.input.roundText) in, \(tokens.output.roundText) out\(reasoning)\(guesses)"
    }

    private func cache(_ total: UsageFigures) -> String? {
        guard total.tokens.cachedInput > 0, let rate = total.tokens.cacheHitRate else { return nil }
        let valued = total.tokens.cachedInput - total.unvaluedCachedInput
        let saved =
            valued == 0
            ? "what that saved is not known: the provider files have no such price"
            : "\(total.unvaluedCachedInput > 0 ? "at least " : "")\(total.cacheSavings.shortText) saved"
        return "\(rate.percentText) of the input read from caches, \(saved)"
    }

    private func counts(_ total: UsageFigures) -> String? {
        guard let drift = total.inputDrift else { return nil }
        let input =
            total.countedInput == total.reportedInput
            ? "as much input counted as reported" : "\(abs(drift).percentText) \(drift < 0 ? "less" : "more") input counted than reported"
        return input + (total.driftedAttempts > 0 ? "; \(count(total.driftedAttempts, "attempt")) further off than it should be" : "")
    }

    private func times(_ total: UsageFigures) -> String? {
        guard let half = total.duration.percentile(50), let most = total.duration.percentile(95) else { return nil }
        var text = "half of the answers whole within \(half.shortText), 95% within \(most.shortText)"
        if let half = total.firstToken.percentile(50), let most = total.firstToken.percentile(95) {
            text += "; first tokens within \(half.shortText) and \(most.shortText)"
        }
        return text
    }

    private func count(_ number: Int, _ word: String) -> String { "\(number.grouped) \(word)\(number == 1 ? "" : "s")" }
}
