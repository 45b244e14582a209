import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// A second model asked beside a silent one, as the machine decides it.
struct HedgingTests {
    typealias Behaviour = SimulatedCall.Behaviour

    private let after = Duration.milliseconds(800)

    private func plan(_ settings: (inout RouteSettings) -> Void = { _ in }, hold: Bool = false) -> RoutePlan {
        .simulated("a", "b", "c", settings: settings, hold: hold, hedgeAfter: after)
    }

    @Test func theFirstContentWinsAndTheOtherIsLetGo() throws {
        let call = SimulatedCall(plan(), ["a": [.answer("slow", after: .seconds(5))], "b": [.answer("fast")]])
        #expect(call.text == "fast")
        #expect(call.sent.map(\.at) == [.zero, after])
        #expect(call.response?.model == RoutePlan.name("b"))
        let attempts = call.report.attempts
        #expect(attempts.map(\.outcome) == [.hedgedOut, .answered])
        #expect(attempts.map(\.isHedge) == [false, true])
        #expect(attempts[0].ended == .milliseconds(900))
        #expect(attempts[0].usage != nil, "what was begun is accounted")
        #expect(attempts[0].decision == "p-b/b brought content first")
        #expect(attempts[1].waited == .zero)
    }

    @Test func aSlowHedgeIsLetGoWhenTheFirstBringsContent() {
        let call = SimulatedCall(plan(), ["a": [.answer("late", after: .seconds(1))], "b": [.answer("later", after: .seconds(5))]])
        #expect(call.text == "late")
        #expect(call.report.attempts.map(\.outcome) == [.answered, .hedgedOut])
    }

    @Test func whatIsWrongWithTheRequestEndsBoth() {
        let call = SimulatedCall(
            plan(), ["a": [.answer("slow", after: .seconds(5))], "b": [.fail(.contentPolicy, .request, after: .milliseconds(50))]])
        #expect(call.failure?.kind == .contentPolicy)
        #expect(call.report.attempts.map(\.outcome) == [.cancelled, .failed])
        #expect(call.report.attempts[0].ended == after + .milliseconds(50))
    }

    @Test func contentInTimeNeedsNoHedge() {
        let call = SimulatedCall(plan(), ["a": [.answer("one", " two", after: .milliseconds(700))]])
        #expect(call.models == ["a"])
    }

    @Test func nothingIsHedgedAfterContent() {
        let steps: [(Duration, Behaviour.Step)] = [
            (.milliseconds(100), .content("It")), (.seconds(20), .content(" is")), (.zero, .end(.stop)),
        ]
        let call = SimulatedCall(plan(), ["a": [Behaviour(steps)]])
        #expect(call.models == ["a"])
        // Nor after content that was held back and lost.
        let held = SimulatedCall(
            plan(hold: true), ["a": [.cut(after: "It")], "b": [.answer("ok", after: .seconds(5))], "c": [.answer("no")]])
        #expect(held.models == ["a", "a", "b"] || held.models == ["a", "b"])
        #expect(held.report.attempts.allSatisfy { !$0.isHedge })
    }

    @Test func aHedgeNeedsAnAttemptLeft() {
        let call = SimulatedCall(plan { $0.attemptsPerCall = 1 }, ["a": [.answer("slow", after: .seconds(5))]])
        #expect(call.models == ["a"])
        #expect(call.text == "slow")
    }

    @Test func aCallHedgesOnce() {
        let slow = Behaviour.answer("slow", after: .seconds(9))
        let call = SimulatedCall(plan(), ["a": [slow], "b": [slow], "c": [slow]])
        #expect(call.models == ["a", "b"])
        #expect(call.text == "slow")
    }

    @Test func nobodyIsHedgedToWhoHasToBeWaitedFor() {
        let plan = RoutePlan.simulated("a", "b", closed: ["b": .seconds(60)], hedgeAfter: after)
        let call = SimulatedCall(plan, ["a": [.answer("slow", after: .seconds(5))]])
        #expect(call.models == ["a"])
        let unread = SimulatedCall(self.plan(), withoutKey: ["b"], ["a": [.answer("slow", after: .seconds(5))]])
        #expect(unread.models == ["a"])
        #expect(unread.text == "slow")
        #expect(unread.report.attempts.count == 1)
    }

    /// The first attempt may be the one that finds out whether the key is well again.
    @Test func aHedgeWithoutAKeyIsAskedLaterAllTheSame() {
        var machine = CallMachine(
            plan: plan { $0.patience = .zero }, shape: .init(isPlainText: true, forcesTool: false), delivery: .response, began: .zero,
            seed: 1)
        var effects = CallEffects()
        machine.start(at: .zero, &effects)
        machine.sent(1, bytes: 1, credential: "key", at: .zero)
        machine.wake(at: after, &effects)
        let down = ModelFailure(.authentication, scope: .credential, "Scripted.", retryAfter: .milliseconds(100))
        machine.lacksKey(2, down, at: after, &effects)
        effects = CallEffects()
        machine.failed(1, ModelFailure(.unsupported, scope: .capability, "Scripted."), at: after + .milliseconds(10), &effects)
        let sent = effects.commands.compactMap { if case .send(let order, _) = $0 { order.place } else { nil } }
        #expect(sent == [1])
    }

    /// How long one that lost at once would have taken is not known; one that was silent for long would have taken longer.
    @Test(arguments: [1, 2])
    func whoLosesWasSilentOnlyWhereItWasAskedFirst(winner: Int) throws {
        var machine = CallMachine(
            plan: plan(), shape: .init(isPlainText: true, forcesTool: false), delivery: .response, began: .zero, seed: 1)
        var effects = CallEffects()
        machine.start(at: .zero, &effects)
        machine.sent(1, bytes: 1, credential: nil, at: .zero)
        machine.wake(at: after, &effects)
        machine.sent(2, bytes: 1, credential: nil, at: after)
        effects = CallEffects()
        let moment = after + .milliseconds(3)
        machine.received(winner, [.textDelta("Here.")], progress: .open, bytes: 5, at: moment, &effects)
        let ends = effects.commands.compactMap { if case .account(let id, let end) = $0 { (id: id, end: end) } else { nil } }
        let lost = try #require(ends.first { $0.id != winner })
        switch lost.end.latency {
        case .silent(let span)?: #expect(winner == 2 && span == moment)
        case .answered?: Issue.record("the one that lost answered")
        case nil: #expect(winner == 1)
        }
    }

    @Test func whatOneFailsWithLeavesTheCallToTheOther() {
        let first = SimulatedCall(
            plan(), ["a": [.fail(.serverError, .model, after: .seconds(1))], "b": [.answer("b", after: .seconds(3))]])
        #expect(first.models == ["a", "b"])
        #expect(first.text == "b")
        #expect(first.report.attempts[0].decision == "p-b/b, asked beside it, goes on")
        let second = SimulatedCall(
            plan(), ["a": [.answer("a", after: .seconds(3))], "b": [.fail(.serverError, .model)]])
        #expect(second.models == ["a", "b"])
        #expect(second.text == "a")
        #expect(second.report.attempts[1].decision == "p-a/a, asked before it, goes on")
    }

    @Test func whereBothFailTheNextIsAsked() {
        let call = SimulatedCall(
            plan(),
            [
                "a": [.fail(.serverError, .model, after: .seconds(1))], "b": [.fail(.overloaded, .model, after: .seconds(1))],
                "c": [.answer("c")],
            ])
        #expect(call.models.suffix(1) == ["c"] || call.models == ["a", "b", "b"])
        #expect(call.report.attempts.last?.waited ?? .seconds(9) <= .milliseconds(500))
    }

    @Test func aFaultOfTheRequestEndsBoth() {
        let call = SimulatedCall(plan(), ["a": [.silence], "b": [.fail(.contentPolicy, .request)]])
        #expect(call.failure?.kind == .contentPolicy)
        #expect(call.report.attempts.map(\.outcome) == [.cancelled, .failed])
    }

    @Test func theDeadlineAndTheCallerEndBoth() {
        let late = SimulatedCall(plan { $0.deadline = .seconds(3) }, ["a": [.silence], "b": [.silence]])
        #expect(late.failure?.kind == .deadline)
        #expect(late.report.attempts.allSatisfy { $0.ended <= .seconds(3) && $0.outcome == .failed })
        let cancelled = SimulatedCall(plan(), cancelAt: .seconds(1), ["a": [.silence], "b": [.silence]])
        #expect(cancelled.closings.count == 1)
        #expect(cancelled.report.attempts.map(\.outcome) == [.cancelled, .cancelled])
    }

    @Test func reasoningIsHeardFromOneOnly() {
        let thinking = Behaviour([(.milliseconds(600), .activity), (.milliseconds(600), .content("a")), (.zero, .end(.stop))])
        let call = SimulatedCall(plan(), ["a": [thinking], "b": [.answer("b", after: .seconds(2))]])
        #expect(call.text == "a")
        #expect(call.report.attempts.map(\.outcome) == [.answered, .hedgedOut])
    }

    @Test func aShareIsNeverOvershot() {
        let budget = HedgeBudget()
        var hedges = 0
        for call in 1...1_000 {
            budget.begin("w", Share(percent: 5))
            if call % 2 == 0, budget.take("w") { hedges += 1 }
            #expect(hedges * 20 <= call)
        }
        #expect(hedges == 50)
        // What was saved up is bounded.
        for _ in 0..<100_000 { budget.begin("w", Share(percent: 5)) }
        #expect((0..<100).count { _ in budget.take("w") } == 10)
    }

    @Test func aWindowKnowsItsPercentiles() {
        var window = LatencyWindow()
        for step in 1...19 { window.note(.milliseconds(step)) }
        #expect(window.percentile(95) == nil)
        window.note(.milliseconds(20))
        #expect(window.percentile(95) == .milliseconds(19))
        #expect(window.percentile(50) == .milliseconds(10))
        // Only the latest count.
        for step in 0..<128 { window.note(.seconds(step % 100)) }
        let latest = (0..<128).map { $0 % 100 }.sorted()
        for percent in 50...99 { #expect(window.percentile(percent) == .seconds(latest[(128 * percent + 99) / 100 - 1])) }
    }
}
