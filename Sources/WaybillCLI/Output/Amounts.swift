import Waybill

/// Numbers as people read them.
extension Money {
    /// The amount with at least two decimals and at most three significant digits below a dollar: `$12.50`, `$0.00234`.
    var shortText: String {
        let exact = description
        guard let point = exact.firstIndex(of: ".") else { return exact }
        let decimals = exact[exact.index(after: point)...]
        let isBelowOne = exact[..<point].allSatisfy { $0 == "$" || $0 == "0" || $0 == "-" }
        let zeros = isBelowOne ? decimals.prefix { $0 == "0" }.count : 0
        let kept = isBelowOne ? max(2, zeros + 3) : 2
        return decimals.count <= kept ? exact : rounded(toDecimals: kept).description
    }

    private func rounded(toDecimals decimals: Int) -> Money {
        let step = (decimals..<12).reduce(Int128(1)) { step, _ in step * 10 }
        let half = picodollars < 0 ? -step / 2 : step / 2
        return Money(picodollars: (picodollars + half) / step * step)
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
