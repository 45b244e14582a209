import Testing

@testable import Waybill

struct RouteComparisonTests {
    /// A matrix of a request for each price of a million tokens of output, in microdollars; `nil`: not known.
    private func matrix(_ prices: [Int?], outputLimit: Int? = 1_000) throws -> RouteMatrix {
        let providers = prices.enumerated()
            .map { number, price in
                var model = Model(id: "model")
                model.price = price.map { Price(input: 0, output: $0) }
                return Provider(name: "p\(number)", api: .openAIChat, baseURL: "https://p.invalid/v1", models: [model])
            }
        let routes = providers.map { provider in
            var route = Route(workload: Workload(rawValue: provider.name), models: [ModelName(provider: provider.name, id: "model")])
            route.parameters.maxOutputTokens = outputLimit
            return route
        }
        let router = ModelRouter(table: try RouteTable(providers: providers, routes: routes), options: RouterOptions(logger: nil))
        return try RouteMatrix(routes.map { ($0.workload.rawValue, ModelRequest("Hi", workload: $0.workload)) }, plannedBy: router)
    }

    @Test func costsAddUp() throws {
        let comparison = RouteComparison(from: try matrix([1_000_000, 2_000_000]), to: try matrix([2_000_000, 2_000_000]))
        let sum = try #require(comparison.sum)
        #expect(sum.before.highest == Money("$0.003"))
        #expect(sum.after.highest == Money("$0.004"))
        #expect(sum.before.expected == Money("$0.00075"))
        #expect(sum.before.lowest == Money("$0.000003"))
        #expect(comparison.rows.map(\.isChanged) == [true, false])
        #expect(comparison.moves.isEmpty)
    }

    @Test func whatIsNotKnownUnderBothIsLeftOutOfTheSum() throws {
        let comparison = RouteComparison(from: try matrix([1_000_000, nil, 1_000_000]), to: try matrix([1_000_000, 1_000_000, nil]))
        #expect(comparison.comparable == 1)
        #expect(comparison.sum?.before == comparison.sum?.after)
        #expect(comparison.sum?.before.highest == Money("$0.001"))
        #expect(RouteComparison(from: try matrix([nil]), to: try matrix([nil])).sum == nil)
    }

    @Test func oneCostWithoutALimitLeavesTheSumWithoutOne() throws {
        let comparison = RouteComparison(from: try matrix([1_000_000], outputLimit: nil), to: try matrix([1_000_000]))
        #expect(comparison.sum?.before.highest == nil)
        #expect(comparison.sum?.after.highest == Money("$0.001"))
    }
}
