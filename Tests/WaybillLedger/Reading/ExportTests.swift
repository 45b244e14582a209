import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillLedger

struct ExportTests {
    private func lines(_ filter: CallFilter = CallFilter(), _ record: (SQLiteLedger) -> Void) async throws -> [JSONValue] {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        record(ledger)
        await ledger.close()
        var bytes: [UInt8] = []
        try LedgerReader(path: folder.books).export(matching: filter) { bytes += $0 }
        #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONReader.read(Array($0)) }
    }

    @Test func aCallIsOneLineWithItsAttempts() async throws {
        let call = RecordMaker.plain(1)
        let lines = try await lines { $0.record(call) }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["call"]?.stringValue == call.heading.id.description)
        #expect(line["began"] == "2026-09-21T14:13:20.000000Z")
        #expect(line["finished"] == true)
        #expect(line["workload"] == "support-chat")
        #expect(line["prefix"] == "fedcba9876543210")
        #expect(line["parameters"] == ["max_output_tokens": 1500])
        #expect(line["attempts"] == call.report.attempts.json)
        #expect(line["candidates"]?.arrayValue?.count == 2)
        #expect(line["cost"] == "$0.0008934")
    }

    @Test func whatAProviderSaysThatItCostStandsBesideOurs() async throws {
        var call = RecordMaker.plain(1)
        let cost = try #require(call.report.attempts[0].cost)
        for (difference, isFlagged) in [(1_000_000 as Int128, nil), (1_000_001, true)] as [(Int128, JSONValue?)] {
            call.report.attempts[0].reportedCost = cost + Money(picodollars: difference)
            let attempt = try #require(try await lines { $0.record(call) }.first?["attempts"]?.arrayValue?.first)
            #expect(attempt["cost"] == cost.json)
            #expect(attempt["reported_cost"] == (cost + Money(picodollars: difference)).json)
            #expect(attempt["cost_differs"] == isFlagged)
        }
    }

    @Test func anUnfinishedCallHasItsAttemptsAndNoCost() async throws {
        let call = RecordMaker.plain(1)
        let lines = try await lines { $0.record(call.report.attempts[0], of: call.heading) }
        let line = try #require(lines.first)
        #expect(line["finished"] == false)
        #expect(line["attempts"] == call.report.attempts.json)
        #expect(line["cost"] == nil)
    }

    @Test func theFilterHoldsAndTheOrderIsThatOfTheBooks() async throws {
        var filter = CallFilter()
        filter.since = .seconds(2_000)
        let lines = try await lines(filter) { ledger in
            for number in 1...5 as ClosedRange<UInt64> { ledger.record(RecordMaker.plain(number, began: .seconds(number * 1_000))) }
        }
        #expect(
            lines.map { $0["began"]?.stringValue?.suffix(16) }
                == (2...5)
                .map { second in
                    RecordMaker.plain(1, began: .seconds(second * 1_000)).heading.began.timestamp.suffix(16)
                })
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func anyCallIsALine(seed: UInt64) async throws {
        var maker = RecordMaker(seed: seed)
        let call = maker.call()
        let lines = try await lines { $0.record(call) }
        #expect(lines.count == 1)
        #expect(lines.first?["attempts"]?.arrayValue?.count == call.report.attempts.count)
    }

    @Test func whatTheCallerThrowsComesThrough() async throws {
        struct Enough: Error {}
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        ledger.record(RecordMaker.plain(1))
        await ledger.close()
        let reader = try LedgerReader(path: folder.books)
        #expect(throws: Enough.self) { try reader.export { _ in throw Enough() } }
        // It can be read again afterwards.
        #expect(try reader.calls(limit: 1).count == 1)
    }
}
