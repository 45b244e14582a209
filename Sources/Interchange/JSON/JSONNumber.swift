/// A JSON number as it was written, digit for digit.
///
/// Reading a number into a `Double` and writing it again may change it; a tool call's arguments or an account number must survive. So the literal
/// is kept and only interpreted when asked. Numbers are equal when their values are, however many digits they have.
public struct JSONNumber: Sendable {
    /// A valid JSON number literal.
    public let literal: String

    /// A number from a literal that a scanner has found to be valid.
    init(validLiteral: String) {
        literal = validLiteral
    }

    /// A whole number.
    public init(_ value: Int) {
        literal = String(value)
    }

    /// A whole number.
    public init(_ value: Int64) {
        literal = String(value)
    }

    /// A whole number.
    public init(_ value: UInt64) {
        literal = String(value)
    }

    /// A number in the fewest digits that read back as the same `Double`, or nil if it is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        let shortest = value.description
        if !shortest.containsASCII("e"), !shortest.hasSuffix(".0") {
            // Without exponent and with a fraction the two spellings agree.
            literal = shortest
        } else {
            // Only here a zero keeps its sign: the literal must read back as the same `Double`.
            literal = value == 0 && value.sign == .minus ? "-0.0" : JSONNumber(validLiteral: shortest).canonicalLiteral
        }
    }

    /// A number as written, or nil if the text is no JSON number.
    public init?(literal: String) {
        var text = literal
        let isValid = text.withUTF8 { bytes in
            var scanner = JSONScanner(UnsafeRawBufferPointer(bytes), options: .init())
            do throws(JSONFault) {
                _ = try scanner.scanNumber()
                return scanner.isAtEnd
            } catch {
                return false
            }
        }
        guard isValid else { return nil }
        self.literal = literal
    }

    /// The number as an integer, or nil if it has a fraction or is out of range.
    ///
    /// Exact: `1e3` and `1.0` are integers, `9223372036854775808` is not.
    public var int64Value: Int64? {
        Int64(literal) ?? DecimalNumber(literal).int64Value
    }

    /// The nearest `Double`; infinity where the number is beyond its range.
    public var doubleValue: Double {
        Double(literal) ?? .nan
    }
}

extension JSONNumber: Hashable {
    /// Whether two numbers have exactly the same value.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        if left.literal == right.literal { return true }
        // Of two literals that are canonical both, only equal ones have the same value.
        return !(left.isPlainInteger && right.isPlainInteger) && DecimalNumber(left.literal) == DecimalNumber(right.literal)
    }

    /// Feeds the nearest `Double` to a hasher: equal numbers have the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(doubleValue)
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The literal.
    public var description: String {
        literal
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}
