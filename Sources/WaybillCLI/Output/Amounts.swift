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

extension Int {
    /// The number with its thousands apart: `1,204`.
    var grouped: String {
        let digits = String(magnitude)
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits.prefix($0).suffix(3)) }
        return (self < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// The number to three digits: `812`, `12.3k`, `3.1M`.
    var roundText: String {
        guard self >= 1_000 else { return "\(self)" }
        var (tenths, unit) = ((self + 50) / 100, 0)
        let units = ["k", "M", "B", "T"]
        while tenths >= 10_000, unit < units.count - 1 {
            tenths = (tenths + 500) / 1_000
            unit += 1
        }
        return (tenths < 1_000 && tenths % 10 > 0 ? "\(tenths / 10).\(tenths % 10)" : "\((tenths + 5) / 10)") + units[unit]
    }

    /// Which share of a number this is: `12%`, `0.4%`.
    func share(of all: Int) -> String {
        guard all > 0 else { return "–" }
        let tenths = (self * 1_000 + all / 2) / all
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }
}

extension Double {
    /// A share as people read it: `62%`, `0.4%`, `<0.1%`.
    var percentText: String {
        let tenths = Int((self * 1_000).rounded())
        if tenths == 0, self > 0 { return "<0.1%" }
        return tenths.magnitude >= 100 || tenths % 10 == 0 ? "\(Int((self * 100).rounded()))%" : "\(tenths / 10).\(abs(tenths % 10))%"
    }
}

extension Duration {
    /// A moment since 1970-01-01 00:00 UTC: `2026-11-21 14:05:09`, or the day alone where it begins then.
    var utcText: String {
        let (day, time) = dayAndTime
        return time == "00:00:00" ? day : "\(day) \(time)"
    }

    /// A moment since 1970-01-01 00:00 UTC: its day and its time, `14:05:09`.
    var dayAndTime: (day: String, time: String) {
        let day = CalendarDay(unixTime: self)
        return ("\(day)", Self.clock(Int(components.seconds) - day.number * 86_400))
    }

    /// Seconds of a day as `14:05:09`.
    private static func clock(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
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
