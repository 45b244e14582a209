import Testing
import WaybillInterchange

struct JSONNumberTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("0.0", "0"), ("-0.0", "0"), ("0e5", "0"), ("-0.000e-99", "0"), ("1.0", "1"), ("-1.0", "-1"),
        ("1e3", "1000"), ("1E+3", "1000"),
        ("1000e-3", "1"), ("12.50e1", "125"), ("0.10", "0.1"), ("0.1", "0.1"), ("1.50", "1.5"), ("-2.500e-1", "-0.25"), ("100", "100"),
        ("1e18", "1000000000000000000"),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807.0", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"), ("18446744073709551615", "18446744073709551615"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("0.1000000000000000055", "0.1000000000000000055"), ("1e20", "100000000000000000000"),
        ("100000000000000000000", "100000000000000000000"), ("1e21", "1e+21"),
        ("1000000000000000000000", "1e+21"), ("1.5e300", "1.5e+300"), ("0.000001", "0.000001"), ("1e-6", "0.000001"), ("0.0000001", "1e-7"),
        ("1E-7", "1e-7"), ("1.25e-7", "1.25e-7"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"), ("5e-324", "5e-324"), ("4.9e-324", "4.9e-324"), ("1e400", "1e400"),
        ("1e-400", "1e-400"),
        ("1e99999999999999999999", "1e99999999999999999999"), ("1e-99999999999999999999", "1e-99999999999999999999"),
        ("3.141592653589793", "3.141592653589793"),
        ("3.14159265358979323846", "3.14159265358979323846"), ("123456.789e3", "123456789"), ("123456.7891e3", "123456789.1"),
        ("0.30000000000000004", "0.30000000000000004"),
    ])
    func theCanonicalLiteralIsShortAndNeverAnotherNumber(literal: String, canonical: String) throws {
        let number = try #require(JSONNumber(literal: literal))
        #expect(number.literal == literal)
        #expect(number.canonicalLiteral == canonical)
        let again = try #require(JSONNumber(literal: canonical))
        #expect(again.canonicalLiteral == canonical)
        #expect(again == number)
        #expect(again.hashValue == number.hashValue)
        #expect(again.doubleValue == number.doubleValue)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("1e3", 1000), ("1.0", 1), ("12e-1", nil), ("120e-1", 12), ("1.5", nil),
            ("1e18", 1_000_000_000_000_000_000), ("1e19", nil),
            ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min), ("-9223372036854775809", nil),
            ("-922337203685477580.8e1", .min),
            ("1e999999999999999999999", nil), ("0e999999999999999999999", 0), ("1e-999999999999999999999", nil),
        ] as [(String, Int64?)])
    func anIntegerIsExactOrNone(literal: String, integer: Int64?) throws {
        #expect(try #require(JSONNumber(literal: literal)).int64Value == integer)
        #expect(try JSONReader.read(literal).intValue == integer.map(Int.init))
        #expect(try JSONCursor.read(Array(literal.utf8)) { $0.readInt() } == integer.map(Int.init))
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0.0"), (1, "1"), (-1, "-1"), (0.1, "0.1"), (0.7, "0.7"), (1.0 / 3, "0.3333333333333333"), (1e21, "1e+21"),
            (1e22, "1e+22"), (1e20, "100000000000000000000"),
            (1e-7, "1e-7"), (123e-8, "0.00000123"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
            (.leastNonzeroMagnitude, "5e-324"), (9_007_199_254_740_992, "9007199254740992"),
        ] as [(Double, String)])
    func aDoubleIsWrittenInTheFewestDigits(value: Double, literal: String) throws {
        let number = try #require(JSONNumber(value))
        #expect(number.literal == literal)
        #expect(number.doubleValue.bitPattern == value.bitPattern)
    }

    @Test(arguments: [
        ("1", "1.0"), ("-0", "0"), ("1e3", "1000"), ("1e400", "10e399"), ("12345678901234567890123", "12345678901234567890123.0"),
        ("0.1000000000000000055", "1.000000000000000055e-1"),
    ])
    func numbersOfOneValueAreEqual(left: String, right: String) throws {
        let (left, right) = (try #require(JSONNumber(literal: left)), try #require(JSONNumber(literal: right)))
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
    }

    @Test(arguments: [
        ("1", "-1"), ("12", "13"), ("0.1", "0.1000000000000000055"), ("9007199254740993", "9007199254740992.0"), ("1e400", "1e401"),
    ])
    func numbersOfOtherValuesAreNot(left: String, right: String) throws {
        #expect(try #require(JSONNumber(literal: left)) != #require(JSONNumber(literal: right)))
    }

    @Test func whatIsNotFiniteIsNoNumber() {
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
    }

    @Test(arguments: [
        "", " 1", "1 ", "+1", "01", ".5", "1.", "1e", "0x1", "NaN", "Infinity", "\u{FEFF}1", "1,", "１", "null", "--1", "1\u{0}",
    ])
    func otherTextIsNoLiteral(text: String) {
        #expect(JSONNumber(literal: text) == nil)
    }

    @Test func beyondTheRangeOfDoubleIsInfinityOrZero() {
        #expect(JSONNumber(literal: "1e400")?.doubleValue == .infinity)
        #expect(JSONNumber(literal: "-1e400")?.doubleValue == -.infinity)
        #expect(JSONNumber(literal: "1e-400")?.doubleValue == 0)
    }

    @Test func numbersThatDifferInTheLastDigitDiffer() {
        #expect(JSONNumber(literal: "12345678901234567890123") != JSONNumber(literal: "12345678901234567890124"))
        #expect(JSONNumber(literal: "0.1") != JSONNumber(literal: "0.1000000000000000055"))
        #expect(JSONNumber(UInt64.max).literal == "18446744073709551615")
    }

    @Test func anyDoubleSurvivesWritingAndReading() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: generator.next())
            guard let number = JSONNumber(value) else { continue }
            #expect(number.doubleValue.bitPattern == value.bitPattern, "seed \(seed)")
            #expect(value == 0 || number.canonicalLiteral == number.literal, "seed \(seed)")
            #expect(JSONNumber(literal: number.literal) == number, "seed \(seed)")
            #expect(JSONNumber(literal: value.description) == number, "seed \(seed)")
        }
    }
}
