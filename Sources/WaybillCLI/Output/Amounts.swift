import Waybill

/// Numbers as people read them.
extension Money {
    /// How one amount becomes another: `$0.00172 → $0.000484, 72 % less`.
    static func step(from old: Money, to new: Money) -> String {
        guard old != new else { return "the same" }
        let step = "\(old.shortText) → \(new.shortText)"
        return old > .zero ? "\(step), \(change(from: old, to: new))" : step
    }

    /// By how much an amount is another, such as `72 % less`; nothing where the old one is not above zero.
    static func change(from old: Money, to new: Money) -> String {
        guard old != new else { return "the same" }
        guard old > .zero else { return "" }
        // To a whole percent, halves away from zero.
        let difference = (new.picodollars - old.picodollars) * 200
        let percent = (difference + (difference < 0 ? -old.picodollars : old.picodollars)) / (2 * old.picodollars)
        return "\(percent.magnitude) % \(new < old ? "less" : "more")"
    }
}

extension Int {
    /// A number of tokens in the units of provider files where that is exact: `400k`, `1.05M`, `131072`.
    var tokensText: String {
        if self >= 1_000_000, isMultiple(of: 10_000) {
            let hundredths = self / 10_000
            let fraction = hundredths % 100
            let digits = fraction == 0 ? "" : fraction % 10 == 0 ? ".\(fraction / 10)" : ".\(fraction < 10 ? "0" : "")\(fraction)"
            return "\(hundredths / 100)\(digits)M"
        }
        return self >= 1_000 && isMultiple(of: 1_000) ? "\(self / 1_000)k" : "\(self)"
    }
}

extension TokenCount {
    /// How it was counted, to stand in brackets: by which tokenizer, and whether it is an estimate.
    var manner: String { certainty == .estimated ? "estimated; tokenizer \(tokenizer)" : tokenizer }

    /// By which tokenizer it was counted, and why it is not exact.
    var explainedManner: String {
        guard let reason else { return manner }
        let name = tokenizer == "unknown" ? "tokenizer unknown" : tokenizer
        return reason == "the tokenizer is not known" ? reason : "\(name); \(reason)"
    }
}
