import GRDB
import LoopbackServer
import Synchronization
import Testing
import WaybillInterchange

@testable import WaybillLedger

struct SQLiteLedgerTests {
    @Test func whatIsRecordedIsInTheBooks() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        var maker = RecordMaker(seed: 7)
        var calls: [CallID: CallRecord] = [:]
        for _ in 0..<300 {
            let call = maker.call()
            calls[call.heading.id] = call
            ledger.record(call)
        }
        await ledger.flush()
        let reader = try LedgerReader(path: folder.books)
        let found = try reader.calls(limit: 1000)
        #expect(found.count == calls.count)
        for call in found { #expect(call.record == calls[call.id]) }
        #expect(found.map(\.id) == calls.keys.sorted(by: >))
        await ledger.close()
        #expect(folder.journals == [])
    }

    @Test func whatNobodyAsksForIsInTheBooksAfterAWhile() async throws {
        let folder = TemporaryFolder()
        var options = LedgerOptions()
        options.pace.lull = .milliseconds(1)
        let ledger = try SQLiteLedger(path: folder.books, options: options)
        let reader = try LedgerReader(path: folder.books)
        for number in 1...3 as ClosedRange<UInt64> {
            ledger.record(RecordMaker.plain(number))
            #expect(await eventually { (try? reader.calls(limit: 10).count) == Int(number) })
        }
        await ledger.close()
    }

    @Test func whileCallsComeWithoutEndTheyAreInTheBooksAllTheSame() async throws {
        let folder = TemporaryFolder()
        var options = LedgerOptions()
        options.pace.lull = .milliseconds(20)
        options.pace.patience = .milliseconds(20)
        options.journalSize = 0
        let ledger = try SQLiteLedger(path: folder.books, options: options)
        let reader = try LedgerReader(path: folder.books)
        let first = folder.journals
        let recorded = Atomic<UInt64>(0)
        // One more at each look, sooner than there is a lull.
        func becomes(_ condition: @Sendable () -> Bool) async -> Bool {
            await eventually {
                ledger.record(RecordMaker.plain(recorded.add(1, ordering: .relaxed).newValue))
                return condition()
            }
        }
        #expect(await becomes { (try? reader.calls(limit: 1).isEmpty) == false })
        // A journal does not grow for as long as calls come.
        #expect(await becomes { Set(folder.journals).isDisjoint(with: first) })
        await ledger.close()
        #expect(try reader.calls(limit: .max).count == Int(recorded.load(ordering: .relaxed)))
    }

    @Test func anAttemptIsThereBeforeItsCallEnds() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let reader = try LedgerReader(path: folder.books)
        var maker = RecordMaker(seed: 3)
        let heading = maker.heading()
        let attempts = [maker.attempt(1), maker.attempt(2)]
        for attempt in attempts {
            ledger.record(attempt, of: heading)
            await ledger.flush()
        }
        let early = try #require(try reader.calls(limit: 10).first)
        #expect(!early.isFinished)
        #expect(early.heading == heading)
        #expect(early.attempts == attempts)

        var report = maker.report(of: heading.id)
        report.attempts = attempts + [maker.attempt(3)]
        report.attempts[1].decision = "on to the next"
        let call = CallRecord(heading: heading, report: report, failure: nil)
        ledger.record(call)
        await ledger.flush()
        #expect(try reader.calls(limit: 10).map(\.record) == [call])
        await ledger.close()
    }

    @Test func anAttemptThatComesAfterItsCallChangesNothing() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let call = RecordMaker.plain()
        ledger.record(call)
        ledger.record(call.report.attempts[0], of: call.heading)
        ledger.record(call)
        await ledger.close()
        #expect(try LedgerReader(path: folder.books).calls(limit: 10).map(\.record) == [call])
    }

    @Test func aDamagedRowKeepsNothingElseFromTheBooks() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let call = RecordMaker.plain()
        ledger.record(call.report.attempts[0], of: call.heading)
        await ledger.flush()
        try await ledger.database.queue.write { try $0.execute(sql: "UPDATE details SET fields = x'FF'") }
        #expect(try #require(throws: LedgerError.self) { try LedgerReader(path: folder.books).calls(limit: 1) }.kind == .damaged)
        ledger.record(call)
        ledger.record(RecordMaker.plain(2))
        await ledger.close()
        #expect(try LedgerReader(path: folder.books).calls(limit: 10).map(\.record) == [RecordMaker.plain(2), call])
    }

    @Test func aCallIsFoundByTheBeginningOfItsID() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        for number in 1...20 as ClosedRange<UInt64> {
            ledger.record(RecordMaker.plain(number, began: .seconds(1_790_000_000 + Int64(number) * 1_000)))
        }
        await ledger.close()
        let reader = try LedgerReader(path: folder.books)
        let sought = try #require(try reader.calls(limit: 20).dropFirst(7).first)
        let id = sought.id.description
        #expect(try reader.calls(beginningWith: id) == [sought])
        #expect(try reader.calls(beginningWith: String(id.prefix(12))) == [sought])
        #expect(try reader.calls(beginningWith: String(id.prefix(4))).count == 2)
        #expect(try reader.calls(beginningWith: "\(id)0") == [])
        #expect(try reader.calls(beginningWith: "no digits") == [])
    }

    @Test func callsAreFilteredByWhatIsKnownOfThem() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let first = RecordMaker.plain(1, workload: "a", began: .seconds(1_000))
        var second = RecordMaker.plain(2, workload: "b", began: .seconds(2_000))
        second.failure = .deadline
        let third = RecordMaker.plain(3, workload: "b", began: .seconds(3_000))
        for call in [first, second, third] { ledger.record(call) }
        await ledger.close()
        let reader = try LedgerReader(path: folder.books)
        func found(_ change: (inout CallFilter) -> Void) throws -> [CallRecord?] {
            var filter = CallFilter()
            change(&filter)
            return try reader.calls(matching: filter, limit: 10).map(\.record)
        }
        #expect(try found { _ in } == [third, second, first])
        #expect(try found { $0.workload = "b" } == [third, second])
        #expect(try found { $0.workload = "unknown" } == [])
        #expect(try found { $0.since = .seconds(2_000) } == [third, second])
        #expect(try found { $0.since = .microseconds(2_000_000_001) } == [third])
        #expect(try found { $0.until = .seconds(2_000) } == [first])
        #expect(try found { $0.failed = true } == [second])
        #expect(try found { $0.failed = false } == [third, first])
        #expect(try found { $0.failure = .deadline } == [second])
        #expect(try found { $0.model = ModelName("openai/gpt-5.4-mini") } == [third, first])
    }

    @Test func aScanHandsOverEveryCallWithItsAttempts() async throws {
        let folder = TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        var maker = RecordMaker(seed: 11)
        let calls = (0..<100).map { _ in maker.call() }
        for call in calls { ledger.record(call) }
        await ledger.close()
        var seen = 0
        var attempts: [(String, AttemptRow)] = []
        var rows: [(Int64, CallRow)] = []
        let names = try LedgerReader(path: folder.books)
            .scan { row, own in
                rows.append((row.workload, row))
                #expect(own.count == row.attempts)
                #expect(own.map(\.number) == Array(1..<own.count + 1))
                attempts += own.map { ("", $0) }
                seen += 1
            }
        #expect(seen == calls.count)
        for (row, call) in zip(rows, calls) {
            #expect(names[row.0] == call.heading.workload.rawValue)
            #expect(row.1.cost == call.report.cost)
            #expect(names[row.1.failure] == call.failure?.rawValue)
        }
        let expected = calls.flatMap(\.report.attempts)
        #expect(attempts.count == expected.count)
        for ((_, row), attempt) in zip(attempts, expected) {
            #expect(names[row.model] == attempt.model.description)
            #expect(row.cost == attempt.cost)
            #expect(row.usage?.cacheWrite == attempt.usage?.cacheWrite)
            #expect(row.countedInput == attempt.counted?.input.tokens)
        }
    }
}
