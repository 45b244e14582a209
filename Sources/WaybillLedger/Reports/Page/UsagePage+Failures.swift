import WaybillInterchange

extension UsagePage {
    /// What went wrong where, and who answered instead.
    var failures: Markup {
        guard total.failedAttempts + total.unanswered + total.fellBack > 0 else {
            return Self.section("Failures", [Self.paragraph("No attempt failed, and no call fell back.")])
        }
        return Self.section(
            "Failures",
            [
                Self.paragraph(Markup(failureSentence)), .element("div", ["class": "pair"], failureTable, fallbackTable),
            ])
    }

    private var failureSentence: String {
        var parts = ["\(total.failedAttempts.grouped) of \(counted(total.attempts, "attempt")) failed"]
        if total.fellBack > 0 { parts.append("\(counted(total.fellBack, "call")) answered by a fallback") }
        if total.degraded > 0 { parts.append("\(total.degraded.grouped) by last resort") }
        if total.failed > 0 { parts.append("\(total.failed.grouped) not at all") }
        return parts.joined(separator: "; ") + "."
    }

    private var failureTable: Markup {
        let rows = report.grouped(by: [.failure, .model]).groups
            .filter { $0.labels[0] != nil }
            .sorted { ($1.figures.failedAttempts, $1.figures.calls) < ($0.figures.failedAttempts, $0.figures.calls) }
        let attempts = Dictionary(uniqueKeysWithValues: report.grouped(by: [.model]).groups.map { ($0.labels, $0.figures.attempts) })
        let most = Int128(rows.map(\.figures.failedAttempts).max() ?? 0)
        var table = PageTable(
            "What failed, by kind and model",
            [
                PageTable.Column("failure"), PageTable.Column("model", words: true), PageTable.Column(""), PageTable.Column("attempts"),
                PageTable.Column("of the model’s", hint: "of the model’s attempts"),
                PageTable.Column("calls ended", hint: "calls that no model answered"),
            ], "tall")
        for row in rows {
            let failed = row.figures.failedAttempts
            let model = row.labels[1]
            table.add(
                .name(row.labels[0] ?? ""),
                [
                    PageTable.Cell(.name(model ?? "no model")), .bar(Int128(failed), of: most, "trouble"), "\(failed.orDash)",
                    "\(failed == 0 ? "–" : failed.shareText(of: attempts[[model]] ?? 0))", row.figures.unansweredCell,
                ])
        }
        return rows.isEmpty ? Markup([]) : table.markup
    }

    private var fallbackTable: Markup {
        let rows = report.grouped(by: [.workload, .model]).groups
            .filter { $0.figures.fellBack > 0 }
            .sorted { $0.figures.fellBack > $1.figures.fellBack }
        let calls = Dictionary(uniqueKeysWithValues: report.grouped(by: [.workload]).groups.map { ($0.labels, $0.figures.calls) })
        let most = Int128(rows.first?.figures.fellBack ?? 0)
        var table = PageTable(
            "Answered by a fallback",
            [
                PageTable.Column("workload"), PageTable.Column("answered by", words: true), PageTable.Column(""), PageTable.Column("calls"),
                PageTable.Column("of the workload’s", hint: "of the workload’s calls"),
            ], "tall")
        for row in rows {
            let count = row.figures.fellBack
            table.add(
                .name(row.labels[0] ?? ""),
                [
                    PageTable.Cell(.name(row.labels[1] ?? "no model")), .bar(Int128(count), of: most), "\(count.grouped)",
                    "\(count.shareText(of: calls[[row.labels[0]]] ?? 0))",
                ])
        }
        return rows.isEmpty ? Markup([]) : table.markup
    }
}
