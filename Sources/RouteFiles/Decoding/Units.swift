import WaybillInterchange
package import WaybillRoutes

/// Numbers with units, as text.
///
/// Everything is read exactly or refused; nothing is rounded.
package enum Units {
    /// The units of time and their length in attoseconds.
    private static let timeUnits: [(name: String, attoseconds: Int128)] = [
        ("ms", 1_000_000_000_000_000), ("s", 1_000_000_000_000_000_000), ("m", 60_000_000_000_000_000_000),
        ("h", 3_600_000_000_000_000_000_000), ("d", 86_400_000_000_000_000_000_000),
    ]

    /// A length of time such as `500ms`, `1.5s` or `5m`.
    package static func duration(_ text: String) throws(UnitProblem) -> Duration {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let name = text.dropFirst(number.count)
        guard let decimal = Decimal(number) else {
            throw UnitProblem("is not a length of time; write a number and a unit, such as 500ms, 20s, 5m, 2h or 1d")
        }
        guard !name.isEmpty else {
            throw UnitProblem("has no unit; write \(text)s for seconds, or ms, m, h or d", .missingUnit, replacement: "\(text)s")
        }
        guard let unit = timeUnits.first(where: { $0.name == name }) else {
            throw UnitProblem("has the unknown unit \(quoted(String(name))); the units are ms, s, m, h and d")
        }
        guard let attoseconds = decimal.multiplied(by: unit.attoseconds), attoseconds <= 365 * 86_400_000_000_000_000_000_000 else {
            throw UnitProblem("is longer than 365d", .outOfRange)
        }
        return Duration(attoseconds: attoseconds)
    }

    /// A number of tokens or requests such as `1500`, `400k` or `1.05M`.
    package static func count(_ text: String) throws(UnitProblem) -> Int {
        let scale: Int128 =
            switch text.last {
            case "k": 1_000
            case "M": 1_000_000
            default: 1
            }
        guard let decimal = Decimal(scale == 1 ? text[...] : text.dropLast()) else {
            throw UnitProblem("is not a count; write digits, with k for thousands or M for millions, such as 1500, 400k or 1.05M")
        }
        guard let count = decimal.multiplied(by: scale) else { throw UnitProblem("is not a whole number") }
        guard count <= 1_000_000_000_000 else { throw UnitProblem("is more than can be meant", .outOfRange) }
        return Int(count)
    }

    /// An amount such as `$0.002`.
    static func money(_ text: String) throws(UnitProblem) -> Money {
        guard let amount = Money(text) else {
            throw UnitProblem("is not an amount of money; write dollars with a dollar sign in front, such as $0.002")
        }
        return amount
    }

    /// A price per million tokens such as `$0.75`, in microdollars.
    static func price(_ text: String) throws(UnitProblem) -> Int {
        let amount: Money = try money(text)
        // The cheapest tokens cost a tenth of a cent per million and more; the dearest less than that each.
        guard amount == .zero || amount.picodollars >= 1_000_000_000 else {
            throw UnitProblem("looks like a price per token; prices are per million tokens, such as $0.75", .pricePerToken)
        }
        let (microdollars, rest) = amount.picodollars.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest == 0 else { throw UnitProblem("has more than six decimals") }
        guard microdollars <= 1_000_000_000_000 else { throw UnitProblem("is more than a million tokens can cost", .outOfRange) }
        return Int(microdollars)
    }

    /// A share such as `5%` or `0.5%`, above nothing.
    package static func share(_ text: String) throws(UnitProblem) -> Share { try share(text, most: 100) }

    /// A share that may be more than the whole, such as `50%` or `250%`.
    static func factor(_ text: String) throws(UnitProblem) -> Share { try share(text, most: 10_000) }

    private static func share(_ text: String, most: Int) throws(UnitProblem) -> Share {
        guard text.last == "%", let decimal = Decimal(text.dropLast()) else {
            throw UnitProblem("is not a share; write a number and a percent sign, such as 5%")
        }
        guard let millionths = decimal.multiplied(by: 10_000) else { throw UnitProblem("has more than four decimals") }
        guard (1...Int128(most) * 10_000).contains(millionths) else {
            throw UnitProblem("is not above 0% and at most \(most)%", .outOfRange)
        }
        return Share(millionths: Int(millionths))
    }

    /// A day such as `2027-04-01`.
    static func day(_ text: String) throws(UnitProblem) -> String {
        guard CalendarDay(text) != nil else { throw UnitProblem("is not a day; write year-month-day, such as 2027-04-01") }
        return text
    }

    /// An exact decimal without sign and exponent.
    private struct Decimal {
        var digits: Int128
        var scale: Int128 = 1

        init?(_ text: Substring) {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            let (whole, fraction) = (parts[0], parts.count == 2 ? parts[1] : "0")
            guard (1...12).contains(whole.utf8.count), (1...12).contains(fraction.utf8.count) else { return nil }
            digits = 0
            for part in [whole, fraction] {
                for byte in part.utf8 {
                    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                    digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
                }
            }
            for _ in fraction.utf8 { scale *= 10 }
        }

        /// The product with a whole number, if it is whole.
        func multiplied(by factor: Int128) -> Int128? {
            let (product, overflow) = digits.multipliedReportingOverflow(by: factor)
            guard !overflow, product % scale == 0 else { return nil }
            return product / scale
        }
    }
}

/// What is wrong with a number that has a unit: the end of a sentence that begins with the text as written.
package struct UnitProblem: Error, Hashable {
    package var reason: String
    /// Which kind of fault it is.
    var fault: ValueFault
    /// What was probably meant.
    var replacement: String?

    init(_ reason: String, _ fault: ValueFault = .malformedValue, replacement: String? = nil) {
        self.reason = reason
        self.fault = fault
        self.replacement = replacement
    }
}
