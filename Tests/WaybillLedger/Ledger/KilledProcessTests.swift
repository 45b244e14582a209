import Foundation
import LoopbackServer
import Testing
import WaybillInterchange

@testable import WaybillLedger

/// Processes that are killed without warning while they make calls.
struct KilledProcessTests {
    /// How often a process is killed: more often where there is time.
    private static let kills = ProcessInfo.processInfo.environment["WAYBILL_FULL"] == nil ? 10 : 200

    @Test func everyCallThatWasHandedOverIsInTheBooksOnce() async throws {
        let folder = TemporaryFolder()
        var random = SystemRandomNumberGenerator()
        var acknowledged: Set<String> = []
        for _ in 0..<Self.kills {
            let process = try LoadedProcess.start("load", folder.books)
            let enough = Int.random(in: 1...300, using: &random)
            _ = await eventually { process.lines.count >= enough }
            // A random moment of some step, not only one after a call.
            usleep(UInt32.random(in: 0...3_000, using: &random))
            process.stop()
            acknowledged.formUnion(process.lines)
        }
        let ledger = try SQLiteLedger(path: folder.books)
        await ledger.close()
        #expect(folder.journals == [])

        var found: [String: Int] = [:]
        for call in try LedgerReader(path: folder.books).calls(limit: .max) {
            found[call.id.description, default: 0] += 1
            guard acknowledged.contains(call.id.description) else { continue }
            #expect(call.isFinished)
            #expect(call.attempts.last?.outcome == .answered)
            #expect(call.attempts.map(\.number) == Array(1...call.attempts.count))
        }
        #expect(acknowledged.count > Self.kills)
        #expect(acknowledged.filter { found[$0] != 1 }.isEmpty)
        // Nothing else than the calls that were under way when a process was killed, four at the most.
        #expect(found.count - acknowledged.count <= 8 * Self.kills)
        #expect(found.values.allSatisfy { $0 == 1 })
    }

    @Test func callsGoOnWhileTheDiskIsFullAndTheLossIsCounted() async throws {
        let folder = TemporaryFolder()
        let process = try LoadedProcess.start("full", folder.books, "150")
        // A busy machine may take longer than is usually waited.
        for _ in 0..<4 where !process.lines.contains("closed") { _ = await eventually { process.lines.contains("closed") } }
        #expect(process.lines.contains("closed"))
        process.stop()
        let lines = process.lines
        #expect(lines.contains("made 150"))
        // A short record may still find room where a long one did not.
        let kept = lines.filter { $0.hasPrefix("problem records-kept") }
        #expect((1...5).contains(kept.count))
        #expect(lines.filter { $0.hasPrefix("problem records-lost") }.count == kept.count)
        let lost = kept.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
        #expect(lost > 0)
        let calls = try LedgerReader(path: folder.books).calls(limit: 500)
        #expect(calls.count <= 300)
        // A record is of a call or of an attempt that was over before its call.
        #expect(calls.count + lost >= 300)
        #expect(calls.filter(\.isFinished).count >= 150)
    }
}
