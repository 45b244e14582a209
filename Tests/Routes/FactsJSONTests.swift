import Testing
import WaybillInterchange
import WaybillRoutes

struct FactsJSONTests {
    private let model = ModelName(provider: "p", id: "priced")

    private func table() throws -> RouteTable {
        var priced = Model(id: "priced")
        priced.price = Price(input: 1_000_000, cachedInput: 100_000, output: 2_000_000, asOf: "2026-11-20")
        let provider = Provider(name: "p", api: .openAIChat, baseURL: "https://p.invalid", models: [priced, Model(id: "unpriced")])
        return try RouteTable(
            providers: [provider], routes: [Route(workload: "a", models: [model, ModelName(provider: "p", id: "unpriced")])])
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
