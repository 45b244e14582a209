/// An axis from 0 up, with steps that people count in: 1, 2 or 5, times a power of ten.
struct Scale: Sendable, Hashable {
    /// From one line to the next.
    let step: Int128
    /// The last line; no value is above it.
    let top: Int128

    /// An axis for values from 0 to `highest`, with at most `steps` steps.
    init(to highest: Int128, steps: Int128 = 4) {
        let highest = max(highest, 1)
        var (power, step) = (Int128(1), Int128(1))
        while step * steps < highest {
            switch step / power {
            case 1: step = 2 * power
            case 2: step = 5 * power
            default:
                power *= 10
                step = power
            }
        }
        self.step = step
        top = (highest + step - 1) / step * step
    }

    /// The values that lines are drawn at.
    var lines: [Int128] { (0...(top / step)).map { $0 * step } }

    /// How long a value is where the whole axis has a length; what is not nothing is at least `least` long.
    func length(of value: Int128, in whole: Int128, least: Int128 = 0) -> Int128 {
        value > 0 ? max(least, (value * whole + top / 2) / top) : 0
    }
}

/// Numbers as drawings have them, written without a floating-point number, so that the same drawing has the same bytes everywhere.
enum Drawn {
    /// A share in percent, to a thousandth.
    static func percent(_ part: Int128, of whole: Int128) -> String {
        whole > 0 ? "\(decimal((part * 100_000 + whole / 2) / whole, places: 3))%" : "0%"
    }

    /// A length that is given in tenths.
    static func tenths(_ length: Int128) -> String { decimal(length, places: 1) }

    private static func decimal(_ value: Int128, places: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = "\(value < 0 ? "-" : "")\(padded.dropLast(places))"
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}
