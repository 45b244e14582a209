import Testing
import WaybillRoutes

struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-20", 20_777), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func daysAreCounted(_ text: String, _ number: Int) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number)
        #expect(day.description == text)
        #expect(CalendarDay(unixTime: .seconds(number * 86_400)) == day)
        #expect(CalendarDay(unixTime: .seconds(number * 86_400 + 86_399)) == day)
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        for number in stride(from: -10_000, to: 140_000, by: 1) {
            let day = CalendarDay(unixTime: .seconds(number * 86_400))
            #expect(CalendarDay(day.description)?.number == number)
        }
    }

    @Test(arguments: ["", "2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "2026-11-20 ", "20261120", "２026-11-20"])
    func whatIsNoDayIsNone(_ text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func daysHaveAnOrder() throws {
        #expect(try #require(CalendarDay("2026-11-20")) < #require(CalendarDay("2026-12-01")))
    }
}
