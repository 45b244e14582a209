import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// What loads cost, reckoned by hand.
struct CostForecastTests {
    private let model = ModelName(provider: "p", id: "m")
    private let day = Duration.seconds(86_400)

    private func table(_ change: (inout Model) -> Void = { _ in }) throws -> RouteTable {
        var model = Model(id: "m")
        model.price = Price(input: 2_000_000, cachedInput: 200_000, output: 10_000_000)
        change(&model)
        let other = Model(id: "free")
        return try RouteTable.testing([Provider(name: "p", api: .openAIResponses, baseURL: "https://p.invalid/v1", models: [model, other])])
    }

    private func load(batch: Int = 0, thresholds: Set<Int> = []) -> CallLoad {
        var load = CallLoad(in: day, batch: Share(percent: batch), thresholds: thresholds)
        load.add(calls: 1_000, input: 2_000, cached: Share(percent: 60), output: 300)
        return load
    }

    @Test func aLoadCostsItsTokensByTheDayAndTheMonth() throws {
        let row = CostForecast(of: load(), at: [model], in: try table()).rows[0]
        // 800k at $2, 1.2M at $0.20 and 300k at $10 a million.
        #expect(row.amount?.inDays(1) == Money("$4.84"))
        #expect(row.amount?.inDays(30) == Money("$145.20"))
    }

    @Test func changesAreReckonedAtTheFirstModel() throws {
        let cases = CostForecast(of: load(), at: [model], in: try table()).cases.map { $0.amount?.total }
        #expect(cases == ["$4.84", "$9.68", "$7.00", "$3.94"].map(Money.init))
    }

    @Test func whatGoesInBatchesCostsThatTier() throws {
        let table = try table { $0.price?.tiers[.batch] = TierPrice(TokenRates(input: 1_000_000, cachedInput: 100_000, output: 5_000_000)) }
        #expect(CostForecast(of: load(batch: 50), at: [model], in: table).rows[0].amount?.total == Money("$3.63"))
        let without = CostForecast(of: load(batch: 50), at: [model], in: try self.table()).rows[0]
        #expect(without.amount?.total == Money("$4.84"))
        #expect(!without.batches)
    }

    @Test func aPriceThatIsNotKnownIsNamed() throws {
        let free = ModelName(provider: "p", id: "free")
        let forecast = CostForecast(of: load(), at: [free, model], in: try table())
        #expect(forecast.rows[0].amount == nil)
        #expect(forecast.rows[0].missingPrice == "price")
        #expect(forecast.cases.isEmpty)
    }

    @Test func aModelWithoutACacheReadsNothingFromOne() throws {
        let row = CostForecast(of: load(), at: [model], in: try table { $0.cache = CacheRules.none }).rows[0]
        #expect(row.amount?.total == Money("$7.00"))
        #expect(!row.caches)
    }

    @Test func longPromptsAreToldApart() throws {
        let table = try table {
            $0.price?.above = 1_000
            $0.price?.standard.longRates = TokenRates(input: 4_000_000, output: 20_000_000)
        }
        var load = CallLoad(in: day, thresholds: CostForecast.thresholds(of: [model], in: table))
        load.add(calls: 1, input: 1_000, output: 0)
        load.add(calls: 1, input: 1_001, output: 0)
        #expect(
            CostForecast(of: load, at: [model], in: table).rows[0].amount?.total
                == Money(picodollars: 1_000 * 2_000_000 + 1_001 * 4_000_000))
    }

    @Test func aSpanOfAnyLengthIsScaledInWholeNumbers() {
        let amount = CostForecast.Amount(total: Money(picodollars: 10), span: .seconds(3 * 86_400))
        #expect(amount.inDays(1) == Money(picodollars: 3))
        #expect(amount.inDays(2) == Money(picodollars: 7))
    }
}
