import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// How long a call stands in a line, as the machine decides it.
struct WaitingLineTests {
    /// A call that was told to wait in line for its first candidate.
    private func call(_ plan: RoutePlan, about wait: Duration) throws -> (machine: CallMachine, effects: CallEffects) {
        var machine = CallMachine(
            plan: plan, shape: .init(isPlainText: true, forcesTool: false), delivery: .response, began: .zero, seed: 1)
        var effects = CallEffects()
        machine.start(at: .zero, &effects)
        guard case .send(_, let id)? = effects.commands.first else {
            Issue.record("nothing is sent")
            throw CancellationError()
        }
        effects = CallEffects()
        machine.mustWait(id, about: wait, .rate, at: .zero, &effects)
        return (machine, effects)
    }

    private func sent(_ effects: CallEffects) -> [Int] {
        effects.commands.compactMap { if case .send(let order, _) = $0 { order.place } else { nil } }
    }

    @Test func whileOneStandsByPatienceIsTheLongestWait() throws {
        let (machine, effects) = try call(.simulated("a", "b"), about: .seconds(3))
        #expect(sent(effects).isEmpty)
        #expect(machine.nextWake == .seconds(5))
        let (_, longer) = try call(.simulated("a", "b"), about: .seconds(6))
        #expect(sent(longer) == [1])
    }

    @Test func whereNobodyElseIsLeftTheLineIsStoodInUpToTheDeadline() throws {
        let (machine, _) = try call(.simulated("a"), about: .seconds(60))
        #expect(machine.nextWake == .seconds(300))
    }

    @Test func oneThatComesFreeMeanwhileIsAskedInstead() throws {
        var (machine, effects) = try call(.simulated("a", "b", closed: ["b": .seconds(20)]), about: .seconds(60))
        #expect(sent(effects).isEmpty)
        #expect(machine.nextWake == .seconds(20))
        machine.wake(at: .seconds(20), &effects)
        #expect(sent(effects) == [1])
    }

    @Test func patienceIsKeptWithOneThatComesFreeSooner() throws {
        let (machine, _) = try call(.simulated("a", "b", closed: ["b": .seconds(1)]), about: .seconds(60))
        #expect(machine.nextWake == .seconds(5))
    }
}
