import Foundation
import GRDB
import LoopbackServer
import Synchronization
import Testing
import WaybillInterchange

@testable import WaybillLedger

/// What keeps a ledger from its work, and what comes of it.
struct LedgerProblemTests {
    /// Holds the books as another process may, until it is rolled back.
    private func lock(_ folder: TemporaryFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.books, configuration: configuration)
        try other.writeWithoutTransaction { try $0.beginTransaction(.exclusive) }
        return other
    }

    @Test func whileTheBooksAreLockedRecordsWaitInTheJournal() async throws {
        let folder = TemporaryFolder()
        let problems = Mutex<[LedgerProblem.Kind]>([])
        var options = LedgerOptions()
        options.logger = nil
        options.patience = .milliseconds(1)
        let ledger = try SQLiteLedger(path: folder.books, options: options) { problem in problems.withLock { $0.append(problem.kind) } }
        await ledger.flush()
        let other = try lock(folder)
        for number in 1...20 as ClosedRange<UInt64> {
            ledger.record(RecordMaker.plain(number))
            await ledger.flush()
        }
        #expect(problems.withLock(\.self) == [.booksUnreachable])
        try await other.writeWithoutTransaction { try $0.rollback() }
        await ledger.flush()
        #expect(problems.withLock(\.self) == [.booksUnreachable, .booksReached])
        #expect(try LedgerReader(path: folder.books).calls(limit: .max).count == 20)
        await ledger.close()
    }

    @Test func aLedgerThatIsClosedWhileTheBooksAreLockedLeavesItsJournal() async throws {
        let folder = TemporaryFolder()
        var options = LedgerOptions()
        options.logger = nil
        options.patience = .milliseconds(1)
        let ledger = try SQLiteLedger(path: folder.books, options: options)
        await ledger.flush()
        let other = try lock(folder)
        ledger.record(RecordMaker.plain(1))
        await ledger.close()
        #expect(folder.journals.count == 1)
        try await other.writeWithoutTransaction { try $0.rollback() }
        let next = try SQLiteLedger(path: folder.books, options: options)
        await next.close()
        #expect(try LedgerReader(path: folder.books).calls(limit: .max).count == 1)
        #expect(folder.journals == [])
    }

    @Test func whatIsBeyondTheBoundOfWaitingRecordsIsLostAndTold() async throws {
        let folder = TemporaryFolder()
        let problems = Mutex<[LedgerProblem]>([])
        var options = LedgerOptions()
        options.logger = nil
        options.waitingBytes = 4_000
        options.pace.lull = .seconds(3_600)
        let ledger = try SQLiteLedger(path: folder.books, options: options) { problem in problems.withLock { $0.append(problem) } }
        for number in 1...100 as ClosedRange<UInt64> { ledger.record(RecordMaker.plain(number)) }
        await ledger.flush()
        ledger.record(RecordMaker.plain(101))
        await ledger.close()
        let told = problems.withLock(\.self)
        #expect(told.map(\.kind) == [.recordsLost, .recordsKept])
        let lost = try #require(told.last?.lost)
        #expect(lost > 50)
        #expect(try LedgerReader(path: folder.books).calls(limit: .max).count == 101 - lost)
    }

    @Test func whatIsRecordedAfterClosingIsTold() async throws {
        let folder = TemporaryFolder()
        let problems = Mutex<[LedgerProblem.Kind]>([])
        var options = LedgerOptions()
        options.logger = nil
        let ledger = try SQLiteLedger(path: folder.books, options: options) { problem in problems.withLock { $0.append(problem.kind) } }
        await ledger.close()
        await ledger.close()
        ledger.record(RecordMaker.plain(1))
        ledger.record(RecordMaker.plain(2))
        await ledger.flush()
        #expect(problems.withLock(\.self) == [.closed])
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/nowhere/ledger.sqlite"
        let error = try #require(throws: LedgerError.self) { try SQLiteLedger(path: path) }
        #expect(error.kind == .inaccessible)
        #expect(error.description.contains("No such file or directory"))
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func aFolderThatMayNotBeWrittenIsSaid() throws {
        let folder = TemporaryFolder()
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        #expect(try #require(throws: LedgerError.self) { try SQLiteLedger(path: folder.books) }.kind == .inaccessible)
    }

    @Test func whatCannotBeReadIsNotTakenForMissing() async throws {
        let folder = TemporaryFolder()
        let error = #expect(throws: LedgerError.self) { try LedgerReader(path: folder.path) }
        #expect(error?.kind == .inaccessible && error?.explanation.contains("a folder") == true)
        let inside = #expect(throws: LedgerError.self) { try LedgerReader(path: "\(folder.path)/absent/books.sqlite") }
        #expect(inside?.kind == .missing)
        await (try SQLiteLedger(path: folder.books)).close()
        // Its own link is no way to it.
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/loop", withDestinationPath: "\(folder.path)/loop")
        let loop = #expect(throws: LedgerError.self) { try LedgerReader(path: "\(folder.path)/loop") }
        #expect(loop?.kind == .inaccessible && loop?.explanation.contains("cannot read") == true)
    }

    @Test func onlyTheOwnerMayReadWhatIsWritten() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        ledger.record(RecordMaker.plain(1))
        await ledger.flush()
        func mode(_ path: String) throws -> Int { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0 }
        #expect(try mode(folder.books) == 0o600)
        #expect(try mode("\(folder.books)-wal") == 0o600)
        #expect(try mode("\(folder.books).journals") == 0o700)
        let journal = try #require(folder.journals.first)
        #expect(try mode("\(folder.books).journals/\(journal)") == 0o600)
        await ledger.close()
    }
}
