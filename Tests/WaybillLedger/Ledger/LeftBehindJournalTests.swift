import Foundation
import GRDB
import LoopbackServer
import Synchronization
import Testing
import WaybillInterchange

@testable import WaybillLedger

/// Journals of processes that are gone.
struct LeftBehindJournalTests {
    /// Puts a journal into the folder as a process would have left it.
    private func leave(_ bytes: [UInt8], in folder: TemporaryFolder, as name: String = "1-1-left.journal") throws {
        _ = try JournalFolder(beside: folder.books)
        try Data(bytes).write(to: URL(filePath: "\(folder.books).journals/\(name)"))
    }

    private func frame(_ call: CallRecord) -> [UInt8] {
        var writer = FieldWriter()
        JournalFrame.write(call.heading.id, to: &writer) { $0.record(call) }
        return writer.bytes
    }

    private func open(_ folder: TemporaryFolder) async throws -> (calls: [CallRecord?], problems: [LedgerProblem]) {
        let problems = Mutex<[LedgerProblem]>([])
        var options = LedgerOptions()
        options.logger = nil
        let ledger = try SQLiteLedger(path: folder.books, options: options) { problem in problems.withLock { $0.append(problem) } }
        await ledger.close()
        return (try LedgerReader(path: folder.books).calls(limit: .max).map(\.record), problems.withLock(\.self))
    }

    @Test func aWholeJournalIsTakenInAndDeleted() async throws {
        let folder = TemporaryFolder()
        try leave((1...9).flatMap { frame(RecordMaker.plain($0)) }, in: folder)
        let opened = try await open(folder)
        #expect(opened.calls.count == 9)
        #expect(opened.problems == [])
        #expect(folder.journals == [])
    }

    @Test func aTornRecordIsDroppedAndTold() async throws {
        let folder = TemporaryFolder()
        try leave(frame(RecordMaker.plain(1)) + frame(RecordMaker.plain(2)).dropLast(7), in: folder)
        let opened = try await open(folder)
        #expect(opened.calls == [RecordMaker.plain(1)])
        #expect(opened.problems.map(\.kind) == [.journalTorn])
        #expect(folder.journals == [])
    }

    @Test func aDamagedJournalIsTakenInAsFarAsItCanBeReadAndKept() async throws {
        let folder = TemporaryFolder()
        var damaged = frame(RecordMaker.plain(2))
        damaged[40] ^= 0xFF
        let bytes = frame(RecordMaker.plain(1)) + damaged + frame(RecordMaker.plain(3))
        try leave(bytes, in: folder)
        let opened = try await open(folder)
        #expect(opened.calls == [RecordMaker.plain(3), RecordMaker.plain(1)])
        #expect(opened.problems.map(\.kind) == [.journalDamaged])
        #expect(folder.journals == ["1-1-left.journal.damaged"])
        #expect(try Data(contentsOf: URL(filePath: "\(folder.books).journals/1-1-left.journal.damaged")) == Data(bytes))
        // It is not taken in again.
        #expect(try await open(folder).problems == [])
    }

    @Test func aRecordWhoseFieldsCannotBeReadIsDamageToo() async throws {
        let folder = TemporaryFolder()
        var writer = FieldWriter()
        JournalFrame.write(RecordMaker.plain(2).heading.id, to: &writer) { $0.append(UInt64.max) }
        try leave(frame(RecordMaker.plain(1)) + writer.bytes + frame(RecordMaker.plain(3)), in: folder)
        let opened = try await open(folder)
        #expect(opened.calls.count == 2)
        #expect(opened.problems.map(\.kind) == [.journalDamaged])
        #expect(folder.journals == ["1-1-left.journal.damaged"])
    }

    @Test func theJournalOfAnOpenLedgerIsLeftAlone() async throws {
        let folder = TemporaryFolder()
        let first = try SQLiteLedger(path: folder.books)
        let journal = try #require(folder.journals.first)
        let second = try SQLiteLedger(path: folder.books)
        await second.flush()
        #expect(folder.journals.contains(journal))
        first.record(RecordMaker.plain(1))
        second.record(RecordMaker.plain(2))
        await second.close()
        await first.close()
        #expect(try LedgerReader(path: folder.books).calls(limit: .max).count == 2)
        #expect(folder.journals == [])
    }

    @Test func manyLedgersThatOpenAtOnceTakeAJournalInOnce() async throws {
        let folder = TemporaryFolder()
        for number in 1...8 as ClosedRange<UInt64> {
            try leave((1...50).flatMap { frame(RecordMaker.plain(number * 1000 + $0)) }, in: folder, as: "\(number)-left.journal")
        }
        try await withThrowingTaskGroup { group in
            for number in 1...4 as ClosedRange<UInt64> {
                group.addTask {
                    var options = LedgerOptions()
                    options.logger = nil
                    let ledger = try SQLiteLedger(path: folder.books, options: options)
                    for own in 1...50 as ClosedRange<UInt64> { ledger.record(RecordMaker.plain(number * 1_000_000 + own)) }
                    await ledger.close()
                }
            }
            try await group.waitForAll()
        }
        let reader = try LedgerReader(path: folder.books)
        #expect(try reader.calls(limit: .max).count == 600)
        #expect(try await reader.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempts") } == 600)
        #expect(folder.journals == [])
    }
}
