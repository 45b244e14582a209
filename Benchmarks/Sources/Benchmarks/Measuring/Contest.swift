/// Several ways to do the same thing, measured in turns: what disturbs the machine disturbs them all.
struct Contest {
    /// One way to do it.
    struct Contestant {
        let name: String
        let goal: Goal?
        /// Does it this many times.
        let run: (Int) async throws -> Void
        /// Does afterwards what is left to do: it counts as processor time, but not as time.
        let settle: () async throws -> Void

        init(
            _ name: String, goal: Goal? = nil, settle: @escaping () async throws -> Void = {}, run: @escaping (Int) async throws -> Void
        ) {
            self.name = name
            self.goal = goal
            self.settle = settle
            self.run = run
        }
    }

    /// What is measured.
    let title: String
    /// What one operation is, such as `call`.
    let operation: String
    /// How many operations a turn has.
    let operations: Int
    /// Whether the first contestant is what the others are compared with; else they are different things side by side.
    var hasYardstick = true
    /// How many rounds there are at the most: fewer than usual where a turn is long.
    var mostRounds = Int.max
    let contestants: [Contestant]

    /// Runs every round, each contestant once in each, in changing order; before that, each once to warm up.
    func run(rounds: Int) async throws -> [Outcome] {
        var costs = [[Cost]](repeating: [], count: contestants.count)
        for contestant in contestants {
            try await contestant.run(max(1, operations / 4))
            try await contestant.settle()
        }
        for round in 0..<min(rounds, mostRounds) {
            for turn in contestants.indices {
                let place = (turn + round) % contestants.count
                var cost = try await Cost.of(operations) { try await contestants[place].run(operations) }
                cost.processor += try await Cost.of(operations) { try await contestants[place].settle() }.processor
                costs[place].append(cost)
            }
        }
        var outcomes: [Outcome] = []
        for (place, contestant) in contestants.enumerated() {
            // Ratios within a round, since the rounds may differ by more than the contestants.
            let pairs = hasYardstick && place > 0 ? Array(zip(costs[place], costs[0])) : []
            outcomes.append(
                Outcome(
                    title: title, name: contestant.name, operation: operation, time: costs[place].map(\.time).median,
                    fastest: costs[place].map(\.time).min() ?? .nan, processor: costs[place].map(\.processor).median,
                    switches: costs[place].map(\.switches).median,
                    allocations: try await allocations(of: contestant),
                    ratio: pairs.isEmpty ? nil : pairs.map { $0.time / $1.time }.median,
                    processorRatio: pairs.isEmpty ? nil : pairs.map { $0.processor / $1.processor }.median, goal: contestant.goal))
        }
        return outcomes
    }

    /// - Returns: `nil` where a turn is too long for one more.
    private func allocations(of contestant: Contestant) async throws -> Double? {
        guard mostRounds == .max else { return nil }
        return try await Cost.allocations(operations) { try await contestant.run(operations) }
    }
}

/// What is aimed at.
enum Goal {
    /// At most so many times the time of the contest's first.
    case timeRatio(Double)
    /// At least so many times the throughput of the contest's first.
    case throughputRatio(Double)
    /// Less than so many nanoseconds an operation.
    case nanoseconds(Double)

    func isMet(by outcome: Outcome) -> Bool {
        switch self {
        case .timeRatio(let most): outcome.ratio ?? .infinity <= most
        case .throughputRatio(let least): 1 / (outcome.ratio ?? .infinity) >= least
        case .nanoseconds(let limit): outcome.time < limit
        }
    }
}

/// How a contestant did: medians over the rounds, for one operation.
struct Outcome {
    let title: String
    let name: String
    let operation: String
    /// Elapsed nanoseconds.
    let time: Double
    /// Elapsed nanoseconds of the fastest round.
    let fastest: Double
    /// Nanoseconds of processor time.
    let processor: Double
    /// How often a thread went to sleep.
    let switches: Double
    let allocations: Double?
    /// The time as a multiple of the first contestant's; `nil` for the first.
    let ratio: Double?
    let processorRatio: Double?
    let goal: Goal?
}
