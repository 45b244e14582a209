import GRDB
import LoopbackServer
import Testing
import WaybillInterchange

@testable import WaybillLedger

struct RetentionTests {
    /// 1,200 calls, one a second from 1,000 s on.
    private func fill(_ ledger: SQLiteLedger) {
        for number in 0..<1_200 as Range<UInt64> {
            ledger.record(RecordMaker.plain(number, began: .seconds(1_000 + Int64(number))))
        }
    }

    private func rows(_ path: String) throws -> [Int?] {
        try LedgerReader(path: path).queue
            .read { database in
                try ["calls", "attempts", "details"].map { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") }
            }
    }

    @Test func olderCallsAreRemovedWithAllThatBelongsToThem() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        fill(ledger)
        #expect(try await ledger.removeCalls(before: .seconds(2_100)) == 1_100)
        #expect(try rows(folder.books) == [100, 100, 100])
        #expect(try await ledger.removeCalls(before: .seconds(2_100)) == 0)
        let oldest = try #require(try LedgerReader(path: folder.books).calls(limit: 1000).last)
        #expect(oldest.heading.began == .seconds(2_100))
        await ledger.close()
        await #expect(throws: LedgerError.self) { try await ledger.removeCalls(before: .seconds(2_100)) }
    }

    @Test func callsAreKeptForAsLongAsTheOptionsSay() async throws {
        let folder = TemporaryFolder()
        let before = try SQLiteLedger(path: folder.books)
        fill(before)
        await before.close()
        var options = LedgerOptions()
        options.keepsFor = .seconds(60)
        options.now = { .seconds(2_200) }
        let ledger = try SQLiteLedger(path: folder.books, options: options)
        let path = folder.books
        #expect(await eventually { (try? rows(path)) == [60, 60, 60] })
        await ledger.close()
    }
}
