import Testing
import WaybillInterchange

@testable import WaybillRouteFiles

struct UnitsTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("1.5s", .milliseconds(1_500)), ("20s", .seconds(20)), ("5m", .seconds(300)),
        ("0.5m", .seconds(30)), ("2h", .seconds(7_200)), ("1d", .seconds(86_400)), ("365d", .seconds(31_536_000)), ("0s", .zero),
        ("0.001ms", .microseconds(1)), ("0.000000000001ms", Duration(attoseconds: 1_000)), ("0050s", .seconds(50)),
    ])
    func durationsAreExact(_ text: String, _ duration: Duration) throws {
        #expect(try Units.duration(text) == duration)
    }

    @Test(arguments: [
        "", "s", "5", "1.5", "5S", "5 s", "5sec", "1h30m", "-5s", "+5s", "1e3s", ".5s", "5.s", "1.2.3s", "366d", "9000000000h",
        "0.0000000000001s", "١٠s", "５s", "1_000s",
    ])
    func otherDurationsAreRefused(_ text: String) {
        #expect(throws: UnitProblem.self) { try Units.duration(text) }
    }

    @Test(arguments: [
        ("1", 1), ("0", 0), ("1500", 1_500), ("5k", 5_000), ("400k", 400_000), ("1.5k", 1_500), ("2M", 2_000_000), ("1.05M", 1_050_000),
        ("1.047576M", 1_047_576), ("0.001k", 1), ("1000000M", 1_000_000_000_000), ("3.0", 3),
    ])
    func countsAreExact(_ text: String, _ count: Int) throws {
        #expect(try Units.count(text) == count)
    }

    @Test(arguments: [
        "", "k", "5K", "5m", "5 k", "-5", "1,500", "1_500", "1e3", "1.5", "1.0005k", "0x10", "1000001M", "99999999999999999999", "5kk",
        "5kM",
    ])
    func otherCountsAreRefused(_ text: String) {
        #expect(throws: UnitProblem.self) { try Units.count(text) }
    }

    @Test(arguments: [
        ("$0", 0), ("$0.75", 750_000), ("$0.075", 75_000), ("$4.50", 4_500_000), ("$600", 600_000_000), ("$0.005", 5_000),
        ("$0.001", 1_000),
        ("$0.001001", 1_001),
    ])
    func pricesAreMicrodollarsPerMillionTokens(_ text: String, _ microdollars: Int) throws {
        #expect(try Units.price(text) == microdollars)
    }

    @Test(arguments: ["0.75", "$", "$.75", "$-1", "-$1", "$0.00000075", "$0.0006", "$0.0010001", "$1000001", "€1", "$1,50", "$1e3"])
    func otherPricesAreRefused(_ text: String) {
        #expect(throws: UnitProblem.self) { try Units.price(text) }
    }

    @Test func amountsAreExact() throws {
        #expect(try Units.money("$0.002") == Money(picodollars: 2_000_000_000))
        #expect(throws: UnitProblem.self) { try Units.money("0.002") }
    }

    @Test(arguments: ["2027-04-01", "2024-02-29", "2000-02-29"])
    func daysAreKeptAsWritten(_ text: String) throws {
        #expect(try Units.day(text) == text)
    }

    @Test(arguments: [
        "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "27-04-01", "2027/04/01", "2027-4-1", "2027-04-01T00:00",
    ])
    func whatIsNoDayIsRefused(_ text: String) {
        #expect(throws: UnitProblem.self) { try Units.day(text) }
    }
}
