import WaybillInterchange

extension UsagePage {
    /// What was read from prompt caches, what was expected of them, and what they saved.
    var cache: Markup {
        let tokens = total.tokens
        guard tokens.cachedInput + tokens.cacheWrite + total.expectedCachedInput > 0 else {
            return Self.section("Prompt caches", [Self.paragraph("No input was read from a prompt cache or written to one.")])
        }
        var table = PageTable(
            "Input read from caches, by model",
            [
                PageTable.Column("model"), PageTable.Column(""), PageTable.Column("hit rate", hint: "of the input, read from caches"),
                PageTable.Column("in", hint: "tokens in"), PageTable.Column("cached", hint: "tokens read from caches"),
                PageTable.Column("written", hint: "tokens written to caches"),
                PageTable.Column("expected", hint: "tokens expected to be cached"),
                PageTable.Column("found", hint: "tokens found of those expected"), PageTable.Column("saved"),
            ], "tall alone")
        func cells(_ figures: UsageFigures, _ bar: PageTable.Cell) -> [PageTable.Cell] {
            let tokens = figures.tokens
            return [
                bar, "\(figures.hitRateText)", "\(tokens.input.pageText(figures))", "\(tokens.cachedInput.pageText(figures))",
                "\(tokens.cacheWrite.pageText(figures))", "\(figures.expectedCachedInput.roundText)",
                "\(figures.foundCachedInput.roundText)", PageTable.Cell(amount: savedText(figures)),
            ]
        }
        let rows = report.rows(by: [.model]).filter { $0.figures.tokens.input > 0 }
        for row in rows {
            let tokens = row.figures.tokens
            table.add(.name(row.name), cells(row.figures, .bar(Int128(tokens.cachedInput), of: Int128(tokens.input))))
        }
        if rows.count > 1 { table.sum("all", cells(total, .bar(Int128(tokens.cachedInput), of: Int128(tokens.input)))) }
        return Self.section("Prompt caches", [Self.paragraph(Markup(cacheSentence)), table.markup])
    }

    private var cacheSentence: String {
        let saved =
            switch savedText(total) {
            case "–": ""
            case "not known": "; what that saved is not known"
            case let amount: ", which saved \(amount)"
            }
        let text = "\(total.hitRateText) of the input was read from caches\(saved)."
        guard total.expectedCachedInput > 0 else { return text }
        let (expected, found) = (total.expectedCachedInput, total.foundCachedInput)
        return text + " Of the attempts for which it was predicted, \(expected.roundText) tokens were expected and \(found.roundText) found"
            + (found == expected ? "." : ", \(abs(found - expected).shareText(of: expected)) \(found < expected ? "less" : "more").")
    }
}
