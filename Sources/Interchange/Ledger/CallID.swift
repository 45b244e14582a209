/// The name of one call: the same in its report, in the books and, with the number of the attempt, in the request id that providers are sent.
///
/// 16 bytes; those of later calls are larger, so that books are written at their end.
public struct CallID: Sendable, Hashable {
    /// The milliseconds since 1970 at which the call began, in the high 48 bits, and part of what tells routers apart.
    public var high: UInt64
    /// What tells calls apart that began in the same millisecond.
    public var low: UInt64

    /// Takes the two halves of an id.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The id of a call that begins now.
    ///
    /// - Parameters:
    ///   - began: Since 1970-01-01 00:00 UTC.
    ///   - router: Tells the router apart from all others, in this process and elsewhere.
    ///   - number: Tells the call apart from the others of its router.
    package init(began: Duration, router: UInt64, number: UInt64) {
        let (seconds, attoseconds) = began.components
        high = UInt64(max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)) << 16 | router >> 48
        low = router ^ number
    }
}

extension CallID: Comparable {
    public static func < (left: CallID, right: CallID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension CallID: CustomStringConvertible, LosslessStringConvertible {
    /// The id as 32 lower-case hexadecimal digits.
    public var description: String {
        func digits(_ half: UInt64) -> String {
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
        return digits(high) + digits(low)
    }

    /// Reads 32 hexadecimal digits.
    public init?(_ description: String) {
        let isDigit: (UInt8) -> Bool = { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
        guard description.utf8.count == 32, description.utf8.allSatisfy(isDigit), let high = UInt64(description.prefix(16), radix: 16),
            let low = UInt64(description.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

extension CallID: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        guard let id = CallID(try json.string(at: path)) else { throw JSONFormatError(path, "is no call's id: 32 hexadecimal digits") }
        self = id
    }

    public var json: JSONValue { .string(description) }
}
