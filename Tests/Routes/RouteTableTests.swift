import Testing
import WaybillInterchange
import WaybillRoutes

struct RouteTableTests {
    private func table() throws -> RouteTable {
        let provider = Provider(name: "p", api: .openAIChat, baseURL: "https://api.example.com/v1", models: [Model(id: "a")])
        var defaults = RouteSettings()
        defaults.stall = .seconds(7)
        return try RouteTable(
            providers: [provider],
            routes: [
                Route(workload: "chat", models: [ModelName(provider: "p", id: "a")]),
                Route(workload: "*", models: [ModelName(provider: "p", id: "a")]),
            ], defaults: defaults)
    }

    @Test func aWorkloadHasItsOwnRouteOrThatOfTheStar() throws {
        let table = try table()
        #expect(table.route(for: "chat")?.workload == "chat")
        #expect(table.route(for: "other")?.workload == "*")
        #expect(table.diagnostics.map(\.severity) == [.note])
    }

    @Test func whatTheDefaultsLeaveOpenIsBuiltIn() throws {
        let defaults = try table().defaults
        #expect(defaults.stall == .seconds(7))
        #expect(defaults.deadline == .seconds(300))
        #expect(defaults.attempts == 2)
        #expect(defaults.firstToken == nil)
        #expect(defaults.breaker == .rule(failures: 3, cooldown: .seconds(2), cap: .seconds(10)))
    }

    @Test func factsAreThoseOfTheProvidersModel() throws {
        #expect(try table().facts(of: ModelName(provider: "p", id: "a"))?.model.id == "a")
        #expect(try table().facts(of: ModelName(provider: "p", id: "b")) == nil)
        #expect(try table().facts(of: ModelName(provider: "q", id: "a")) == nil)
    }

    @Test func costIsExact() {
        let price = Price(input: 750_000, cachedInput: 75_000, output: 4_500_000)
        let usage = TokenUsage(
            uncachedInput: 1_000, cachedInput: 2_000, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 10)], outputText: 100,
            reasoning: 1)
        #expect(price.cost(of: usage) == Money(picodollars: 750_000_000 + 150_000_000 + 7_500_000 + 454_500_000))
        #expect(price.cost(of: TokenUsage(uncachedInput: .max, outputText: .max)).picodollars > 0)
    }
}
