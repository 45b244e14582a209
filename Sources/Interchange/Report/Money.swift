/// An amount of US dollars, as a whole number of picodollars: a price in microdollars per million tokens, times tokens.
public struct Money: Sendable, Hashable {
    /// The amount in 10⁻¹² dollars.
    public var picodollars: Int128

    /// Creates an amount.
    public init(picodollars: Int128) { self.picodollars = picodollars }

    /// Nothing.
    public static let zero = Money(picodollars: 0)

    /// The sum of two amounts.
    public static func + (left: Money, right: Money) -> Money { Money(picodollars: left.picodollars + right.picodollars) }
}

extension Money: Comparable {
    public static func < (left: Money, right: Money) -> Bool { left.picodollars < right.picodollars }
}

extension Money {
    /// Reads `$0.002`; `nil` where the text is no amount of whole picodollars.
    public init?(_ text: String) {
        guard text.first == "$" else { return nil }
        let parts = text.dropFirst().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.utf8.count <= 18, whole.utf8.allSatisfy(isDigit), let dollars = Int128(whole)
        else {
            return nil
        }
        var picodollars = dollars * 1_000_000_000_000
        if parts.count == 2 {
            let fraction = parts[1]
            guard (1...12).contains(fraction.utf8.count), fraction.utf8.allSatisfy(isDigit), var value = Int128(fraction) else {
                return nil
            }
            for _ in fraction.utf8.count..<12 { value *= 10 }
            picodollars += value
        }
        self.init(picodollars: picodollars)
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

extension Money: JSONWritable {
    /// The exact amount as text, such as `"$0.002"`.
    public var json: JSONValue { .string(description) }
}

extension Money: CustomStringConvertible {
    /// The exact amount with at least two decimals: `$0.002`, `$12.50`.
    public var description: String {
        let magnitude = picodollars.magnitude
        let whole = magnitude / 1_000_000_000_000
        var fraction = String(String(magnitude % 1_000_000_000_000 + 1_000_000_000_000).dropFirst())
        while fraction.utf8.count > 2, fraction.last == "0" { fraction.removeLast() }
        return "\(picodollars < 0 ? "-" : "")$\(whole).\(fraction)"
    }
}
