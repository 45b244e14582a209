import GRDB
import LoopbackServer
import Synchronization
import Testing
import WaybillInterchange

@testable import WaybillLedger

/// A ledger that is interrupted between the steps of taking a journal in, and one that opens the same books afterwards.
struct InterruptedIngestTests {
    @Test(arguments: IngestStep.allCases, 1...3)
    func everyRecordIsInTheBooksOnce(step: IngestStep, time: Int) async throws {
        let folder = TemporaryFolder()
        var maker = RecordMaker(seed: UInt64(time))
        var calls: [CallRecord] = []
        let kill = Kill(at: step, time)
        var options = LedgerOptions()
        options.logger = nil
        options.journalSize = 0
        options.interruption = { try kill.pass($0) }
        var ledger: SQLiteLedger? = try SQLiteLedger(path: folder.books, options: options, observer: AttemptTally()) { _ in }
        for _ in 0..<4 {
            for _ in 0..<5 {
                let call = maker.call()
                calls.append(call)
                if let first = call.report.attempts.first { ledger?.record(first, of: call.heading) }
                ledger?.record(call)
            }
            await ledger?.flush()
        }
        #expect(kill.isDead)
        ledger = nil
        try await expectReleased(folder)

        options.interruption = nil
        let next = try SQLiteLedger(path: folder.books, options: options, observer: AttemptTally()) { _ in }
        await next.close()
        #expect(folder.journals == [])
        let reader = try LedgerReader(path: folder.books)
        let found = try reader.calls(limit: .max)
        #expect(found.count == calls.count)
        #expect(Set(found.map(\.record)) == Set(calls))
        // What an observer wrote in the same transactions is there as often.
        let attempts = calls.flatMap(\.report.attempts).count
        let counts = try await reader.queue.read { database in
            try [
                "SELECT count(*) FROM attempts", "SELECT count(*) FROM tally", "SELECT sum(times) FROM tally",
                "SELECT count(*) FROM journals",
            ]
            .map { try Int.fetchOne(database, sql: $0) }
        }
        #expect(counts == [attempts, attempts, attempts, 0])
    }

    /// The worker may hold the journal for a moment longer than the ledger.
    private func expectReleased(_ folder: TemporaryFolder) async throws {
        let journals = try JournalFolder(beside: folder.books)
        #expect(await eventually { folder.journals.allSatisfy { (try? journals.open($0)) != nil } })
    }
}

/// Ends everything at a step, the nth time that it is reached: no step is taken afterwards.
private final class Kill: Sendable {
    private let step: IngestStep
    private let left: Mutex<Int>

    init(at step: IngestStep, _ time: Int) {
        self.step = step
        left = Mutex(time)
    }

    var isDead: Bool { left.withLock { $0 == 0 } }

    func pass(_ step: IngestStep) throws {
        try left.withLock { left in
            if left > 0, step == self.step { left -= 1 }
            if left == 0 { throw Killed() }
        }
    }

    private struct Killed: Error {}
}

/// Counts in the books how often each attempt came in anew.
private struct AttemptTally: IngestObserver {
    func heeds(_ database: Database) -> Bool { true }

    func ingested(_ attempt: IngestedAttempt, in database: Database) throws {
        try database.execute(sql: "CREATE TABLE IF NOT EXISTS tally (call, number, times, PRIMARY KEY (call, number))")
        guard attempt.before == nil else { return }
        try database.execute(
            sql: "INSERT INTO tally VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            arguments: [attempt.call, attempt.attempt.number])
    }
}
