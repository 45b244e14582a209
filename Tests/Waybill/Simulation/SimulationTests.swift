import Foundation
import Testing
import Waybill

/// Whole calls through the real router, in worlds made of a seed: whatever goes wrong, the promises hold.
///
/// `WAYBILL_SEED=n` plays one world and prints its story; `WAYBILL_FULL=1` plays a million.
struct SimulationTests {
    @Test func whateverGoesWrongThePromisesHold() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["WAYBILL_SEED"].flatMap(UInt64.init) {
            let simulation = try await Simulation(seed: seed)
            print(simulation.world.description, simulation.story, separator: "\n")
            #expect(SimulationOracle(simulation).violations == [])
            return
        }
        let runs = environment["WAYBILL_RUNS"].flatMap(Int.init) ?? (environment["WAYBILL_FULL"] == nil ? 2_000 : 1_000_000)
        try await SimulationRuns(count: runs)
            .play(workers: 2) { seed, violations, story in
                // Printed beside the issue: a long comment of an issue may be lost on its way.
                print("WAYBILL_SEED=\(seed)", violations.joined(separator: "\n"), story, separator: "\n")
                Issue.record("WAYBILL_SEED=\(seed): \(violations.joined(separator: "; "))")
            }
    }

    @Test func aSeedTellsTheSameStoryAgain() async throws {
        for seed: UInt64 in 1...20 {
            let first = try await Simulation(seed: seed)
            let second = try await Simulation(seed: seed)
            #expect(first.story.description == second.story.description, "seed \(seed)")
        }
    }
}
