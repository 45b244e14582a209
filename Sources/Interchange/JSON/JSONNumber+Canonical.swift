extension JSONNumber {
    /// The one spelling of this number's value: the shortest that reads back as the same number, without ever changing it.
    ///
    /// - A value that fits `Int64` is written in plain digits: `1.0` → `1`, `1e3` → `1000`, `-0` and `-0.0` → `0`.
    /// - Any other value whose shortest `Double` spelling is exactly that value is written as ECMAScript (and RFC 8785) writes it:
    ///   `0.10` → `0.1`, `1E-7` → `1e-7`, `1e21` → `1e+21`.
    /// - Everything else stays as written: `12345678901234567890123`, `0.1000000000000000055`.
    public var canonicalLiteral: String {
        if isPlainInteger {
            return literal
        }
        let decimal = DecimalNumber(literal)
        if let integer = decimal.int64Value {
            return String(integer)
        }
        let nearest = doubleValue
        guard nearest.isFinite, decimal == DecimalNumber(nearest.description) else { return literal }
        return decimal.shortestLiteral
    }

    /// Whether the literal is an integer that surely fits `Int64` and so is canonical already.
    var isPlainInteger: Bool {
        let digits = literal.utf8
        return digits.count <= 18 && literal != "-0" && digits.allSatisfy { $0 == UInt8(ascii: "-") || ($0 &- UInt8(ascii: "0")) < 10 }
    }
}

/// A decimal number taken apart into its significant digits and the place of its point.
struct DecimalNumber: Equatable {
    private(set) var isNegative = false
    /// The significant digits in ASCII; none for zero.
    private(set) var digits: [UInt8] = []
    /// How many places the decimal point stands to the right of the first digit's left side.
    private(set) var pointPlace = 0

    /// Takes a valid JSON number literal apart.
    init(_ literal: String) {
        var integerDigits = 0
        var exponent = 0
        var exponentIsNegative = false
        var part = Part.integer
        for byte in literal.utf8 {
            switch byte {
            case UInt8(ascii: "-") where part == .exponent: exponentIsNegative = true
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "."): part = .fraction
            case UInt8(ascii: "e"), UInt8(ascii: "E"): part = .exponent
            default:
                if part == .exponent {
                    // An exponent this large is out of every range; more digits must not overflow.
                    exponent = min(exponent * 10 + Int(byte &- UInt8(ascii: "0")), Self.largestExponent)
                } else {
                    digits.append(byte)
                    integerDigits += part == .integer ? 1 : 0
                }
            }
        }
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leadingZeros)
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
        }
        pointPlace = integerDigits - leadingZeros + (exponentIsNegative ? -exponent : exponent)
        if digits.isEmpty {
            self = DecimalNumber()
        }
    }

    private init() {}

    private enum Part {
        case integer
        case fraction
        case exponent
    }

    private static let largestExponent = 1 << 40

    /// The value as an integer, or nil if it has a fraction or does not fit.
    var int64Value: Int64? {
        if digits.isEmpty { return 0 }
        guard digits.count <= pointPlace, pointPlace <= 19 else { return nil }
        var value: Int64 = 0
        for place in 0..<pointPlace {
            let digit = place < digits.count ? Int64(digits[place] &- UInt8(ascii: "0")) : 0
            let (product, productOverflowed) = value.multipliedReportingOverflow(by: 10)
            // The sign goes in digit by digit, because the smallest integer has no positive counterpart.
            let (sum, sumOverflowed) = product.addingReportingOverflow(isNegative ? -digit : digit)
            if productOverflowed || sumOverflowed { return nil }
            value = sum
        }
        return value
    }

    /// The digits laid out as ECMAScript's `Number::toString` lays them out.
    var shortestLiteral: String {
        if digits.isEmpty { return "0" }
        let zero = UInt8(ascii: "0")
        let point = UInt8(ascii: ".")
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        switch pointPlace {
        case ...21 where pointPlace >= digits.count:
            text += digits
            text += repeatElement(zero, count: pointPlace - digits.count)
        case 1...21:
            text += digits[..<pointPlace]
            text.append(point)
            text += digits[pointPlace...]
        case -5...0:
            text += [zero, point]
            text += repeatElement(zero, count: -pointPlace)
            text += digits
        default:
            text.append(digits[0])
            if digits.count > 1 {
                text.append(point)
                text += digits[1...]
            }
            text += "e\(pointPlace > 0 ? "+" : "")\(pointPlace - 1)".utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
