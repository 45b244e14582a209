/// The kinds of JSON values.
public enum JSONKind: Sendable, Hashable {
    case null
    case bool
    case number
    case string
    case array
    case object

    /// The kind of the value that begins with this byte, or nil if none does.
    init?(firstByte: UInt8) {
        switch firstByte {
        case UInt8(ascii: "n"): self = .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
        case UInt8(ascii: "\""): self = .string
        case UInt8(ascii: "["): self = .array
        case UInt8(ascii: "{"): self = .object
        default: return nil
        }
    }
}
