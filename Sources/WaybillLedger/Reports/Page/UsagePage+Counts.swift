import WaybillInterchange

extension UsagePage {
    /// The tokens by class, and what was counted here beside what providers reported.
    var counts: Markup { Self.section("Tokens", [.element("div", ["class": "pair"], classTable, driftTable)]) }

    private var classTable: Markup {
        let tokens = total.tokens
        let always = [
            ("input, not cached", tokens.uncachedInput), ("input read from caches", tokens.cachedInput),
            ("input written to caches", tokens.cacheWrite), ("output", tokens.outputText), ("reasoning", tokens.reasoning),
        ]
        let media = [
            ("sound in", tokens.audioInput), ("images in", tokens.imageInput), ("sound out", tokens.audioOutput),
            ("images out", tokens.imageOutput),
        ]
        let classes = always + media.filter { $0.1 > 0 }
        let all = tokens.input + tokens.output
        let most = Int128(classes.map(\.1).max() ?? 0)
        var table = PageTable(
            "Tokens by class", [PageTable.Column("class"), PageTable.Column(""), PageTable.Column("tokens"), PageTable.Column("share")])
        for (name, count) in classes {
            table.add(
                Markup(name),
                [
                    .bar(Int128(count), of: most), "\(count > 0 && total.estimatedAttempts > 0 ? "≈ " : "")\(count.grouped)",
                    "\(count.shareText(of: all))",
                ])
        }
        return table.markup
    }

    private var driftTable: Markup {
        let rows = report.rows(by: [.model]).filter { $0.figures.reportedInput > 0 }
        var table = PageTable(
            "Counted here against reported, where both are known",
            [
                PageTable.Column("model"), PageTable.Column("counted in"), PageTable.Column("reported in"), PageTable.Column("drift in"),
                PageTable.Column("drift out"), PageTable.Column("too far off", hint: "attempts further off than they should be"),
            ], "tall")
        func cells(_ figures: UsageFigures) -> [PageTable.Cell] {
            [
                "\(figures.countedInput.grouped)", "\(figures.reportedInput.grouped)", "\(figures.inputDrift.signedText)",
                "\(figures.outputDrift.signedText)",
                PageTable.Cell(Markup(figures.driftedAttempts.orDash), figures.driftedAttempts > 0 ? "bad" : nil),
            ]
        }
        for row in rows { table.add(.name(row.name), cells(row.figures)) }
        if rows.count > 1 { table.sum("all", cells(total)) }
        return rows.isEmpty ? Self.paragraph("Nothing was both counted here and reported.") : table.markup
    }

    /// What the marks mean.
    var notes: Markup {
        let texts: [(String, String)] = [
            ("≥", "at least: there were attempts whose price is not known, or caches of which it is not known what they saved"),
            ("≈", "in part estimated, since a provider did not report its tokens"),
            ("failed", "calls that failed or were served by their route’s last resort"),
            (
                "cost, tokens",
                "of every attempt, at the model that was asked; a call counts at the model that answered, else at the one asked last"
            ),
            (
                "saved",
                "what cached input would have cost as ordinary input, less what it did cost, at prices that make the attempt’s cost again"
            ),
            ("50%, 95%", "of answered calls, from their beginning: so many of them were within so long"),
        ]
        return .element(
            "footer", [:], .element("h2", [:], "How to read this"),
            .element(
                "dl", ["class": "notes"],
                texts.map { .element("div", [:], .element("dt", [:], Markup($0.0)), .element("dd", [:], Markup($0.1))) }))
    }
}

extension Double? {
    /// A drift with its sign: `+0.1%`, `0%`, or a dash.
    fileprivate var signedText: String {
        guard let self else { return "–" }
        return self == 0 ? "0%" : "\(self < 0 ? "−" : "+")\(self.magnitude.percentText)"
    }
}
