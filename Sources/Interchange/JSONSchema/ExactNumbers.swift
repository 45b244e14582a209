extension JSONNumber {
    /// Whether the number has no fraction: `1.0` and `1e3` have none.
    var isWhole: Bool { isPlainInteger || DecimalNumber(literal).isWhole }
}

extension DecimalNumber {
    /// Whether the number has no fraction.
    var isWhole: Bool { digits.count <= pointPlace || digits.isEmpty }

    /// Whether the number is less than another.
    func isLess(than other: DecimalNumber) -> Bool {
        if isNegative != other.isNegative { return isNegative }
        return isNegative ? other.hasLessMagnitude(than: self) : hasLessMagnitude(than: other)
    }

    private func hasLessMagnitude(than other: DecimalNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return !other.digits.isEmpty }
        if pointPlace != other.pointPlace { return pointPlace < other.pointPlace }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

/// A limit that numbers are held against, exactly.
struct NumberBound: Sendable {
    /// `minimum`, `exclusiveMinimum`, `maximum` or `exclusiveMaximum`.
    enum Kind: String, Sendable, CaseIterable {
        case minimum
        case exclusiveMinimum
        case maximum
        case exclusiveMaximum

        /// How a number that is beyond the bound is at fault.
        var problem: String {
            switch self {
            case .minimum: "is less than the minimum"
            case .exclusiveMinimum: "is not greater than the exclusive minimum"
            case .maximum: "is greater than the maximum"
            case .exclusiveMaximum: "is not less than the exclusive maximum"
            }
        }
    }

    let kind: Kind
    private let decimal: DecimalNumber
    private let integer: Int64?

    init(_ kind: Kind, _ number: JSONNumber) {
        self.kind = kind
        decimal = DecimalNumber(number.literal)
        integer = number.int64Value
    }

    /// Whether a number is within the bound.
    func holds(_ number: JSONNumber) -> Bool {
        if let integer, number.isPlainInteger, let value = Int64(number.literal) {
            return switch kind {
            case .minimum: value >= integer
            case .exclusiveMinimum: value > integer
            case .maximum: value <= integer
            case .exclusiveMaximum: value < integer
            }
        }
        let value = DecimalNumber(number.literal)
        return switch kind {
        case .minimum: !value.isLess(than: decimal)
        case .exclusiveMinimum: decimal.isLess(than: value)
        case .maximum: !decimal.isLess(than: value)
        case .exclusiveMaximum: value.isLess(than: decimal)
        }
    }
}

/// What numbers must be multiples of, exactly: `0.3` is a multiple of `0.1`, whatever `Double` makes of it.
struct DecimalDivisor: Sendable {
    /// The divisor is this times a power of ten, and is not itself divisible by ten.
    private let significand: UInt64
    private let exponent: Int

    /// - Returns: `nil` where the number is not positive or has more digits than are divided by here.
    init?(_ number: JSONNumber) {
        let decimal = DecimalNumber(number.literal)
        // Ten times a number of 18 digits, and one digit more, fits UInt64.
        guard !decimal.isNegative, !decimal.digits.isEmpty, decimal.digits.count <= 18 else { return nil }
        significand = decimal.digits.reduce(0) { $0 * 10 + UInt64($1 &- UInt8(ascii: "0")) }
        exponent = decimal.pointPlace - decimal.digits.count
    }

    /// Whether a number is a whole multiple of the divisor.
    func divides(_ number: JSONNumber) -> Bool {
        let decimal = DecimalNumber(number.literal)
        guard !decimal.digits.isEmpty else { return true }
        // Neither significand is divisible by ten: a multiple cannot end further to the right than the divisor.
        let shift = decimal.pointPlace - decimal.digits.count - exponent
        guard shift >= 0 else { return false }
        let remainder = decimal.digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1 &- UInt8(ascii: "0"))) % significand }
        return multiply(remainder, powerOfTen(shift)) == 0
    }

    /// A power of ten, modulo the significand.
    private func powerOfTen(_ power: Int) -> UInt64 {
        var result = 1 % significand
        var square = 10 % significand
        var power = power
        while power > 0 {
            if power & 1 == 1 { result = multiply(result, square) }
            square = multiply(square, square)
            power >>= 1
        }
        return result
    }

    /// A product modulo the significand; both factors are less than it.
    private func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        significand.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }
}
