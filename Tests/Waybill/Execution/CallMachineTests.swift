import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

struct CallMachineTests {
    typealias Behaviour = SimulatedCall.Behaviour

    @Test func firstCandidateAnswers() throws {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [.answer("Hel", "lo")]])
        #expect(call.text == "Hello")
        #expect(call.events.first == .began(RoutePlan.name("a")))
        let response = try #require(call.response)
        #expect(response.model == RoutePlan.name("a"))
        #expect(response.isComplete)
        #expect(response.route.attempts.count == 1)
        #expect(response.route.attempts[0].outcome == .answered)
        #expect(response.route.attempts[0].firstToken == .milliseconds(100))
        #expect(call.closings.count == 1)
    }

    @Test func aFailureBeforeContentIsUnseen() {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }), ["a": [.fail(.serverError, .model)], "b": [.answer("ok")]])
        #expect(call.text == "ok")
        #expect(call.models == ["a", "b"])
        #expect(call.events.filter { if case .began = $0 { true } else { false } }.count == 1)
        #expect(call.report.attempts.map(\.outcome) == [.failed, .answered])
        #expect(call.report.attempts[0].decision == "on to p-b/b")
    }

    @Test func aThoughtIsNamedAsWhoseItIs() {
        let thinking: [(Duration, Behaviour.Step)] = [(.zero, .thought("")), (.zero, .thought("Hm."))]
        let failing = Behaviour(thinking + [(.zero, .fail(ModelFailure(.serverError, scope: .model, "Scripted.")))])
        let plan = RoutePlan.simulated("a", "b", settings: { $0.attempts = 1 }, lastResort: .text("sorry"))
        let thought: [ModelEvent] = [.reasoningDelta(""), .began(RoutePlan.name("a")), .reasoningDelta("Hm.")]
        // A thought commits nobody: another may answer, in its own name.
        let call = SimulatedCall(plan, ["a": [failing], "b": [.answer("ok")]])
        #expect(call.events.dropLast() == thought + [.began(RoutePlan.name("b")), .textDelta("ok")])
        let nobody = SimulatedCall(plan, ["a": [failing], "b": [.fail(.serverError, .model)]])
        #expect(nobody.events.dropLast() == thought + [.lastResort, .textDelta("sorry")])
    }

    @Test(arguments: [FailureKind.contentPolicy, .invalidRequest, .blockedUser])
    func aFaultOfTheRequestAsksNobodyElse(kind: FailureKind) {
        let call = SimulatedCall(.simulated("a", "b", lastResort: .text("sorry")), ["a": [.fail(kind, .request)], "b": [.answer("no")]])
        #expect(call.models == ["a"])
        #expect(call.failure?.kind == kind)
        #expect(call.response == nil)
    }

    @Test func capabilityFailuresAreNotRepeated() {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [.fail(.unsupported, .capability)], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
    }

    @Test func contextOverflowSkipsWindowsThatAreNoLarger() {
        let call = SimulatedCall(
            .simulated("a", "b", "c", windows: ["a": 100, "b": 90, "c": 200]),
            ["a": [.fail(.contextOverflow, .capability)], "b": [.answer("no")], "c": [.answer("ok")]])
        #expect(call.models == ["a", "c"])
    }

    @Test func retriesBackOffWithinTheirBound() {
        for seed in 0..<50 {
            let call = SimulatedCall(
                .simulated("a"), seed: UInt64(seed), ["a": [.fail(.serverError, .model, after: .zero), .answer("ok", after: .zero)]])
            #expect(call.models == ["a", "a"])
            #expect(call.sent[1].at <= .milliseconds(500), "seed \(seed)")
        }
    }

    @Test func retryWaitsAtLeastAsLongAsTheServerAsked() {
        for seed in 0..<50 {
            let call = SimulatedCall(
                .simulated("a", "b"), seed: UInt64(seed),
                ["a": [.fail(.rateLimited, .model, after: .zero, retryAfter: .seconds(3)), .answer("ok")], "b": [.answer("b")]])
            #expect(call.models == ["a", "a"], "seed \(seed)")
            #expect(call.sent[1].at >= .seconds(3), "seed \(seed)")
        }
    }

    @Test func aLongerRetryAfterThanPatienceMovesOn() {
        let call = SimulatedCall(
            .simulated("a", "b"), ["a": [.fail(.rateLimited, .model, retryAfter: .seconds(30))], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
        #expect(call.sent[1].at < .seconds(1))
    }

    @Test func theLastCandidateMayWaitUpToTheDeadline() {
        let call = SimulatedCall(.simulated("a"), ["a": [.fail(.rateLimited, .model, retryAfter: .seconds(30)), .answer("ok")]])
        #expect(call.text == "ok")
        #expect(call.sent[1].at >= .seconds(30))
    }

    @Test func aServerThatAskedForTimeIsAskedAgainWhenNobodyElseIsLeft() {
        let call = SimulatedCall(
            .simulated("a", "b"),
            ["a": [.fail(.rateLimited, .model, retryAfter: .seconds(30)), .answer("ok")], "b": [.fail(.modelNotFound, .model)]])
        #expect(call.models == ["a", "b", "a"])
        #expect(call.sent[2].at >= .seconds(30))
        #expect(call.text == "ok")
    }

    @Test func silenceLeavesTheModelForTheWholeCall() {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [.silence], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
        #expect(call.sent[1].at == .seconds(10))
        #expect(call.report.attempts[0].failure == .silence)
    }

    @Test func signsOfLifeRestartTheFirstTokenClockButCommitNothing() {
        let thinking = Behaviour([
            (.seconds(8), .activity), (.seconds(8), .activity), (.seconds(8), .content("done")), (.zero, .end(.stop)),
        ])
        let call = SimulatedCall(.simulated("a", "b"), ["a": [thinking]])
        #expect(call.models == ["a"])
        #expect(call.text == "done")
    }

    @Test func theDeadlineLeavesTimeForThoseStandingBy() {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.deadline = .seconds(12) }, firstToken: .seconds(10)),
            ["a": [.silence], "b": [.answer("ok", after: .seconds(1))]])
        // The equal share of 6 s is more than what 12 s leave after the 10 s of the candidate standing by.
        #expect(call.sent[1].at == .seconds(6))
        #expect(call.text == "ok")
    }

    @Test func theDeadlineEndsTheCallAndListsEveryAttempt() throws {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.deadline = .seconds(5) }), ["a": [.silence], "b": [.silence]])
        let failure = try #require(call.failure)
        #expect(failure.kind == .deadline || failure.kind == .silence)
        #expect(failure.attempts.count == 2)
        #expect(call.report.duration <= .seconds(5))
    }

    @Test func capsOnAttemptsHold() {
        let failing = [Behaviour](repeating: .fail(.serverError, .model), count: 10)
        let call = SimulatedCall(
            .simulated("a", "b", "c", settings: { $0.attemptsPerCall = 4 }), ["a": failing, "b": failing, "c": failing])
        #expect(call.models.count == 4)
        #expect(Set(call.models) == ["a", "b", "c"])
        #expect(call.failure?.kind == .serverError)
    }

    @Test func anUnreachableHostsOtherCandidatesGoLast() {
        let call = SimulatedCall(
            .simulated("a", "b", "c", settings: { $0.attempts = 1 }, hosts: ["a": "h", "b": "h", "c": "other"]),
            ["a": [.fail(.connect, .provider)], "b": [.answer("b")], "c": [.answer("c")]])
        #expect(call.models == ["a", "c"])
    }

    @Test func emptyAnswersAreFailures() {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }),
            ["a": [Behaviour([(.zero, .endEmpty(.stop))])], "b": [.answer("ok")]])
        #expect(call.report.attempts[0].failure == .emptyAnswer)
        #expect(call.text == "ok")
    }

    @Test func anOutputLimitUsedUpByReasoningIsTheRequestsFault() {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [Behaviour([(.zero, .endEmpty(.length))])], "b": [.answer("no")]])
        #expect(call.failure?.kind == .outputLimitReached)
        #expect(call.models == ["a"])
    }

    @Test func aTruncatedAnswerIsNotWhole() throws {
        let call = SimulatedCall(.simulated("a"), ["a": [Behaviour([(.zero, .content("It is")), (.zero, .end(.length))])]])
        #expect(try #require(call.response).isComplete == false)
    }

    @Test(arguments: [CallMachine.Delivery.response, .stream(mayRestart: false)])
    func theLastResortServesWhenNobodyAnswers(delivery: CallMachine.Delivery) throws {
        let call = SimulatedCall(.simulated("a", lastResort: .text("sorry")), delivery: delivery, ["a": [.fail(.modelNotFound, .model)]])
        let response = try #require(call.response)
        #expect(response.text == "sorry")
        #expect(response.model == nil)
        #expect(response.route.degraded)
    }

    @Test func theLastResortNeverStandsInForAForcedTool() {
        let call = SimulatedCall(
            .simulated("a", lastResort: .text("sorry")), shape: .init(isPlainText: true, forcesTool: true),
            ["a": [.fail(.modelNotFound, .model)]])
        #expect(call.failure?.kind == .modelNotFound)
    }

    @Test func cancellationLeavesOneRowAndSendsNothingMore() {
        let call = SimulatedCall(.simulated("a", "b"), cancelAt: .seconds(1), ["a": [.silence], "b": [.answer("no")]])
        #expect(call.models == ["a"])
        #expect(call.closings.count == 1)
        #expect(call.report.attempts.map(\.outcome) == [.cancelled])
        #expect(call.failure == nil)
    }

    @Test func anAttemptThatWasNotSentLeavesNoRow() {
        var machine = CallMachine(
            plan: .simulated("a"), shape: .init(isPlainText: true, forcesTool: false), delivery: .response, began: .zero, seed: 1)
        var effects = CallEffects()
        machine.start(at: .zero, &effects)
        machine.cancel(at: .seconds(1), &effects)
        #expect(machine.report.attempts == [])
        #expect(machine.nextWake == nil)
    }

    @Test func nothingIsSentOnceTheDeadlinePassedWhileAKeyWasRead() {
        var machine = CallMachine(
            plan: .simulated("a", settings: { $0.deadline = .seconds(5) }), shape: .init(isPlainText: true, forcesTool: false),
            delivery: .response, began: .zero, seed: 1)
        var effects = CallEffects()
        machine.start(at: .zero, &effects)
        let maySend = machine.maySend(1, at: .seconds(6), &effects)
        #expect(!maySend)
        #expect(effects.failure?.kind == .deadline)
        #expect(machine.report.attempts == [])
    }

    @Test func anAnswerThatOnlyWaitsForItsEndIsNotLostToTheDeadline() {
        let lingering = Behaviour([(.milliseconds(4_900), .content("done")), (.zero, .finishReason)])
        let call = SimulatedCall(.simulated("a", settings: { $0.deadline = .seconds(5) }), ["a": [lingering]])
        #expect(call.response?.text == "done")
        #expect(call.report.duration <= .seconds(5))
    }

    @Test func aModelThatItsHealthClosedIsAwaitedOnceNobodyElseIsLeft() {
        let call = SimulatedCall(
            .simulated("a", "b", closed: ["b": .seconds(2)]), ["a": [.fail(.modelNotFound, .model)], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
        #expect(call.sent[1].at >= .seconds(2))
        #expect(call.text == "ok")
    }

    @Test func aCallDoesNotWaitForWhatComesFreeAfterItsDeadline() {
        var plan = RoutePlan.simulated("a", lastResort: .text("sorry"))
        plan.wait = .seconds(3_600)
        let served = SimulatedCall(plan, [:])
        #expect(served.text == "sorry")
        #expect(served.report.duration == .zero)
        plan.lastResort = nil
        #expect(SimulatedCall(plan, [:]).failure?.kind == .noCandidate)
    }

    @Test func theLastResortServesWhereOneModelCannotAndAnotherIsDown() throws {
        let script: [String: [Behaviour]] = ["a": [.fail(.unsupported, .capability)], "b": [.fail(.modelNotFound, .model)]]
        #expect(SimulatedCall(.simulated("a", "b", lastResort: .text("sorry")), script).text == "sorry")
        let incapable = SimulatedCall(.simulated("a", lastResort: .text("sorry")), ["a": [.fail(.unsupported, .capability)]])
        #expect(incapable.failure?.kind == .unsupported)
    }

    @Test func workThatWasBegunIsAccountedHoweverItFailed() {
        let failing = Behaviour([(.zero, .content("The")), (.zero, .fail(ModelFailure(.serverError, scope: .model, "Scripted.")))])
        let call = SimulatedCall(.simulated("a", settings: { $0.onCut = [.fail] }), ["a": [failing]])
        #expect(call.report.attempts[0].usage?.certainty == .estimated)
    }

    @Test func everyAttemptThatUsedTokensIsPriced() {
        let price = Price(input: 1_000_000, output: 2_000_000)
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }, price: price), delivery: .response,
            ["a": [.cut(after: "par")], "b": [.answer("whole")]])
        // The cut attempt is taken to have cost its input and the token that came; the other used 10 and 5.
        #expect(call.report.attempts.map(\.cost) == [Money(picodollars: 12_000_000), Money(picodollars: 20_000_000)])
        #expect(call.report.cost == Money(picodollars: 32_000_000))
    }

    @Test func aBufferedCallStartsOverAfterACut() throws {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }), delivery: .response, ["a": [.cut(after: "par")], "b": [.answer("whole")]])
        #expect(try #require(call.response).text == "whole")
        #expect(call.events.count == 1)
    }

    @Test func theMostUsefulFailureIsToldAndAllOthersAreInside() throws {
        let call = SimulatedCall(
            .simulated("a", "b", "c", "d", settings: { $0.attempts = 1 }),
            [
                "a": [.fail(.connect, .provider)], "b": [.fail(.serverError, .model)], "c": [.fail(.authentication, .credential)],
                "d": [.fail(.overloaded, .model)],
            ])
        let failure = try #require(call.failure)
        #expect(failure.kind == .authentication)
        #expect(failure.others.map(\.kind) == [.connect, .serverError, .overloaded])
        #expect(failure.attempts.count == 4)
    }

    @Test func ofEquallyUsefulFailuresTheFirstIsTold() throws {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }), ["a": [.fail(.overloaded, .model)], "b": [.fail(.serverError, .model)]])
        #expect(try #require(call.failure).kind == .overloaded)
    }

    @Test func theDeadlinesFailureHoldsThoseOfEveryAttempt() throws {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.deadline = .seconds(5) }), ["a": [.fail(.modelNotFound, .model)], "b": [.silence]])
        let failure = try #require(call.failure)
        #expect(failure.kind == .deadline)
        #expect(failure.others.map(\.kind) == [.modelNotFound])
        #expect(failure.attempts.map(\.failure) == [.modelNotFound, .deadline])
    }

    @Test func everyDecisionSaysWhy() {
        let call = SimulatedCall(
            .simulated("a", "b", "c"),
            [
                "a": [.fail(.rateLimited, .model, after: .zero, retryAfter: .seconds(2)), .silence],
                "b": [.fail(.rateLimited, .model, retryAfter: .seconds(60))], "c": [.answer("ok")],
            ])
        let decisions = call.report.attempts.map(\.decision)
        #expect(decisions[0].hasPrefix("the same model again after 2"))
        #expect(decisions[0].hasSuffix(", since it asked to wait 2s"))
        #expect(decisions[1...] == ["on to p-b/b: silent for 10s", "on to p-c/c: it asked to wait 60s", "answered"])
    }
}
