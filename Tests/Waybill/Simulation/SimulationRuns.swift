import Synchronization
import Waybill

/// Many runs, a few at a time.
final class SimulationRuns: Sendable {
    private let count: Int
    private let next = Atomic(0)
    private let broken = Atomic(0)
    private let began = ContinuousClock.now

    /// How many broken worlds are told of before the rest is left: a long run tells of more at once.
    private var patience: Int { max(5, count / 20_000) }

    /// Creates runs of the worlds from 0 to `count`.
    init(count: Int) { self.count = count }

    /// Plays all of them, unless some break a promise.
    func play(workers: Int, _ failed: @escaping @Sendable (UInt64, [String], SimulationStory) -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<workers {
                group.addTask {
                    while let seed = self.takeNext() {
                        let simulation = try await Simulation(seed: seed)
                        let violations = SimulationOracle(simulation).violations
                        guard !violations.isEmpty else { continue }
                        self.broken.add(1, ordering: .relaxed)
                        failed(seed, violations, simulation.story)
                    }
                }
            }
            try await group.waitForAll()
        }
        let played = min(next.load(ordering: .relaxed), count)
        if played > 20_000 { print("\(played) worlds in \(ContinuousClock.now - began)") }
    }

    private func takeNext() -> UInt64? {
        guard broken.load(ordering: .relaxed) < patience else { return nil }
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return nil }
        if number > 0, number % 20_000 == 0 { print("\(number) worlds after \(ContinuousClock.now - began)") }
        return UInt64(number)
    }
}
