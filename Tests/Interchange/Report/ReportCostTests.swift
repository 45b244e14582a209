import Testing
import WaybillInterchange

struct ReportCostTests {
    private func report(_ attempts: (usage: TokenUsage?, cost: Money?)...) -> RouteReport {
        var report = RouteReport(workload: "a")
        report.attempts = attempts.enumerated()
            .map { index, attempt in
                var row = AttemptReport(number: index + 1, model: ModelName(provider: "p", id: "m"), started: .zero, bytesSent: 0)
                row.usage = attempt.usage
                row.cost = attempt.cost
                return row
            }
        return report
    }

    private let usage = TokenUsage(uncachedInput: 10, cachedInput: 20, outputText: 3)

    @Test func everyAttemptCounts() {
        #expect(report((usage, Money("$0.01")), (nil, nil), (usage, Money("$0.02"))).cost == Money("$0.03"))
    }

    @Test func anUnknownPriceIsNotZero() {
        #expect(report((usage, Money("$0.01")), (usage, nil)).cost == nil)
        #expect(report((nil, nil)).cost == .zero)
        #expect(report((usage, nil)).json["cost"] == JSONValue.null)
    }

    @Test func aToolThatRanIsNotNothing() {
        var searched = TokenUsage()
        #expect(searched.isEmpty)
        searched.hostedTools = [HostedToolUse(.webSearch, uses: 1)]
        #expect(!searched.isEmpty)
        #expect(report((searched, nil)).cost == nil)
        #expect(report((searched, Money("$0.01"))).cost == Money("$0.01"))
    }

    @Test(arguments: [(999_999, false), (1_000_000, false), (1_000_001, true), (-1_000_001, true)])
    func onlyWhatIsMoreThanRoundingDiffers(_ picodollars: Int128, _ differs: Bool) {
        var row = report((usage, Money("$0.01"))).attempts[0]
        #expect(!row.costDiffers)
        row.reportedCost = Money(picodollars: 10_000_000_000 + picodollars)
        #expect(row.costDiffers == differs)
        #expect(row.json["cost_differs"] == (differs ? true : nil))
        row.usage?.certainty = .estimated
        #expect(!row.costDiffers)
    }

    @Test func theTextTellsWhatIsNotKnownAndWhatDoesNotAddUp() {
        var told = report((usage, nil), (usage, Money("$0.01")))
        told.attempts[0].missingPrice = "tiers.flex"
        told.attempts[1].reportedCost = Money("$0.02")
        told.attempts[1].usage?.flags = [.totalDiffers]
        let text = "\(told)"
        #expect(text.contains("cost not known (no 'tiers.flex')"))
        #expect(text.contains("usage flagged: the tokens by class do not sum to the provider's total"))
        #expect(text.contains("cost differs: the provider says $0.02"))
    }
}
