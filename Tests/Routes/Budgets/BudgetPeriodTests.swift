import Testing
import WaybillInterchange

@testable import WaybillRoutes

struct BudgetPeriodTests {
    private let hour: Duration = .seconds(3_600)

    private func number(_ day: String) throws -> Int64 { Int64(try #require(CalendarDay(day)).number) * 86_400 }

    @Test func daysAndMonthsBeginAtMidnightInUTC() throws {
        let before = Duration.seconds(try number("2026-03-01") - 1)
        #expect(BudgetPeriod.day.window(at: before, in: nil).part == (try number("2026-02-28")))
        #expect(BudgetPeriod.month.window(at: before, in: nil).part == (try number("2026-02-01")))
        let after = before + .seconds(1)
        #expect(
            BudgetPeriod.day.window(at: after, in: nil) == BudgetWindow(part: try number("2026-03-01"), first: try number("2026-03-01")))
    }

    @Test func aRollingSpanCountsAtLeastItselfAndAtMostASixtiethMore() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let span = Duration.seconds(60 * Int64.random(in: 1...20_000, using: &random))
            let now = Duration.seconds(Int64.random(in: -1_000_000...2_000_000_000, using: &random))
            let ago = Duration.seconds(Int64.random(in: 0...(span * 2).components.seconds, using: &random))
            let counts =
                BudgetPeriod.rolling(span).window(at: now - ago, in: nil).part >= BudgetPeriod.rolling(span).window(at: now, in: nil).first
            if ago <= span { #expect(counts) }
            if ago > span + span / 60 + .seconds(1) { #expect(!counts) }
        }
    }

    @Test func aPeriodIsItsText() {
        for period in [BudgetPeriod.day, .month, .rolling(.seconds(60)), .rolling(hour * 24)] {
            #expect(BudgetPeriod("\(period)") == period)
        }
        for text in ["", "week", "rolling", "rolling 5", "rolling m", "Day"] { #expect(BudgetPeriod(text) == nil) }
        #expect([BudgetPeriod.month, .day, .rolling(hour)].sorted() == [.rolling(hour), .day, .month])
    }

    @Test(arguments: [Duration.seconds(59), .milliseconds(60_500), .seconds(90), .zero, .seconds(401 * 86_400)])
    func oddSpansAreRefused(span: Duration) {
        #expect(Budget([.rolling(span): Money(picodollars: 1)]).problem != nil)
    }
}
