import WaybillInterchange

extension JSONValue {
    /// A value of any kind, with the strings and numbers that are hard to get right.
    static func random(using generator: inout SeededGenerator, depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .number(JSONNumber.random(using: &generator))
        case 3, 4: .string(String.random(using: &generator))
        case 5: .array((0..<Int.random(in: 0..<6, using: &generator)).map { _ in random(using: &generator, depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0..<8, using: &generator))
                        .map { _ in
                            (String.random(using: &generator), random(using: &generator, depth: depth - 1))
                        }))
        }
    }
}

extension JSONNumber {
    static func random(using generator: inout SeededGenerator) -> JSONNumber {
        let literals = [
            "0", "-0", "-0.0", "1.0", "1e3", "0.10", "1E-7", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e400",
        ]
        return switch Int.random(in: 0..<4, using: &generator) {
        case 0: JSONNumber(Int64.random(in: .min ... .max, using: &generator))
        case 1: JSONNumber(Double(bitPattern: UInt64.random(in: 0 ... .max, using: &generator))) ?? JSONNumber(1)
        case 2: JSONNumber(Double.random(in: -1000...1000, using: &generator)) ?? JSONNumber(2)
        default: JSONNumber(literal: literals.randomElement(using: &generator) ?? "3") ?? JSONNumber(3)
        }
    }
}

extension String {
    /// Text around the places where escaping, eight-byte steps and UTF-8 widths change.
    static func random(using generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "key", "eight by", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}", "€", "\u{FFFD}", "😀", "\u{10FFFF}",
        ]
        return (0..<Int.random(in: 0..<12, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }
}
