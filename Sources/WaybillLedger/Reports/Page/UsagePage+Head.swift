import WaybillInterchange
import WaybillRoutes

extension UsagePage {
    /// The days that the page is about: `8 to 21 Nov 2026`.
    var period: String {
        let first = query.since.map(CalendarDay.init(unixTime:)) ?? steps.firstDay
        let last = query.until.map { CalendarDay(unixTime: $0 - .microseconds(1)) } ?? steps.lastDay
        guard let first, let last else { return query.periodText }
        if first >= last { return last.longText }
        let (from, to) = (first.date, last.date)
        if from.year != to.year { return "\(first.longText) to \(last.longText)" }
        return "\(from.month == to.month ? "\(from.day)" : first.shortText) to \(last.longText)"
    }

    var header: Markup {
        var lines: [Markup] = [.element("p", ["class": "kicker"], "Waybill · usage"), .element("h1", [:], Markup(period))]
        var meant: [Markup] = [Markup("\(query.periodText.prefix(1).uppercased())\(query.periodText.dropFirst()), in UTC")]
        for (what, name) in [("workload", query.workload?.rawValue), ("model", query.model?.description), ("provider", query.provider)] {
            if let name { meant.append("only \(what) " + .name(name)) }
        }
        lines.append(.element("p", ["class": "meant"], Array(meant.map { [$0] }.joined(separator: ["; "]))))
        return .element("header", [:], lines)
    }

    /// What it comes to, in large figures.
    var totals: Markup {
        let tokens = total.tokens
        var tiles = [
            tile("Calls", total.calls.grouped, calls),
            tile("Without a model’s answer", total.unanswered.grouped, troubles, isBad: total.unanswered > 0),
            tile("Cost", total.costText, costs), tile("Saved by caches", savedText(total), cached),
            tile("Tokens in", tokens.input.pageText(total), inputs), tile("Tokens out", tokens.output.pageText(total), outputs),
        ]
        tiles += [("First token", total.firstToken), ("Whole answer", total.duration)]
            .map { name, samples in
                tile(name, samples.pageText(50), samples.count > 0 ? "half within; 95% within \(samples.pageText(95))" : "no answered call")
            }
        return .element("dl", ["class": "totals"], tiles)
    }

    private func tile(_ name: String, _ figure: String, _ detail: String, isBad: Bool = false) -> Markup {
        .element(
            "div", [:], .element("dt", [:], Markup(name)), .element("dd", ["class": isBad ? "figure bad" : "figure"], Markup(figure)),
            .element("dd", [:], Markup(detail)))
    }

    private var calls: String {
        let fallbacks = total.fellBack > 0 ? ", \(total.fellBack.grouped) of them by a fallback" : ""
        return "\(total.answered.grouped) answered\(fallbacks); \(counted(total.attempts, "attempt"))"
    }

    private var troubles: String {
        var parts = ["\(total.unanswered.shareText(of: total.calls)) of calls"]
        if total.degraded > 0 { parts.append("\(total.degraded.grouped) by last resort") }
        if total.unfinished > 0 { parts.append("\(total.unfinished.grouped) more without a known end") }
        return parts.joined(separator: "; ")
    }

    private var costs: String {
        var parts: [String] = []
        if total.unpricedAttempts > 0 { parts.append("\(counted(total.unpricedAttempts, "attempt")) at an unknown price") }
        if total.estimatedCost > .zero { parts.append("\(total.estimatedCost.shortText) of it estimated") }
        if total.disputedAttempts > 0 { parts.append("the provider says otherwise of \(counted(total.disputedAttempts, "attempt"))") }
        return parts.isEmpty ? "every attempt at a known price" : parts.joined(separator: "; ")
    }

    private var cached: String {
        guard let rate = total.tokens.cacheHitRate else { return "no input" }
        return "\(rate.percentText) of the input read from caches"
    }

    private var inputs: String {
        total.inputDrift.map { "counted here: \($0.driftText)" } ?? "not counted here"
    }

    private var outputs: String {
        var parts: [String] = []
        if total.tokens.reasoning > 0 { parts.append("\(total.tokens.reasoning.roundText) of them reasoning") }
        if total.estimatedAttempts > 0 { parts.append("\(counted(total.estimatedAttempts, "attempt")) estimated") }
        return parts.isEmpty ? "as providers reported them" : parts.joined(separator: "; ")
    }
}
