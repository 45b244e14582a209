extension StringProtocol {
    /// Digits with their thousands apart: `1,204`.
    var inThousands: String {
        stride(from: count, to: 0, by: -3).reversed().map { String(prefix($0).suffix(3)) }.joined(separator: ",")
    }
}

extension Int {
    /// The number with its thousands apart: `1,204`.
    package var grouped: String { (self < 0 ? "-" : "") + String(magnitude).inThousands }

    /// The number to three digits: `812`, `12.3k`, `3.1M`.
    package var roundText: String {
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
    package func share(of all: Int) -> String {
        guard all > 0 else { return "–" }
        let tenths = (self * 1_000 + all / 2) / all
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }
}

extension Double {
    /// A share as people read it: `62%`, `0.4%`, `<0.1%`.
    package var percentText: String {
        let tenths = Int((self * 1_000).rounded())
        if tenths == 0, self > 0 { return "<0.1%" }
        return tenths.magnitude >= 100 || tenths % 10 == 0 ? "\(Int((self * 100).rounded()))%" : "\(tenths / 10).\(abs(tenths % 10))%"
    }
}
