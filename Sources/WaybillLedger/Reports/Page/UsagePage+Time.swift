import WaybillInterchange

extension UsagePage {
    /// How calls, failures and cost went over time.
    var overTime: Markup {
        guard steps.all.count > 1 else { return Markup([]) }
        let unit = steps.unit.rawValue
        var parts = [
            figure(
                "Calls per \(unit)",
                total.unanswered > 0 ? "All calls stand on the line; those of them that no model answered hang below it." : nil, callChart)
        ]
        if total.cost > .zero {
            parts.append(
                figure(
                    "Cost per \(unit)",
                    total.unpricedAttempts > 0 ? "An open bar on top: there were attempts at an unknown price, so that it was more." : nil,
                    costChart))
        }
        return Self.section("Over time", parts)
    }

    private func figure(_ title: String, _ note: String?, _ chart: ColumnChart) -> Markup {
        var parts: [Markup] = [.element("figcaption", [:], .element("h3", [:], Markup(title)), .element("p", [:], Markup(note ?? "")))]
        parts.append(.element("div", ["class": "plot"], chart.markup))
        return .element("figure", [:], parts)
    }

    private var callChart: ColumnChart {
        let most = steps.all.max { $0.figures.calls < $1.figures.calls }
        return ColumnChart(
            title: "Calls per \(steps.unit.rawValue)",
            description:
                "\(counted(total.calls, "call")) in \(counted(steps.all.count, steps.unit.rawValue)), \(total.unanswered.grouped) of them "
                + "without a model’s answer. The most: \(most?.figures.calls.grouped ?? "0"), \(most?.name ?? "").",
            columns: steps.all.map { step in
                let figures = step.figures
                let troubles = figures.unanswered > 0 ? ", \(figures.unanswered.grouped) without a model’s answer" : ""
                return ColumnChart.Column(
                    label: step.label, value: Int128(figures.calls), trouble: Int128(figures.unanswered),
                    remark: "\(step.name): \(counted(figures.calls, "call"))\(troubles)")
            },
            text: { Int($0).grouped }, axisText: { Int($0).axisText })
    }

    private var costChart: ColumnChart {
        let most = steps.all.max { $0.figures.cost < $1.figures.cost }
        return ColumnChart(
            title: "Cost per \(steps.unit.rawValue)",
            description:
                "\(total.costText) in \(counted(steps.all.count, steps.unit.rawValue)). The most: \(most?.figures.costText ?? "nothing"), "
                + "\(most?.name ?? "").",
            columns: steps.all.map { step in
                ColumnChart.Column(
                    label: step.label, value: step.figures.cost.picodollars, isLowerBound: step.figures.unpricedAttempts > 0,
                    remark: "\(step.name): \(step.figures.costText)")
            },
            text: { Money(picodollars: $0).shortText }, axisText: { Money(picodollars: $0).axisText })
    }

    /// The figures behind the drawings, step by step.
    var timeTable: Markup {
        let unit = steps.unit.rawValue
        var table = PageTable(
            "Each \(unit) from the first call to the last",
            [
                PageTable.Column(unit), PageTable.Column("calls"), PageTable.Column("failed", hint: "failed or by last resort"),
                PageTable.Column("cost"), PageTable.Column("cached", hint: "of the input, read from caches"),
                PageTable.Column("in", hint: "tokens in", isMinor: true),
                PageTable.Column("out", hint: "tokens out", isMinor: true),
                PageTable.Column("95% within", hint: "95% of answers whole within", isMinor: true),
            ], "alone")
        func cells(_ figures: UsageFigures) -> [PageTable.Cell] {
            [
                "\(figures.calls.orDash)", figures.unansweredCell, figures.costCell, "\(figures.hitRateText)",
                "\(figures.tokens.input.pageText(figures))", "\(figures.tokens.output.pageText(figures))",
                "\(figures.duration.pageText(95))",
            ]
        }
        for step in steps.all { table.add(Markup(step.name), cells(step.figures)) }
        if steps.all.count > 1 { table.sum("all", cells(total)) }
        return Self.section("By \(unit)", [table.markup])
    }
}
