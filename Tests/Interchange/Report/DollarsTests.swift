import Testing
import WaybillInterchange

/// Amounts of dollars out of JSON, digit by digit.
struct DollarsTests {
    @Test(
        arguments: [
            ("0", 0), ("0.0", 0), ("-0", 0), ("1", 1_000_000_000_000), ("0.00014", 140_000_000), ("2.85e-05", 28_500_000),
            ("1E3", 1_000_000_000_000_000), ("0.000000000001", 1), ("0.0000000000005", 1), ("0.00000000000049999", 0),
            ("0.95", 950_000_000_000), ("0.00013999999999999999", 140_000_000), ("0.0001400000000001", 140_000_000),
            ("999999999.999999999999", 999_999_999_999_999_999_999), ("1e-400", 0), ("123456789.123456789012", 123_456_789_123_456_789_012),
        ] as [(String, Int128)])
    func literalsAreReadExactly(_ literal: String, _ picodollars: Int128) throws {
        #expect(Money(dollars: try #require(JSONNumber(literal: literal)))?.picodollars == picodollars)
    }

    @Test(arguments: ["-0.01", "1000000000", "1e400", "99999999999999999999"]) func whatCannotBeACostIsNone(_ literal: String) throws {
        #expect(Money(dollars: try #require(JSONNumber(literal: literal))) == nil)
    }

    @Test func ticksAreTenDigitsFiner() throws {
        #expect(Money(dollars: 37_756_000, dividedByTenTo: 10) == Money("$0.0037756"))
        #expect(Money(dollars: 1, dividedByTenTo: 10)?.picodollars == 100)
        #expect(Money(dollars: 0, dividedByTenTo: 10) == .zero)
        #expect(Money(dollars: try #require(JSONNumber(literal: "31831900050000")), dividedByTenTo: 10) == Money("$3183.190005"))
    }

    /// Over random amounts: what is written is read again.
    @Test func whatIsWrittenIsRead() throws {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<2_000 {
            // Of any length, up to a billion dollars.
            let size = Int.random(in: 0...30, using: &random)
            let amount = Money(picodollars: Int128(UInt64.random(in: 0...(.max >> (63 - 2 * UInt64(size))), using: &random)) * 50)
            let literal = try #require(JSONNumber(literal: String(amount.description.dropFirst())))
            #expect(Money(dollars: literal) == amount)
        }
    }
}
