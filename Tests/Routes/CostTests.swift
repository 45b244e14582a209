import Testing
import WaybillInterchange
import WaybillRoutes

struct CostTests {
    private let model = ModelName(provider: "p", id: "priced")

    private func table() throws -> RouteTable {
        var priced = Model(id: "priced")
        priced.price = Price(input: 1_000_000, cachedInput: 100_000, output: 2_000_000, asOf: "2026-11-20")
        let provider = Provider(name: "p", api: .openAIChat, baseURL: "https://p.invalid", models: [priced, Model(id: "unpriced")])
        return try RouteTable(
            providers: [provider], routes: [Route(workload: "a", models: [model, ModelName(provider: "p", id: "unpriced")])])
    }

    private func report(_ attempts: [(model: String, usage: TokenUsage?)]) -> RouteReport {
        var report = RouteReport(workload: "a")
        report.attempts = attempts.enumerated()
            .map { number, attempt in
                var row = AttemptReport(
                    number: number + 1, model: ModelName(provider: "p", id: attempt.model), started: .zero, bytesSent: 0)
                row.usage = attempt.usage
                return row
            }
        return report
    }

    @Test func everyAttemptCounts() throws {
        let usage = TokenUsage(uncachedInput: 10, cachedInput: 20, outputText: 3)
        let cost = try table().cost(of: report([("priced", usage), ("priced", nil), ("priced", usage)]))
        #expect(cost == Money("$0.000036"))
    }

    @Test func anUnknownPriceIsNotZero() throws {
        let usage = TokenUsage(uncachedInput: 1)
        #expect(try table().cost(of: report([("priced", usage), ("unpriced", usage)])) == nil)
        #expect(try table().cost(of: report([("unpriced", nil)])) == .zero)
    }

    @Test func factsAreWrittenWithNullForWhatIsNotKnown() throws {
        let table = try table()
        #expect(
            table.facts(of: model)?.model.json["price"] == [
                "input": "$1.00", "cached_input": "$0.10", "output": "$2.00", "as_of": "2026-11-20",
            ])
        #expect(table.facts(of: ModelName(provider: "p", id: "unpriced"))?.model.json["price"] == JSONValue.null)
    }
}
