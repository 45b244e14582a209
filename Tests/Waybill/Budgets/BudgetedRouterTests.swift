import Synchronization
import Testing
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// Routes with a budget, over models that answer in process on a clock that moves by itself.
///
/// Every request may cost $1 for its output, and costs what the scripted usage says.
struct BudgetedRouterTests {
    private let time = VirtualTime()
    private let events = EventLog()

    /// A model whose output costs $1 per million tokens, and its input nothing.
    private func provider(
        _ name: String = "dear", price: Price? = Price(input: 0, output: 1_000_000),
        respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) -> ScriptedProvider {
        var provider = ScriptedProvider(name, respond: respond)
        provider.provider.models = [Model(id: "m")]
        provider.provider.models[0].price = price
        return provider
    }

    /// Allows each request a million tokens of output.
    private func router(
        _ providers: [ScriptedProvider], _ budget: Budget, _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let table = try RouteTable.testing(providers) { route in
            route.budget = budget
            route.parameters.maxOutputTokens = 1_000_000
            change(&route)
        }
        let options = RouterOptions(transport: transport, time: time, logger: nil, seed: 3)
        let events = events
        return (ModelRouter(table: table, options: options) { events.add($0) }, transport)
    }

    /// An answer that cost so many cents.
    private static func answer(cents: Int) -> ScriptedResponse {
        .answer("ok", usage: TokenUsage(uncachedInput: 1, outputText: cents * 10_000))
    }

    private func ask(_ router: ModelRouter) async -> Result<ModelResponse, ModelFailure> {
        await time.run { await Self.ask(router) }
    }

    private static func ask(_ router: ModelRouter) async -> Result<ModelResponse, ModelFailure> {
        do {
            return .success(try await router.respond(to: "Hi", workload: "test"))
        } catch {
            return .failure(error as? ModelFailure ?? ModelFailure(.cancelled, scope: .request, "\(error)"))
        }
    }

    private func failure(_ result: Result<ModelResponse, ModelFailure>) -> ModelFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }

    private func status(_ router: ModelRouter) throws -> BudgetStatus {
        try #require(try router.plan(ModelRequest("Hi", workload: "test")).budgets.first)
    }

    @Test func callsAtTheSameTimeSpendNoMoreThanIsThere() async throws {
        let (router, transport) = try router([provider { _ in Self.answer(cents: 60) }], Budget([.day: Money("$20.00")!]))
        let results = await time.run {
            await withTaskGroup(of: Result<ModelResponse, ModelFailure>.self) { group in
                for _ in 0..<64 { group.addTask { await Self.ask(router) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        let failures = results.compactMap(failure)
        #expect(failures.allSatisfy { $0.kind == .budgetSpent && $0.scope == .request })
        #expect(transport.requests.count == 64 - failures.count)
        // Those that were refused came while all was reserved; the others cost less, so that more can be served now.
        while failure(await ask(router)) == nil {}
        let part = try #require(try status(router).parts.first)
        #expect(part.reserved == .zero)
        #expect(part.spent == Money(picodollars: Int128(transport.requests.count) * 600_000_000_000))
        #expect(part.spent <= Money("$20.00")! && part.left < Money("$1.00")!)
    }

    @Test func aCheaperModelServesWhereTooLittleIsLeft() async throws {
        let local = provider("local", price: Price(input: 0, output: 0)) { _ in .answer("free") }
        let (router, _) = try router([provider { _ in Self.answer(cents: 100) }, local], Budget([.day: Money("$1.50")!]))
        #expect(try await ask(router).get().model?.provider == "dear")
        let second = try await ask(router).get()
        #expect(second.model?.provider == "local")
        #expect(second.route.candidates.map { $0.verdict.reason?.code } == [nil, "budget-spent"])
        let words = second.route.candidates.last?.verdict.reason?.description ?? ""
        #expect(words.contains("may cost $1.00") && words.contains("of the workload's budget of $1.50 a day $0.50 is left"))
    }

    @Test func whereTheRouteRefusesNobodyServes() async throws {
        var budget = Budget([.day: Money("$1.50")!])
        budget.whenSpent = .refuse
        let local = provider("local", price: Price(input: 0, output: 0)) { _ in .answer("free") }
        let (router, transport) = try router([provider { _ in Self.answer(cents: 100) }, local], budget) {
            $0.lastResort = .text("Later.")
        }
        _ = try await ask(router).get()
        let refused = try #require(failure(await ask(router)))
        #expect(refused.kind == .budgetSpent && refused.scope == .request)
        #expect(transport.requests.count == 1)
    }

    @Test func whereTheRouteOnlyWarnsCallsGoOnAndEachShareIsToldOfOnce() async throws {
        var budget = Budget([.day: Money("$2.00")!, .month: Money("$10.00")!])
        budget.whenSpent = .warn
        budget.alerts = [Share(percent: 50)]
        let (router, transport) = try router([provider { _ in Self.answer(cents: 50) }], budget)
        for _ in 0..<9 { _ = try await ask(router).get() }
        #expect(transport.requests.count == 9)
        let told = events.alerts.map { "\($0.spent) \($0.share) \($0.period)" }
        #expect(told == ["$1.00 50% day", "$2.00 100% day"])
    }

    @Test func aNewDayBeginsAnewAndTheMonthGoesOn() async throws {
        let (router, _) = try router([provider { _ in Self.answer(cents: 100) }], Budget([.day: Money("$1.00")!, .month: Money("$2.00")!]))
        _ = try await ask(router).get()
        #expect(failure(await ask(router))?.kind == .budgetSpent)
        await pass(.seconds(86_400))
        _ = try await ask(router).get()
        #expect(try status(router).parts.map(\.spent) == [Money("$1.00")!, Money("$2.00")!])
        await pass(.seconds(86_400))
        #expect(failure(await ask(router))?.kind == .budgetSpent)
        #expect(try status(router).parts.map(\.spent) == [.zero, Money("$2.00")!])
    }

    @Test func whatFailedOrWasNeverSentReservesNothing() async throws {
        let (router, _) = try router(
            [provider("failing") { _ in .status(500) }, provider("refused") { _ in .status(401) }], Budget([.day: Money("$5.00")!]))
        #expect(failure(await ask(router)) != nil)
        let part = try #require(try status(router).parts.first)
        #expect(part.spent == .zero && part.reserved == .zero)
    }

    @Test func aCutAttemptCostsWhatCameOfIt() async throws {
        let (router, _) = try router([provider { _ in .cut(after: "Some words came.") }], Budget([.day: Money("$5.00")!])) {
            $0.settings.attempts = 1
        }
        let failed = try #require(failure(await ask(router)))
        let cost = try #require(failed.attempts.first?.cost)
        let part = try #require(try status(router).parts.first)
        #expect(cost > .zero && part.spent == cost && part.reserved == .zero)
    }

    @Test func whatNobodyCanSayTheCostOfServesOnlyWhereTheRouteAllowsIt() async throws {
        var budget = Budget([.day: Money("$5.00")!])
        let unknown = provider(price: nil) { _ in .answer("ok") }
        let (strict, transport) = try router([unknown], budget)
        #expect(failure(await ask(strict))?.kind == .budgetSpent)
        #expect(transport.requests.isEmpty)
        budget.allowsUnknownCost = true
        let (lenient, _) = try router([unknown], budget)
        #expect(try await ask(lenient).get().text == "ok")
    }

    @Test func aRuleSendsRequestsElsewhereOnceAShareIsUsed() async throws {
        var condition = RequestCondition()
        condition.budgetUsed = Share(percent: 50)
        let small = provider("small", price: Price(input: 0, output: 1)) { _ in .answer("small") }
        let (router, _) = try router([provider { _ in Self.answer(cents: 100) }, small], Budget([.day: Money("$4.00")!])) { route in
            route.rules = [RouteRule(when: condition, models: [ModelName(provider: "small", id: "m")])]
        }
        var models: [String] = []
        for _ in 0..<3 { models.append(try await ask(router).get().model?.provider ?? "") }
        #expect(models == ["dear", "dear", "small"])
        #expect(try router.plan(ModelRequest("Hi", workload: "test")).when?.description == "budget_used 50%")
    }

    @Test func aRollingSpanForgetsWhatIsOlder() async throws {
        let (router, _) = try router([provider { _ in Self.answer(cents: 100) }], Budget([.rolling(.seconds(3_600)): Money("$1.50")!]))
        _ = try await ask(router).get()
        await pass(.seconds(3_000))
        #expect(failure(await ask(router))?.kind == .budgetSpent)
        await pass(.seconds(661))
        _ = try await ask(router).get()
        #expect(try status(router).parts.map(\.spent) == [Money("$1.00")!])
    }

    @Test func aProvidersBudgetHoldsForAllItsModelsAndNobodyElses() async throws {
        var dear = provider { _ in Self.answer(cents: 100) }
        dear.provider.budget = Budget([.day: Money("$1.50")!])
        let other = provider("other") { _ in Self.answer(cents: 100) }
        let (router, _) = try router([dear, other], Budget([.day: Money("$100.00")!]))
        var models: [String] = []
        for _ in 0..<3 { models.append(try await ask(router).get().model?.provider ?? "") }
        #expect(models == ["dear", "other", "other"])
        let spent = try router.plan(ModelRequest("Hi", workload: "test")).budgets.map { "\($0.owner.account) \($0.parts[0].spent)" }
        #expect(spent == ["workload test $3.00", "provider dear $1.00"])
    }

    @Test func eachValueOfMetadataHasABudgetOfItsOwn() async throws {
        let providers = [provider { _ in Self.answer(cents: 100) }]
        var route = Route(workload: "test", models: [ModelName(provider: "dear", id: "m")])
        route.parameters.maxOutputTokens = 1_000_000
        let table = try RouteTable(
            providers: providers.map(\.provider), routes: [route],
            metadataBudgets: [MetadataBudget("team", Budget([.day: Money("$1.50")!]))])
        let router = ModelRouter(
            table: table, options: RouterOptions(transport: ScriptedTransport(providers, time: time), time: time, logger: nil, seed: 3))
        func ask(_ team: String?) async -> FailureKind? {
            var request = ModelRequest("Hi", workload: "test")
            request.metadata["team"] = team
            return await time.run { [request] in
                do {
                    _ = try await router.respond(to: request)
                    return nil
                } catch { return (error as? ModelFailure)?.kind }
            }
        }
        #expect(await ask("red") == nil)
        #expect(await ask("red") == .budgetSpent)
        #expect(await ask("blue") == nil)
        #expect(await ask(nil) == nil)
        #expect(await ask(nil) == nil)
    }

    @Test func theProgramsOwnBudgetsHoldBesideThoseOfTheFiles() async throws {
        let providers = [provider { _ in Self.answer(cents: 100) }]
        var route = Route(workload: "test", models: [ModelName(provider: "dear", id: "m")])
        route.parameters.maxOutputTokens = 1_000_000
        let table = try RouteTable(
            providers: providers.map(\.provider), routes: [route],
            metadataBudgets: [MetadataBudget("caller", Budget([.day: Money("$1.50")!]))])
        var options = RouterOptions(transport: ScriptedTransport(providers, time: time), time: time, logger: nil, seed: 3)
        options.budgets = { request in
            request.metadata["caller"] == "rich"
                ? [AccountBudget(.metadata(key: "caller", value: "rich"), Budget([.day: Money("$2.50")!]))] : []
        }
        let router = ModelRouter(table: table, options: options)
        func ask(_ caller: String) async -> FailureKind? {
            var request = ModelRequest("Hi", workload: "test")
            request.metadata["caller"] = caller
            return await time.run { [request] in
                do {
                    _ = try await router.respond(to: request)
                    return nil
                } catch { return (error as? ModelFailure)?.kind }
            }
        }
        #expect(await [ask("poor"), ask("poor")] == [nil, .budgetSpent])
        // In place of the files' budget for the same account, not beside it.
        #expect(await [ask("rich"), ask("rich"), ask("rich")] == [nil, nil, .budgetSpent])
    }

    private func pass(_ span: Duration) async {
        await time.run {
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + span) { continuation.resume() }
            }
        }
    }
}

/// The budget alerts that a router told of.
private final class EventLog: Sendable {
    private let told: Mutex<[BudgetAlert]> = Mutex([])

    var alerts: [BudgetAlert] { told.withLock { $0 } }

    func add(_ event: RouterEvent) {
        if case .budget(let alert) = event { told.withLock { $0.append(alert) } }
    }
}
