import WaybillInterchange

extension UsagePage {
    /// Usage by workload, by model, and by what else was asked for.
    var groups: [Markup] {
        var wanted: [[UsageDimension]] = [[.workload], [.model]]
        if !query.dimensions.isEmpty, !wanted.contains(query.dimensions) { wanted.append(query.dimensions) }
        return wanted.map(section)
    }

    private func section(_ dimensions: [UsageDimension]) -> Markup {
        let names = dimensions.map(\.rawValue)
        let isByCost = total.cost > .zero
        func weight(_ figures: UsageFigures) -> Int128 { isByCost ? figures.cost.picodollars : Int128(figures.calls) }
        let rows = report.rows(by: dimensions)
        let most = rows.map { weight($0.figures) }.max() ?? 0
        var table = PageTable(
            "\(isByCost ? "Cost" : "Calls"), tokens and times by \(names.joined(separator: " and "))",
            [
                PageTable.Column(names.joined(separator: ", ")), PageTable.Column(""), PageTable.Column("cost"), PageTable.Column("calls"),
                PageTable.Column("failed", hint: "failed or by last resort"), PageTable.Column("in", hint: "tokens in"),
                PageTable.Column("cached", hint: "of the input, read from caches"), PageTable.Column("out", hint: "tokens out"),
                PageTable.Column("first 50%", hint: "first token, 50% within"),
                PageTable.Column("95%", label: "first 95%", hint: "first token, 95% within"),
                PageTable.Column("whole 50%", hint: "whole answer, 50% within"),
                PageTable.Column("95%", label: "whole 95%", hint: "whole answer, 95% within"),
            ], "tall alone")
        func cells(_ figures: UsageFigures, bar: PageTable.Cell) -> [PageTable.Cell] {
            let tokens = figures.tokens
            let times = [figures.firstToken, figures.duration].flatMap { [$0.pageText(50), $0.pageText(95)] }
                .map { PageTable.Cell(Markup($0)) }
            return [
                bar, figures.costCell, "\(figures.calls.grouped)", figures.unansweredCell, "\(tokens.input.pageText(figures))",
                "\(figures.hitRateText)", "\(tokens.output.pageText(figures))",
            ] + times
        }
        for row in rows {
            table.add(.name(row.name), cells(row.figures, bar: .bar(weight(row.figures), of: most)), depth: row.depth)
        }
        if rows.count(where: { $0.depth == 0 }) > 1 { table.sum("all", cells(total, bar: PageTable.Cell("", "drawn"))) }
        return Self.section("By \(names.joined(separator: " and "))", [table.markup])
    }
}
