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
}
