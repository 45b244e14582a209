import Foundation
import LoopbackServer
import Testing
import WaybillInterchange

@testable import WaybillLedger

/// Processes that spend one budget together: each call reserves a dollar and costs sixty cents.
struct BudgetOfProcessesTests {
    private static let rounds = ProcessInfo.processInfo.environment["WAYBILL_FULL"] == nil ? 2 : 40
    private let folder = TemporaryFolder()

    private func end(of process: ChildProcess) async {
        for _ in 0..<12 where !process.lines.contains("closed") { _ = await eventually { process.lines.contains("closed") } }
        #expect(process.lines.contains("closed"))
        process.stop()
    }

    private func calls(_ processes: [ChildProcess]) -> Set<String> { Set(processes.flatMap(\.lines)).subtracting(["closed"]) }

    /// What the books say was spent, in cents.
    private func spent() throws -> Int {
        try LedgerReader(path: folder.books).calls(limit: .max)
            .reduce(0) { sum, call in
                sum + Int(call.attempts.reduce(0) { $0 + ($1.cost?.picodollars ?? 0) } / 10_000_000_000)
            }
    }

    @Test func twoProcessesSpendAllOfItAndNoMore() async throws {
        let processes = [try LoadedProcess.start("spend", folder.books, "60"), try LoadedProcess.start("spend", folder.books, "60")]
        for process in processes { await end(of: process) }
        #expect(try spent() == calls(processes).count * 60)
        #expect(try spent() <= 6_000 && spent() > 5_900)
        #expect(folder.journals == [])
    }

    @Test func whatAKilledProcessHadReservedIsSpentByOthers() async throws {
        var killed: [ChildProcess] = []
        var random = SystemRandomNumberGenerator()
        // The amount grows, so that each has something to spend.
        for round in 1...Self.rounds {
            let process = try LoadedProcess.start("spend", folder.books, "\(round * 40)")
            killed.append(process)
            #expect(await eventually { !process.lines.isEmpty })
            usleep(UInt32.random(in: 0...5_000, using: &random))
            process.stop()
        }
        let amount = Self.rounds * 40
        let last = try LoadedProcess.start("spend", folder.books, "\(amount)")
        await end(of: last)
        #expect(try spent() <= amount * 100 && spent() > amount * 100 - 100)
        // Calls under way when their process was killed may be in the books and not have returned.
        #expect(calls(killed + [last]).count * 60 <= (try spent()))
        #expect(folder.journals == [])
    }
}
