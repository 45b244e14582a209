import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// How long a call stands in a line, as the machine decides it.
struct WaitingLineTests {
    /// A call that was told to wait in line for its first candidate.
    private func call(
        _ plan: RoutePlan, about wait: Duration, otherKey: OtherKey? = nil, _ effects: inout CallEffects
    ) throws -> CallMachine {
        var machine = CallMachine(
            plan: plan, shape: .init(isPlainText: true, forcesTool: false), delivery: .response, began: .zero, seed: 1)
        machine.start(at: .zero, &effects)
        guard case .send(_, let id)? = effects.commands.first else {
            Issue.record("nothing is sent")
            throw CancellationError()
        }
        effects = CallEffects()
        machine.mustWait(id, about: wait, otherKey: otherKey, .rate, at: .zero, &effects)
        return machine
    }

    private func sent(_ effects: CallEffects) -> [Int] {
        effects.commands.compactMap { if case .send(let order, _) = $0 { order.place } else { nil } }
    }

    /// The attempt that was sent last fails, and its model is not asked again.
    private func fail(_ machine: inout CallMachine, at time: Duration, _ effects: inout CallEffects) {
        guard case .send(_, let id)? = effects.commands.last else { return }
        effects = CallEffects()
        machine.failed(id, ModelFailure(.unsupported, scope: .capability, "Scripted."), at: time, &effects)
    }

    @Test func whileOneStandsByPatienceIsTheLongestWait() throws {
        var effects = CallEffects()
        let machine = try call(.simulated("a", "b"), about: .seconds(3), &effects)
        #expect(sent(effects).isEmpty)
        #expect(machine.nextWake == .seconds(5))
        var longer = CallEffects()
        _ = try call(.simulated("a", "b"), about: .seconds(6), &longer)
        #expect(sent(longer) == [1])
    }

    @Test func whereNobodyElseIsLeftTheLineIsStoodInUpToTheDeadline() throws {
        var effects = CallEffects()
        let machine = try call(.simulated("a"), about: .seconds(60), &effects)
        #expect(machine.nextWake == .seconds(300))
    }

    @Test func oneThatComesFreeMeanwhileIsAskedInstead() throws {
        var effects = CallEffects()
        var machine = try call(.simulated("a", "b", closed: ["b": .seconds(20)]), about: .seconds(60), &effects)
        #expect(sent(effects).isEmpty)
        #expect(machine.nextWake == .seconds(20))
        machine.wake(at: .seconds(20), &effects)
        #expect(sent(effects) == [1])
    }

    @Test func patienceIsKeptWithOneThatComesFreeSooner() throws {
        var effects = CallEffects()
        let machine = try call(.simulated("a", "b", closed: ["b": .seconds(1)]), about: .seconds(60), &effects)
        #expect(machine.nextWake == .seconds(5))
    }

    @Test func anotherKeyThatIsWellSoonerIsAskedWhenItsTimeHasComeThoughItWasDown() throws {
        let down = OtherKey(wait: .seconds(7), isDown: true)
        var effects = CallEffects()
        var machine = try call(.simulated("a", "b"), about: .seconds(400), otherKey: down, &effects)
        #expect(sent(effects) == [1])
        fail(&machine, at: .seconds(8), &effects)
        #expect(sent(effects) == [0])
    }

    @Test func anotherKeyThatIsDownIsNotWaitedFor() throws {
        let down = OtherKey(wait: .seconds(7), isDown: true)
        var effects = CallEffects()
        var machine = try call(.simulated("a", "b"), about: .seconds(400), otherKey: down, &effects)
        fail(&machine, at: .seconds(1), &effects)
        #expect(machine.nextWake == nil)
    }

    @Test func anotherKeyThatIsOnlyHeldBackIsWaitedForWhereTheLineIsTooLong() throws {
        let held = OtherKey(wait: .seconds(7), isDown: false)
        var effects = CallEffects()
        let machine = try call(.simulated("a"), about: .seconds(400), otherKey: held, &effects)
        let due = machine.nextWake
        let wake = try #require(due)
        #expect(wake >= .seconds(7) && wake < .seconds(8))
    }
}
