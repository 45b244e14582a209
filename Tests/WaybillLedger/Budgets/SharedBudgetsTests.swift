import Foundation
import GRDB
import LoopbackServer
import Synchronization
import Testing
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTesting

@testable import Waybill
@testable import WaybillLedger

/// Budgets that are kept in books which several ledgers share, as several processes do.
struct SharedBudgetsTests {
    private let folder = TemporaryFolder()
    private let model = ModelName(provider: "p", id: "m")
    /// 2026-11-21 12:00 UTC.
    private let noon = Duration.seconds(1_795_262_400)

    private func ledger(_ onProblem: @escaping @Sendable (LedgerProblem) -> Void = { _ in }) throws -> SQLiteLedger {
        var options = LedgerOptions()
        options.logger = nil
        return try SQLiteLedger(path: folder.books, options: options, onProblem: onProblem)
    }

    private func budget(_ amount: String, _ change: (inout Budget) -> Void = { _ in }) -> AccountBudget {
        var budget = Budget([.day: Money(amount)!])
        change(&budget)
        return AccountBudget(.workload("w"), budget)
    }

    private func request(_ call: UInt64, most: String, _ owners: [AccountBudget], at time: Duration? = nil) -> BudgetRequest {
        BudgetRequest(
            attempt: AttemptID(call: CallID(high: call, low: call), number: 1), model: model, budgets: owners, time: time ?? noon,
            cost: AttemptCost(highest: Money(most)!, isPriceKnown: true))
    }

    /// A call of one attempt that cost so much.
    private func call(
        _ number: UInt64, cost: String?, at time: Duration? = nil, _ change: (inout CallRecord) -> Void = { _ in }
    ) -> CallRecord {
        let id = CallID(high: number, low: number)
        var report = RouteReport(workload: "w")
        report.id = id
        report.attempts = [AttemptReport(number: 1, model: model, started: .milliseconds(1), bytesSent: 9)]
        report.attempts[0].outcome = .answered
        report.attempts[0].usage = TokenUsage(uncachedInput: 1, outputText: 1)
        report.attempts[0].cost = cost.map { Money($0)! }
        var call = CallRecord(heading: CallHeading(id: id, began: time ?? noon, workload: "w"), report: report, failure: nil)
        change(&call)
        return call
    }

    private func reserve(_ request: BudgetRequest, in ledger: SQLiteLedger) async -> BudgetRefusal? {
        await withCheckedContinuation { continuation in ledger.reserve(request) { continuation.resume(returning: $0) } }
    }

    /// What is spent and reserved as the books have it now.
    private func used(_ owner: AccountBudget, at time: Duration? = nil) throws -> [String] {
        let database = try LedgerDatabase(path: folder.books, patience: .seconds(5))
        let status = try database.transaction { try BudgetTables(database: $0, zones: ZoneCache()).status(of: owner, at: time ?? noon) }
        return status.parts.map { "\($0.spent)+\($0.reserved)" }
    }

    @Test func aReservationIsHeldUntilItsAttemptIsInTheBooks() async throws {
        let (ledger, owner) = (try ledger(), budget("$1.00"))
        #expect(await reserve(request(1, most: "$0.60", [owner]), in: ledger) == nil)
        #expect(try used(owner) == ["$0.00+$0.60"])
        let refusal = await reserve(request(2, most: "$0.60", [owner]), in: ledger)
        #expect(refusal?.obstacle.text == "may cost $0.60, and of the workload's budget of $1.00 a day $0.40 is left")
        ledger.record(call(1, cost: "$0.25"))
        #expect(await reserve(request(3, most: "$0.60", [owner]), in: ledger) == nil)
        #expect(try used(owner) == ["$0.25+$0.60"])
        ledger.release(AttemptID(call: CallID(high: 3, low: 3), number: 1))
        await ledger.flush()
        #expect(try used(owner) == ["$0.25+$0.00"])
        await ledger.close()
    }

    @Test func aBudgetBeginsWithWhatStandsInTheBooks() async throws {
        let ledger = try ledger()
        ledger.record(call(1, cost: "$0.10"))
        ledger.record(call(2, cost: "$0.20", at: noon - .seconds(86_400)))
        ledger.record(call(3, cost: "$0.40") { $0.heading.workload = "other" })
        ledger.record(call(4, cost: nil))
        ledger.record(
            call(5, cost: "$0.80") {
                $0.heading.workload = "misspelled"
                $0.heading.servedByWildcard = true
                $0.report.servedByWildcard = true
            })
        await ledger.flush()
        var amounts = Budget([.day: Money("$9.00")!, .month: Money("$90.00")!, .rolling(.seconds(3_600)): Money("$2.00")!])
        #expect(try used(AccountBudget(.workload("w"), amounts)) == ["$0.10+$0.00", "$0.10+$0.00", "$0.30+$0.00"])
        amounts.amounts = [.day: Money("$9.00")!]
        #expect(try used(AccountBudget(.provider("p"), amounts)) == ["$1.30+$0.00"])
        #expect(try used(AccountBudget(.provider("q"), amounts)) == ["$0.00+$0.00"])
        #expect(try used(AccountBudget(.workload("*"), amounts)) == ["$0.80+$0.00"])
        // From now on it is counted as it comes.
        ledger.record(call(6, cost: "$0.01"))
        ledger.record(
            call(7, cost: "$0.02") {
                $0.heading.workload = "misspelled"
                $0.heading.servedByWildcard = true
            })
        await ledger.flush()
        #expect(try used(AccountBudget(.workload("w"), amounts)) == ["$0.11+$0.00"])
        #expect(try used(AccountBudget(.workload("*"), amounts)) == ["$0.82+$0.00"])
        #expect(try used(AccountBudget(.provider("p"), amounts)) == ["$1.33+$0.00"])
        await ledger.close()
    }

    @Test func valuesOfMetadataAreToldApart() async throws {
        let ledger = try ledger()
        let owners = [("a b", "c"), ("a", "b c"), ("a", "b=c")]
            .map {
                AccountBudget(.metadata(key: $0.0, value: $0.1), Budget([.day: Money("$1.00")!]))
            }
        for owner in owners { #expect(try used(owner) == ["$0.00+$0.00"]) }
        ledger.record(call(1, cost: "$0.50") { $0.heading.tags = [.init("a", "b c")] })
        await ledger.flush()
        #expect(try owners.map { try used($0)[0] } == ["$0.00+$0.00", "$0.50+$0.00", "$0.00+$0.00"])
        await ledger.close()
    }

    @Test func anAttemptThatIsRecordedTwiceCountsOnce() async throws {
        let (ledger, owner) = (try ledger(), budget("$5.00"))
        #expect(try used(owner) == ["$0.00+$0.00"])
        let whole = call(1, cost: "$1.00")
        ledger.record(whole.report.attempts[0], of: whole.heading)
        await ledger.flush()
        #expect(try used(owner) == ["$1.00+$0.00"])
        ledger.record(call(1, cost: "$1.00") { $0.report.attempts[0].decision = "known better now" })
        ledger.record(whole)
        await ledger.flush()
        #expect(try used(owner) == ["$1.00+$0.00"])
        await ledger.close()
    }

    @Test func whatAProcessReservedEndsWithIt() async throws {
        let owner = budget("$1.00")
        try await reserveAndVanish(owner)
        let other = try ledger()
        // Its threads hold the files for a moment longer.
        let files = try JournalFolder(beside: folder.books)
        #expect(await eventually { folder.journals.contains { $0.hasSuffix(".presence") && (try? files.open($0)) != nil } })
        #expect(await reserve(request(3, most: "$0.70", [owner]), in: other) == nil)
        #expect(try used(owner) == ["$0.30+$0.70"])
        await other.close()
        #expect(try used(owner) == ["$0.30+$0.00"])
        #expect(folder.journals == [])
    }

    /// What a process does that is killed: of its two attempts one has ended, and nothing is closed.
    private func reserveAndVanish(_ owner: AccountBudget) async throws {
        let dying = try ledger()
        for number: UInt64 in 1...2 { _ = await reserve(request(number, most: "$0.50", [owner]), in: dying) }
        dying.record(call(1, cost: "$0.30"))
    }

    @Test func whoWasRefusedStaysSoWhereTheBooksCannotBeAskedAgain() async throws {
        let problems = Mutex<[LedgerProblem]>([])
        let ledger = try ledger { problem in problems.withLock { $0.append(problem) } }
        let owner = budget("$1.00")
        #expect(await reserve(request(1, most: "$0.60", [owner]), in: ledger) == nil)
        // Who is gone cannot be found out any more.
        try FileManager.default.moveItem(atPath: "\(folder.books).journals", toPath: "\(folder.path)/elsewhere")
        #expect(await reserve(request(2, most: "$0.60", [owner]), in: ledger) != nil)
        #expect(await reserve(request(3, most: "$0.30", [owner]), in: ledger) == nil)
        #expect(try used(owner) == ["$0.00+$0.90"])
        #expect(problems.withLock { $0 }.contains { $0.kind == .budgetsUnreachable && $0.explanation.contains("stay refused") })
        try FileManager.default.moveItem(atPath: "\(folder.path)/elsewhere", toPath: "\(folder.books).journals")
        await ledger.close()
    }

    @Test func aFileThatCannotBeDeletedAtTheEndIsTold() async throws {
        let problems = Mutex<[LedgerProblem]>([])
        let ledger = try ledger { problem in problems.withLock { $0.append(problem) } }
        #expect(await reserve(request(1, most: "$0.60", [budget("$1.00")]), in: ledger) == nil)
        let name = try #require(folder.journals.first { $0.hasSuffix(".presence") })
        let path = "\(folder.books).journals/\(name)"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        await ledger.close()
        #expect(problems.withLock { $0 }.map(\.kind) == [.budgetsUnreachable])
        #expect(problems.withLock { $0 }.first?.explanation.contains("cannot delete \(path)") == true)
        #expect(try used(budget("$1.00")) == ["$0.00+$0.00"])
    }

    @Test func theAlertsOfAnAttemptComeInTheOrderOfItsBudgets() async throws {
        let ledger = try ledger()
        let told = Mutex<[BudgetAccount]>([])
        ledger.tellAlerts { alert in told.withLock { $0.append(alert.account) } }
        let day = Budget([.day: Money("$1.00")!])
        let others = (0..<20).map { AccountBudget(.metadata(key: "team", value: "\($0)"), day) }
        let owners: [BudgetAccount] = [
            .workload("w"), .provider("p"), .metadata(key: "team", value: "a"), .metadata(key: "user", value: "b"),
        ]
        _ = ledger.status(of: others + owners.reversed().map { AccountBudget($0, day) }, at: noon)
        ledger.record(call(1, cost: "$2.00") { $0.heading.tags = [.init("team", "a"), .init("user", "b")] })
        await ledger.flush()
        #expect(told.withLock { $0 } == owners)
        await ledger.close()
    }

    @Test func eachShareIsToldOfOnceByOneOfThoseThatShareTheBooks() async throws {
        let owner = budget("$10.00") { $0.alerts = [Share(percent: 50)] }
        let ledgers = [try ledger(), try ledger()]
        let told = Mutex<[String]>([])
        for ledger in ledgers {
            ledger.tellAlerts { alert in told.withLock { $0.append("\(alert.spent) \(alert.share)") } }
            _ = ledger.status(of: [owner], at: noon)
        }
        for number: UInt64 in 1...12 {
            ledgers[Int(number % 2)].record(call(number, cost: "$1.00"))
            await ledgers[Int(number % 2)].flush()
        }
        #expect(told.withLock { $0 } == ["$5.00 50%", "$10.00 100%"])
        // The next day begins anew.
        for number: UInt64 in 13...18 { ledgers[0].record(call(number, cost: "$1.00", at: noon + .seconds(86_400))) }
        await ledgers[0].flush()
        #expect(told.withLock { $0.count } == 3)
        for ledger in ledgers { await ledger.close() }
    }

    @Test func callersOfTwoRoutersSpendNoMoreThanIsThereAndAllOfIt() async throws {
        var provider = ScriptedProvider("p") { _ in .answer("ok", usage: TokenUsage(uncachedInput: 1, outputText: 600_000)) }
        provider.provider.models = [Model(id: "m")]
        provider.provider.models[0].price = Price(input: 0, output: 1_000_000)
        let owner = AccountBudget(.workload("test"), Budget([.day: Money("$20.00")!]))
        let table = try RouteTable.testing([provider]) { route in
            route.budget = owner.budget
            route.parameters.maxOutputTokens = 1_000_000
        }
        let (scripted, time, served) = (provider, SystemTime(), Tally())
        let ledgers = [try ledger(), try ledger()]
        let routers = ledgers.map { ledger in
            let options = RouterOptions(transport: ScriptedTransport([scripted], time: time), time: time, ledger: ledger, logger: nil)
            return ModelRouter(table: table, options: options)
        }
        @Sendable func serves(_ router: ModelRouter) async throws -> Bool {
            do {
                _ = try await router.respond(to: "Hi", workload: "test")
                served.add()
                return true
            } catch let failure as ModelFailure where failure.kind == .budgetSpent {
                return false
            }
        }
        try await withThrowingTaskGroup { group in
            for router in routers {
                for _ in 0..<64 { group.addTask { _ = try await serves(router) } }
            }
            try await group.waitForAll()
        }
        // Those that were refused came while all was reserved; the others cost less, so that more can be served now.
        for router in routers { while try await serves(router) {} }
        for ledger in ledgers { await ledger.close() }
        // Each cost $0.60 and reserved $1.00.
        let spent = served.count * 60
        #expect(spent <= 2_000 && spent > 1_900)
        #expect(try used(owner, at: time.unixTime) == ["\(Money(picodollars: Int128(spent) * 10_000_000_000))+$0.00"])
        #expect(try LedgerReader(path: folder.books).calls(limit: .max).count { !$0.attempts.isEmpty } == served.count)
    }

    @Test func booksThatCannotBeWrittenLetCallsGoOnLoudly() async throws {
        let problems = Mutex<[LedgerProblem.Kind]>([])
        var options = LedgerOptions()
        options.logger = nil
        options.patience = .milliseconds(1)
        let ledger = try SQLiteLedger(path: folder.books, options: options) { problem in problems.withLock { $0.append(problem.kind) } }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: folder.books, configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await reserve(request(1, most: "$0.60", [budget("$0.10")]), in: ledger) == nil)
        #expect(problems.withLock { $0 }.contains(.budgetsUnreachable))
        try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await reserve(request(2, most: "$0.60", [budget("$0.10")]), in: ledger) != nil)
        await ledger.close()
    }
}

/// Counts, from any task.
private final class Tally: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}
