import WaybillInterchange

// Figures as a page has them, beside those that terminals have too.

/// How many of something there are: `1 attempt`, `1,204 attempts`.
func counted(_ number: Int, _ word: String) -> String { "\(number.grouped) \(word)\(number == 1 ? "" : "s")" }

extension Int {
    /// A number of tokens, marked where some of them are estimates.
    func pageText(_ figures: UsageFigures) -> String { (figures.estimatedAttempts > 0 && self > 0 ? "≈ " : "") + roundText }

    /// Which share of a number this is: `3.3%`, `<0.1%`.
    func shareText(of all: Int) -> String { all > 0 ? (Double(self) / Double(all)).percentText : "–" }

    /// The number, or a dash where there is nothing to see.
    var orDash: String { self == 0 ? "–" : grouped }
}

extension Int {
    /// A round number beside an axis: `500`, `5,000`, `50k`.
    var axisText: String { self < 10_000 ? grouped : roundText }
}

extension Money {
    /// A round amount beside an axis: `$0.20`, `$5`, `$50k`.
    var axisText: String {
        let (dollars, rest) = picodollars.quotientAndRemainder(dividingBy: 1_000_000_000_000)
        if rest != 0 { return shortText }
        return dollars == 0 ? "0" : "$\(Int(clamping: dollars).axisText)"
    }
}

extension TimeSamples {
    func pageText(_ percent: Int) -> String { percentile(percent)?.shortText ?? "–" }
}

extension Double {
    /// How much more something is than it should be: `as reported`, `0.1% more`.
    var driftText: String { self == 0 ? "as reported" : "\(magnitude.percentText) \(self < 0 ? "less" : "more") than reported" }
}

extension UsageFigures {
    /// The cost, marked where it is more or not exact.
    var costCell: PageTable.Cell {
        let isEstimated = estimatedCost > .zero
        let text = isEstimated ? "\(unpricedAttempts > 0 ? "≥ ≈ " : "≈ ")\(cost.shortText)" : costText
        return PageTable.Cell(amount: text)
    }

    /// The calls that no model answered.
    var unansweredCell: PageTable.Cell { PageTable.Cell(Markup(unanswered.orDash), unanswered > 0 ? "bad" : nil) }

    /// The share of the input that was read from caches.
    var hitRateText: String { tokens.cacheHitRate?.percentText ?? "–" }
}

/// What caches saved, as far as it is known; a dash where nothing was read from them.
func savedText(_ figures: UsageFigures) -> String {
    if figures.tokens.cachedInput == 0 { return "–" }
    if figures.unvaluedCachedInput == 0 { return figures.cacheSavings.shortText }
    return figures.unvaluedCachedInput == figures.tokens.cachedInput ? "not known" : "≥ \(figures.cacheSavings.shortText)"
}
