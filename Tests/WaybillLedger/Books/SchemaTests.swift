import Foundation
import GRDB
import Testing
import WaybillInterchange

@testable import WaybillLedger

struct SchemaTests {
    /// Makes a database of statements.
    private func books(_ sql: String) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.books)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        return folder
    }

    @Test func booksOfANewerWaybillAreRefusedAndLeftAlone() throws {
        let folder = try books(
            "CREATE TABLE future (x); PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version + 1)")
        let before = try Data(contentsOf: URL(filePath: folder.books))
        let error = try #require(throws: LedgerError.self) { try SQLiteLedger(path: folder.books) }
        #expect(error.kind == .tooNew)
        #expect(error.description.contains("written by a newer Waybill"))
        #expect(try #require(throws: LedgerError.self) { try LedgerReader(path: folder.books) }.kind == .tooNew)
        #expect(try Data(contentsOf: URL(filePath: folder.books)) == before)
        #expect(folder.journals == [])
    }

    @Test func anotherProgramsDatabaseIsRefusedAndLeftAlone() throws {
        let folder = try books("CREATE TABLE customers (name); INSERT INTO customers VALUES ('Ada')")
        let before = try Data(contentsOf: URL(filePath: folder.books))
        #expect(try #require(throws: LedgerError.self) { try SQLiteLedger(path: folder.books) }.kind == .notBooks)
        #expect(try Data(contentsOf: URL(filePath: folder.books)) == before)
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
        let folder = TemporaryFolder()
        let text = Data(String(repeating: "no database ", count: 1000).utf8)
        try text.write(to: URL(filePath: folder.books))
        #expect(try #require(throws: LedgerError.self) { try SQLiteLedger(path: folder.books) }.kind == .notBooks)
        #expect(try Data(contentsOf: URL(filePath: folder.books)) == text)
    }

    /// The fixture is what the first version wrote; it is never made anew once that was released.
    @Test func booksOfVersion1AreOpenedForEver() async throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/version-1.sql")
        let finished = RecordMaker.plain(1)
        let unfinished = RecordMaker.plain(2)
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD_BOOKS"] != nil {
            let folder = TemporaryFolder()
            let ledger = try SQLiteLedger(path: folder.books)
            ledger.record(finished)
            ledger.record(unfinished.report.attempts[0], of: unfinished.heading)
            await ledger.close()
            try Data(try SQLText.of(folder.books).utf8).write(to: fixture)
        }
        let folder = try books(try String(contentsOf: fixture, encoding: .utf8))
        #expect(try LedgerReader(path: folder.books).calls(limit: 10).count == 2)
        let ledger = try SQLiteLedger(path: folder.books)
        ledger.record(RecordMaker.plain(3))
        await ledger.close()
        let calls = try LedgerReader(path: folder.books).calls(limit: 10)
        #expect(calls.map(\.id) == [3, 2, 1].map { RecordMaker.plain($0).heading.id })
        #expect(calls.last?.record == finished)
        #expect(calls[1].attempts == unfinished.report.attempts)
        #expect(!calls[1].isFinished)
    }

    @Test func theViewsSayWhatTheRowsMean() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        ledger.record(RecordMaker.plain(1))
        await ledger.close()
        let queue = try LedgerReader(path: folder.books).queue
        let rows = try queue.read { database in
            try ["call_list", "attempt_list"].map { try Row.fetchAll(database, sql: "SELECT * FROM \($0)") }
        }
        let call = try #require(rows[0].first)
        #expect(call["id"] as String == RecordMaker.plain(1).heading.id.description)
        #expect(call["began"] as String == "2026-09-21T14:13:20.000Z")
        #expect(call["outcome"] as String == "answered")
        #expect(call["model"] as String == "openai/gpt-5.4-mini")
        #expect(call["rule"] as String == "routes.yaml:14:3")
        let attempt = try #require(rows[1].first)
        #expect(attempt["model"] as String == "openai/gpt-5.4-mini")
        #expect(attempt["cached_input"] as Int == 512)
        #expect(attempt["certainty"] as String == "exact")
        #expect(attempt["cost_usd"] as Double == 0.0008934)
    }

    @Test func booksThatAreNotThereCannotBeRead() throws {
        let folder = TemporaryFolder()
        #expect(try #require(throws: LedgerError.self) { try LedgerReader(path: folder.books) }.kind == .missing)
    }
}
