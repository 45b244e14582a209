import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill
@testable import WaybillLedger

/// Calls that a router made, planned again out of the books that it kept.
struct LedgerReplayTests {
    private let folder = TemporaryFolder()

    /// Makes the calls of a shop, one after the other, and keeps books of them.
    private func makeCalls(of shop: RandomShop, seed: UInt64) async throws {
        var ledgerOptions = LedgerOptions()
        ledgerOptions.logger = nil
        let ledger = try SQLiteLedger(path: folder.books, options: ledgerOptions)
        let time = SystemTime()
        let options = RouterOptions(
            transport: ScriptedTransport(shop.providers, time: time), time: time, ledger: ledger, logger: nil, seed: seed)
        let router = ModelRouter(table: try shop.table(), options: options)
        for request in shop.requests {
            // What fails is in the books as well.
            do { _ = try await router.respond(to: request) } catch is ModelFailure {}
        }
        await router.close()
        await ledger.close()
    }

    private func replay(_ table: RouteTable) -> RouteReplay {
        RouteReplay(under: ModelRouter(table: table, options: RouterOptions(logger: nil)))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func underTheSameRoutesNothingMovesAndAllCostsTheSame(seed: UInt64) async throws {
        let shop = RandomShop(seed: seed)
        try await makeCalls(of: shop, seed: seed)
        let replay = replay(try shop.table(with: [Route(workload: "unused", models: shop.route.candidates.map(\.model))]))
        let books = try LedgerReader(path: folder.books)
        let calls = try books.calls(limit: .max)
        #expect(calls.count == shop.requests.count)
        for call in calls {
            let record = try #require(call.record)
            let replayed = replay.replay(record)
            #expect(
                replayed.after == replayed.before,
                "\(replayed.reason?.description ?? "")\n\(record.report.candidates.map { "\($0.model) \($0.verdict)" })\n\(record.report)")
            #expect(replayed.obstacles.isEmpty)
            #expect(replayed.cost.after?.expected == record.report.cost)
            #expect(replayed.cost.after?.lowest == replayed.cost.after?.highest)
        }
        let report = try await books.replay(replay)
        #expect(report.calls == calls.count)
        #expect(report.movedCalls == 0)
        #expect(report.sum.before == report.sum.after.expected)
        #expect(report.obstacles.isEmpty)
    }

    @Test func callsThatGoElsewhereAreSummedUp() async throws {
        let shop = RandomShop(seed: 3)
        try await makeCalls(of: shop, seed: 3)
        var other = shop.route
        other.rules = []
        other.choice = .inOrder
        var model = Model(id: "new")
        model.price = Price(input: 1_000_000, output: 2_000_000)
        var provider = ScriptedProvider("fresh", models: []) { _ in .answer("Yes.") }.provider
        provider.models = [model]
        other.candidates = [Candidate(model: ModelName(provider: "fresh", id: "new"))]
        let table = try RouteTable(providers: [provider], routes: [other])
        let books = try LedgerReader(path: folder.books)
        let report = try await books.replay(replay(table))
        #expect(report.calls == shop.requests.count)
        #expect(
            report.moves.allSatisfy {
                $0.to == ModelName(provider: "fresh", id: "new") && ["not-a-candidate", "newly-asked"].contains($0.code)
            })
        #expect(report.moves.reduce(0) { $0 + $1.sum.calls } == report.movedCalls)
        #expect(report.workloads.map(\.workload) == [RandomShop.workload])
        var filter = CallFilter()
        filter.until = .seconds(1)
        #expect(try await books.replay(replay(table), matching: filter).calls == 0)
    }
}
