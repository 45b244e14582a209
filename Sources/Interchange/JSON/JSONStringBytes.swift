extension EightBytes {
    /// Marks what cannot stand in a JSON string as it is: quotes, backslashes and control characters.
    var specialInString: Marks {
        equal(to: UInt8(ascii: "\"")) | equal(to: UInt8(ascii: "\\")) | below(0x20)
    }
}

extension UInt8 {
    /// Whether this byte cannot stand in a JSON string as it is.
    var isSpecialInJSONString: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
    }
}
