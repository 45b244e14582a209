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
}
