import Foundation
import LoopbackServer
import Synchronization
import Testing
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// Budgets that books keep which several processes share.
struct SharedBudgetTests {
    private let wire = WireAnswers(api: .openAIChat)

    private func router(_ server: LoopbackServer, _ store: TestStore) throws -> ModelRouter {
        try wire.router(server, options: RouterOptions(ledger: store, logger: nil)) { route in
            route.budget = Budget([.day: Money("$1.00")!])
            route.budget?.allowsUnknownCost = true
        }
    }

    @Test func theBooksAreAskedBeforeAnythingIsSentAndToldByTheRecord() async throws {
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        let store = TestStore { _, reply in
            #expect(server.requestCount == 0)
            reply(nil)
        }
        let router = try router(server, store)
        let response = try await router.respond(to: "Where?", workload: "w")
        #expect(store.wished == [AttemptID(call: try #require(response.route.id), number: 1)])
        #expect(store.released.isEmpty && store.recorded == 1)
        await router.close()
    }

    @Test func whatTheBooksRefuseIsNotSent() async throws {
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        let store = TestStore { _, reply in
            DispatchQueue.global().async { reply(BudgetRefusal(BudgetObstacle(text: "too little is left", refuses: false))) }
        }
        let router = try router(server, store)
        let failure = await #expect(throws: ModelFailure.self) { try await router.respond(to: "Where?", workload: "w") }
        #expect(failure?.kind == .budgetSpent)
        #expect(server.requestCount == 0)
        #expect(store.released == store.wished)
        await router.close()
    }

    @Test func aCallThatIsCancelledWhileItWaitsForTheBooksTakesItsWishBack() async throws {
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        let store = TestStore { _, _ in }
        let router = try router(server, store)
        let task = Task { try await router.respond(to: "Where?", workload: "w") }
        #expect(await eventually { store.wished.count == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(store.released == store.wished)
        #expect(server.requestCount == 0)
        await router.close()
    }

    @Test func booksThatNeverAnswerCostACallNoMoreThanItsDeadline() async throws {
        let time = VirtualTime()
        let store = TestStore { _, _ in }
        let provider = ScriptedProvider("p") { _ in .answer("never") }
        let table = try RouteTable.testing([provider]) { route in
            route.budget = Budget([.day: Money("$1.00")!])
            route.budget?.allowsUnknownCost = true
            route.settings.deadline = .seconds(20)
        }
        let transport = ScriptedTransport([provider], time: time)
        let router = ModelRouter(table: table, options: RouterOptions(transport: transport, time: time, ledger: store, logger: nil))
        let failure = await #expect(throws: ModelFailure.self) {
            try await time.run { try await router.respond(to: "Where?", workload: "test") }
        }
        #expect(failure?.kind == .deadline)
        #expect(store.released == store.wished && store.wished.count == 1)
        #expect(transport.requests.isEmpty)
    }

    @Test func alertsOfTheBooksReachTheProgram() async throws {
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        let store = TestStore { _, reply in reply(nil) }
        let told = Mutex<[BudgetAlert]>([])
        let router = ModelRouter(table: try RouteTable(providers: [], routes: []), options: RouterOptions(ledger: store, logger: nil)) {
            event in
            if case .budget(let alert) = event { told.withLock { $0.append(alert) } }
        }
        let alert = BudgetAlert(
            account: .provider("p0"), period: .month, amount: Money("$2.00")!, spent: Money("$1.00")!, share: Share(percent: 50))
        store.alert(alert)
        #expect(told.withLock { $0 } == [alert])
        await router.close()
    }

    @Test func filesWithABudgetOfTheLedgerNeedOne() throws {
        let folder = try RouteFolder()
        try folder.write(
            "routes.yaml", "workloads:\n  chat:\n    models: [p/m]\n    budget: {day: $1}\n    parameters: {max_output_tokens: 5}\n")
        try folder.write(
            "providers/p.yaml", "api: rehearsal\nbudget: {month: $9}\nscript: [ok]\nmodels: {m: {price: {input: $1, output: $1}}}\n")
        let path = folder.path
        let problem = #expect(throws: RoutesInvalid.self) { try ModelRouter(routesFile: path) }
        #expect(problem?.diagnostics.map { "\($0.code)" } == ["WB119", "WB119"])
        #expect(problem?.diagnostics.first?.location?.line == 2)
        _ = try ModelRouter(routesFile: path, options: RouterOptions(ledger: TestStore { _, reply in reply(nil) }, logger: nil))
    }
}

/// Books that answer as a test says.
private final class TestStore: BudgetStore {
    private struct State {
        var wished: [AttemptID] = []
        var released: [AttemptID] = []
        var recorded = 0
        var tell: (@Sendable (BudgetAlert) -> Void)?
    }

    private let state = Mutex(State())
    private let answer: @Sendable (BudgetRequest, @escaping @Sendable (BudgetRefusal?) -> Void) -> Void

    init(answer: @escaping @Sendable (BudgetRequest, @escaping @Sendable (BudgetRefusal?) -> Void) -> Void) { self.answer = answer }

    var wished: [AttemptID] { state.withLock(\.wished) }
    var released: [AttemptID] { state.withLock(\.released) }
    var recorded: Int { state.withLock(\.recorded) }

    func alert(_ alert: BudgetAlert) { state.withLock(\.tell)?(alert) }

    func status(of budgets: [AccountBudget], at time: Duration) -> [BudgetStatus] {
        budgets.map { owner in
            BudgetStatus(
                owner, owner.budget.amounts.map { .init(period: $0.key, amount: $0.value, spent: .zero, reserved: .zero) })
        }
    }

    func reserve(_ request: BudgetRequest, reply: @escaping @Sendable (BudgetRefusal?) -> Void) {
        state.withLock { $0.wished.append(request.attempt) }
        answer(request, reply)
    }

    func release(_ attempt: AttemptID) { state.withLock { $0.released.append(attempt) } }

    func tellAlerts(to body: @escaping @Sendable (BudgetAlert) -> Void) { state.withLock { $0.tell = body } }

    func record(_ attempt: AttemptReport, of call: CallHeading) {}

    func record(_ call: CallRecord) { state.withLock { $0.recorded += 1 } }

    func flush() async {}
}
