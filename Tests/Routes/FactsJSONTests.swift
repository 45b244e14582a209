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

    @Test func whatIsWrittenForTwelveHoursHasAPriceOfItsOwn() {
        let usage = TokenUsage(
            cacheWrites: [
                CacheWrite(lifetimeSeconds: 1_800, tokens: 100), CacheWrite(lifetimeSeconds: 43_200, tokens: 10),
                CacheWrite(lifetimeSeconds: nil, tokens: 1),
            ])
        var rates = TokenRates(input: 2, cacheWrite: 3, longCacheWrite: 5, output: 1)
        #expect(rates.cost(of: usage) == Money(picodollars: 100 * 3 + 10 * 5 + 3))
        rates.longCacheWrite = nil
        #expect(rates.cost(of: usage) == Money(picodollars: 111 * 3))
        rates.cacheWrite = nil
        #expect(rates.cost(of: usage) == Money(picodollars: 111 * 2))
    }

    @Test func cachesAreWrittenAsTheirRules() {
        var rules = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(300))
        rules.takesKey = true
        rules.requestsPerKey = 15
        #expect(
            rules.json == [
                "step": 128, "minimum": 1_024, "lifetime": 300, "prompt_cache_key": true, "requests_per_key": 15,
            ])
        #expect(CacheRules.none.json == "none")
        #expect(CacheRules(.breakpoints(.implicit)).json["lifetime"] == 1_800)
    }
}
