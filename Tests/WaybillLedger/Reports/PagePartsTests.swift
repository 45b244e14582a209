import Testing
import WaybillInterchange

@testable import WaybillLedger

struct PagePartsTests {
    @Test(arguments: [
        (0, 1, 1), (1, 1, 1), (3, 1, 3), (4, 2, 4), (6, 2, 6), (7, 5, 10), (15, 5, 15), (16, 10, 20), (146, 50, 150), (2_328, 1_000, 3_000),
    ])
    func linesStandAtNumbersThatPeopleCountIn(highest: Int, step: Int, top: Int) {
        let scale = Scale(to: Int128(highest), steps: 3)
        #expect((scale.step, scale.top) == (Int128(step), Int128(top)))
        #expect(scale.lines.first == 0 && scale.lines.last == scale.top)
    }

    @Test func everyScaleHoldsItsValuesInFewSteps() {
        var value: Int128 = 1
        for _ in 0..<100 {
            let scale = Scale(to: value)
            #expect(scale.top >= value && scale.top - scale.step < value && scale.lines.count <= 5)
            #expect(scale.length(of: value, in: 1_300) <= 1_300)
            value += value / 2 + 1
        }
    }

    @Test func whatIsNotNothingIsSeen() {
        let scale = Scale(to: 1_000_000)
        #expect(scale.length(of: 1, in: 1_300, least: 10) == 10)
        #expect(scale.length(of: 0, in: 1_300, least: 10) == 0)
    }

    @Test func placesAreWrittenExactly() {
        #expect(Drawn.percent(1, of: 3) == "33.333%")
        #expect(Drawn.percent(2, of: 3) == "66.667%")
        #expect(Drawn.percent(1, of: 2) == "50%")
        #expect(Drawn.percent(1, of: 0) == "0%")
        #expect(Drawn.percent(1, of: 2_000) == "0.05%")
        #expect(Drawn.tenths(1_305) == "130.5")
        #expect(Drawn.tenths(-5) == "-0.5")
    }

    @Test func textIsEscapedWhereverItStands() {
        let element = Markup.element("td", ["title": "\"<&>'", "class": nil], "a < b", Markup.element("rect", ["x": "1"]), "\u{7}")
        #expect(element.source == "<td title=\"&quot;&lt;&amp;&gt;&#39;\">a &lt; b<rect x=\"1\"/>\u{FFFD}</td>")
        #expect(Markup.element("b").source == "<b></b>")
        let name = "<i>"
        let text: Markup = "no \(name)"
        #expect(text.source == "no &lt;i&gt;")
    }

    @Test(arguments: [(0, "0"), (50, "50"), (5_000, "5,000"), (20_000, "20k"), (3_000_000, "3M")])
    func axesHaveShortNumbers(value: Int, text: String) {
        #expect(value.axisText == text)
    }

    @Test(arguments: [("$0.00", "0"), ("$0.2", "$0.20"), ("$0.000002", "$0.000002"), ("$5", "$5"), ("$50000", "$50k")])
    func axesHaveShortAmounts(amount: String, text: String) throws {
        #expect(try #require(Money(amount)).axisText == text)
    }

    @Test func aWeekBeginsOnItsMonday() async throws {
        // A Sunday, the Monday after it, and a day half a year later.
        let calls = [1_795_305_599, 1_795_392_000, 1_810_000_000].enumerated()
            .map { RecordMaker.plain(UInt64($0), began: .seconds($1)) }
        let steps = try await FilledBooks(calls).reader.usagePage(UsageQuery()).steps
        #expect(steps.unit == .week)
        #expect(steps.all.prefix(3).map(\.name) == ["from 16 Nov 2026", "from 23 Nov 2026", "from 30 Nov 2026"])
        #expect(steps.all.map(\.figures.calls).filter { $0 > 0 } == [1, 1, 1])
        #expect(steps.all.count == 26)
    }
}
