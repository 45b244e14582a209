import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// Asking a model once more without what it refused.
struct RepairTests {
    typealias Behaviour = SimulatedCall.Behaviour

    private static let refusal = Behaviour.fail(.unsupported, .capability)

    /// A request that can do without whatever is refused.
    private static func shape(_ parameters: String...) -> RequestShape {
        var shape = RequestShape(isPlainText: true, forcesTool: false)
        shape.repair = { _, candidate in
            parameters.first { name in !candidate.repairs.contains { $0.parameter == name } }
                .map { RequestRepair($0, subject: $0) }
        }
        return shape
    }

    @Test func aModelThatRefusesAParameterIsAskedOnceWithoutIt() throws {
        let call = SimulatedCall(
            .simulated("a", "b"), shape: Self.shape("temperature"), ["a": [Self.refusal, .answer("ok")], "b": [.answer("no")]])
        #expect(call.models == ["a", "a"])
        #expect(call.text == "ok")
        let adjustment = Adjustment(.leftOut, "temperature", "the model refused it")
        #expect(call.response?.route.adjustments == [adjustment])
        #expect(call.report.candidates.first?.adjustments == [adjustment])
        #expect(call.report.attempts[0].decision == "the same model at once, without 'temperature'")
        // At once: the refusal came after 50 ms.
        #expect(call.sent[1].at == .milliseconds(50))
        #expect(call.remembered == [RequestRepair("temperature", subject: "temperature")])
    }

    @Test func aModelIsNeverRepairedTwiceInACall() {
        let call = SimulatedCall(
            .simulated("a", "b"), shape: Self.shape("temperature", "top_p"),
            ["a": [Self.refusal, Self.refusal, .answer("no")], "b": [.answer("ok")]])
        #expect(call.models == ["a", "a", "b"])
        #expect(call.response?.route.adjustments == [])
        // The next call does without both.
        #expect(call.remembered.map(\.parameter) == ["temperature", "top_p"])
    }

    @Test func everyCandidateMayBeRepairedOnce() {
        let call = SimulatedCall(
            .simulated("a", "b"), shape: Self.shape("temperature"),
            ["a": [Self.refusal, .fail(.modelNotFound, .model)], "b": [Self.refusal, .answer("ok")]])
        #expect(call.models == ["a", "a", "b", "b"])
        #expect(call.text == "ok")
    }

    @Test func aStrictRouteRepairsNothing() {
        var plan = RoutePlan.simulated("a", "b")
        plan.strict = true
        let call = SimulatedCall(plan, shape: Self.shape("temperature"), ["a": [Self.refusal], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
        #expect(call.remembered.isEmpty)
    }

    @Test func aRepairCostsTheModelNoAttempt() {
        let once = SimulatedCall(
            .simulated("a", settings: { $0.attempts = 1 }), shape: Self.shape("temperature"), ["a": [Self.refusal, .answer("ok")]])
        #expect(once.text == "ok")
        let flaky = SimulatedCall(
            .simulated("a"), shape: Self.shape("temperature"),
            ["a": [Self.refusal, .fail(.serverError, .model), .answer("ok")]])
        #expect(flaky.models == ["a", "a", "a"])
        #expect(flaky.response?.route.adjustments.count == 1)
    }

    @Test func aRepairTakesNobodysLastAttempt() {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attemptsPerCall = 2 }), shape: Self.shape("temperature"),
            ["a": [Self.refusal, .answer("no")], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
    }

    @Test func oneOfTwoThatRefusesIsRepairedWhileTheOtherGoesOn() {
        let call = SimulatedCall(
            .simulated("a", "b", hedgeAfter: .milliseconds(800)), shape: Self.shape("temperature"),
            ["a": [.answer("slow", after: .seconds(5))], "b": [Self.refusal, .answer("ok")]])
        #expect(call.models == ["a", "b", "b"])
        #expect(call.text == "ok")
        #expect(call.report.attempts.map(\.outcome) == [.hedgedOut, .failed, .answered])
        #expect(call.response?.route.adjustments.map(\.subject) == ["temperature"])
    }

    @Test(arguments: [FailureKind.contextOverflow, .invalidRequest])
    func onlyARefusedParameterIsRepaired(kind: FailureKind) {
        let call = SimulatedCall(
            .simulated("a", "b"), shape: Self.shape("temperature"), ["a": [.fail(kind, .capability)], "b": [.answer("ok")]])
        #expect(call.models == ["a", "b"])
    }

    @Test func nothingIsRepairedAfterContent() {
        let call = SimulatedCall(
            .simulated("a", settings: { $0.onCut = [.fail] }), shape: Self.shape("temperature"),
            ["a": [.cut(after: "Hel", kind: .unsupported), .answer("no")]])
        #expect(call.models == ["a"])
    }
}
