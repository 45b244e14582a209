import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

struct RescueTests {
    typealias Behaviour = SimulatedCall.Behaviour

    @Test func aCutStreamIsContinuedWhereTheModelCanPrefill() throws {
        let call = SimulatedCall(
            .simulated("a", "b", prefill: ["b"]), ["a": [.cut(after: "The answer ", "is ")], "b": [.answer("42.")]])
        #expect(call.sent.last?.kind == .continuing("The answer is "))
        #expect(call.text == "The answer is 42.")
        let response = try #require(call.response)
        #expect(response.text == "The answer is 42.")
        #expect(response.model == RoutePlan.name("b"))
    }

    @Test func textBeforeACallThatWasAskedForIsNotContinued() {
        let call = SimulatedCall(
            .simulated("a", "b", prefill: ["b"]), shape: .init(isPlainText: true, forcesTool: true),
            ["a": [.cut(after: "Let me look.")], "b": [.answer("Let me look.", " Here.")]])
        #expect(call.sent.map(\.kind) == [.fresh, .replaying])
    }

    @Test func aContinuationThatBringsNothingIsNoRest() throws {
        let call = SimulatedCall(
            .simulated("a", "b", prefill: ["b"]),
            [
                "a": [.cut(after: "The answer "), .answer("The answer ", "is 42.")],
                "b": [Behaviour([(.milliseconds(10), .endEmpty(.stop))])],
            ])
        #expect(call.sent.map(\.kind) == [.fresh, .continuing("The answer "), .replaying])
        #expect(call.report.attempts.map(\.failure) == [.cut, .emptyAnswer, nil])
        #expect(call.text == "The answer is 42.")
        // One that used up its output limit for nothing leaves it to the next rung, and in the end to the failure that began it.
        let cutShort = SimulatedCall(
            .simulated("a", "b", prefill: ["b"]),
            ["a": [.cut(after: "The answer ")], "b": [Behaviour([(.milliseconds(10), .endEmpty(.length))])]])
        #expect(cutShort.report.attempts.map(\.failure) == [.cut, .outputLimitReached, .silence])
        #expect(cutShort.failure?.kind == .cut && cutShort.response == nil)
        // Without anybody else, what came is no whole answer.
        let alone = SimulatedCall(
            .simulated("a", "b", settings: { $0.onCut = [.continueText, .fail] }, prefill: ["b"]),
            ["a": [.cut(after: "The answer ")], "b": [Behaviour([(.milliseconds(10), .endEmpty(.stop))])]])
        #expect(alone.response == nil)
        #expect(alone.failure?.kind == .cut)
        #expect(alone.text == "The answer ")
    }

    @Test func aCutStreamIsReplayedWithoutRepeatingAnything() throws {
        let call = SimulatedCall(
            .simulated("a", "b"), ["a": [.cut(after: "The ans", "wer")], "b": [.answer("The answer", " is ", "42.")]])
        #expect(call.sent.last?.kind == .replaying)
        #expect(call.text == "The answer is 42.")
        #expect(try #require(call.response).text == "The answer is 42.")
    }

    @Test func aReplayThatDiffersEndsWithThePartialText() throws {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [.cut(after: "The answer")], "b": [.answer("No idea.")]])
        #expect(call.text == "The answer")
        let failure = try #require(call.failure)
        #expect(failure.kind == .cut)
        #expect(failure.partial == [.assistant("The answer")])
        #expect(failure.attempts.count == 2)
    }

    @Test func aReplayThatEndsEarlyIsNoAnswer() {
        let call = SimulatedCall(.simulated("a", "b"), ["a": [.cut(after: "The answer is")], "b": [.answer("The answer")]])
        #expect(call.failure?.kind == .cut)
        #expect(call.response == nil)
    }

    @Test func restartIsOnlyForCallersWhoAllowIt() {
        let script: [String: [Behaviour]] = ["a": [.cut(after: "The answer")], "b": [.answer("No idea.")]]
        let plan = RoutePlan.simulated("a", "b", settings: { $0.onCut = [.restart, .fail] })
        let refused = SimulatedCall(plan, script)
        #expect(refused.failure?.kind == .cut)
        let allowed = SimulatedCall(plan, delivery: .stream(mayRestart: true), script)
        #expect(allowed.events.contains(.restarted))
        #expect(allowed.text == "No idea.")
    }

    @Test func aRescueThatCannotBeSentStaysOnTheLadder() {
        let plan = RoutePlan.simulated("a", "b", "c", settings: { $0.onCut = [.continueText, .fail] }, prefill: ["b"])
        let call = SimulatedCall(plan, withoutKey: ["b"], ["a": [.cut(after: "The")], "c": [.answer("The answer")]])
        #expect(call.models == ["a"])
        #expect(call.failure?.kind == .cut)
        #expect(call.text == "The")
    }

    @Test func aStallIsNeverRescuedByTheSameModel() {
        let stalled = Behaviour([(.zero, .content("The"))])
        let call = SimulatedCall(.simulated("a"), ["a": [stalled, .answer("The answer")]])
        #expect(call.failure?.kind == .stall)
        #expect(call.models == ["a"])
        let cut = SimulatedCall(.simulated("a"), ["a": [.cut(after: "The"), .answer("The answer")]])
        #expect(cut.text == "The answer")
    }

    @Test func deliveredToolCallsKeepTheirIDsThroughAReplay() throws {
        func piece(_ id: String, _ arguments: String) -> Behaviour.Step {
            .call(ToolCallDelta(index: 0, id: id, name: "get", arguments: arguments))
        }
        let cut = Behaviour([
            (.zero, piece("call_1", "{\"ci")), (.zero, .fail(ModelFailure(.cut, scope: .model, "Scripted."))),
        ])
        let replay = Behaviour([(.zero, piece("call_9", "{\"city\":")), (.zero, piece("call_9", "\"Oslo\"}")), (.zero, .end(.toolCalls))])
        let call = SimulatedCall(
            .simulated("a", "b"), shape: .init(isPlainText: true, forcesTool: true), ["a": [cut], "b": [replay]])
        var arguments = ""
        var ids: Set<String> = []
        for case .toolCallDelta(let delta) in call.events {
            arguments += delta.arguments
            ids.insert(delta.id)
        }
        #expect(arguments == "{\"city\":\"Oslo\"}")
        #expect(ids == ["call_1"])
        #expect(try #require(call.response).toolCalls == [ToolCall(id: "call_1", name: "get", arguments: "{\"city\":\"Oslo\"}")])
    }

    @Test func heldStreamsStartOverUnseen() throws {
        let call = SimulatedCall(
            .simulated("a", "b", settings: { $0.attempts = 1 }, hold: true), ["a": [.cut(after: "The")], "b": [.answer("No", " idea.")]])
        #expect(call.text == "No idea.")
        #expect(try #require(call.response).text == "No idea.")
        #expect(!call.events.contains(.restarted))
    }

    @Test func everyAttemptIsAccountedOnce() {
        let call = SimulatedCall(
            .simulated("a", "b", "c"), ["a": [.cut(after: "x")], "b": [.fail(.serverError, .model)], "c": [.answer("xy")]])
        #expect(call.text == "xy")
        #expect(call.report.attempts.map(\.number) == [1, 2, 3])
        #expect(call.report.attempts.map(\.outcome) == [.failed, .failed, .answered])
        #expect(call.closings.count == 1)
    }
}
