public import WaybillInterchange
public import WaybillRoutePlanning

/// What many recorded calls would meet under other routes, summed up.
public struct ReplayReport: Sendable, Hashable {
    /// What some calls cost together, and would.
    ///
    /// Only calls of which both are known are in the amounts.
    public struct Sum: Sendable, Hashable {
        /// How many calls there are.
        public var calls = 0
        /// How many of them are in the amounts.
        public var known = 0
        /// How many are not since nobody knows what they cost.
        public var unknownBefore = 0
        /// How many are not since nobody knows what they would cost; some of them may be among the former.
        public var unknownAfter = 0
        /// What they cost.
        public var before = Money.zero
        /// What they would.
        public var after = CostRange.nothing
    }

    /// Calls that another model would serve, for one reason.
    public struct Move: Sendable, Hashable {
        /// The kind of work.
        public var workload: Workload
        /// The model that served them; `nil`: none did.
        public var from: ModelName?
        /// The model that would; `nil`: none.
        public var to: ModelName?
        /// The reason in one word.
        public var code: String
        /// The reason, as it is of one of them.
        public var reason: String
        /// How many of them have tokens that the new model's tokenizer never counted.
        public var estimated = 0
        /// What they cost and would.
        public var sum = Sum()
    }

    /// Calls that a candidate cannot serve, though it could or was none.
    public struct Obstacle: Sendable, Hashable {
        /// The kind of work.
        public var workload: Workload
        /// The candidate.
        public var model: ModelName
        /// The reason in one word.
        public var code: String
        /// The reason, as it is of one of them.
        public var reason: String
        /// How many calls there are.
        public var calls = 0
    }

    /// All calls of one kind of work.
    public struct WorkloadSum: Sendable, Hashable {
        /// The kind of work.
        public var workload: Workload
        /// How many of them another model would serve.
        public var moved = 0
        /// What they cost and would.
        public var sum = Sum()
    }

    /// How many calls could not be planned again, since it is not known how they ended.
    public var unfinished = 0
    private var sums: [Workload: WorkloadSum] = [:]
    private var moved: [MoveKey: Move] = [:]
    private var obstructed: [ObstacleKey: Obstacle] = [:]

    private struct MoveKey: Hashable {
        var workload: Workload
        var from: ModelName?
        var to: ModelName?
        var code: String
    }

    private struct ObstacleKey: Hashable {
        var workload: Workload
        var model: ModelName
        var code: String
    }

    /// A report of no calls.
    public init() {}

    /// Adds a call.
    public mutating func add(_ call: ReplayedCall) {
        sums[call.workload, default: WorkloadSum(workload: call.workload)].add(call)
        for obstacle in call.obstacles {
            let key = ObstacleKey(workload: call.workload, model: obstacle.model, code: obstacle.reason.code)
            obstructed[key, default: Obstacle(obstacle, of: call)].calls += 1
        }
        guard let reason = call.reason else { return }
        let key = MoveKey(workload: call.workload, from: call.before, to: call.after, code: reason.code)
        moved[key, default: Move(call, reason)].add(call)
    }

    /// Adds the calls of another report.
    public mutating func add(_ other: ReplayReport) {
        unfinished += other.unfinished
        for (workload, sum) in other.sums { sums[workload, default: WorkloadSum(workload: workload)].add(sum) }
        // The words are those of whichever call came first.
        moved.merge(other.moved) { first, second in first.adding(second) }
        obstructed.merge(other.obstructed) { first, second in first.adding(second.calls) }
    }
}

extension ReplayReport {
    /// How many calls were planned again.
    public var calls: Int { sum.calls }

    /// What all of them cost and would.
    public var sum: Sum { sums.values.reduce(into: Sum()) { $0.add($1.sum) } }

    /// How many of them another model would serve, or none.
    public var movedCalls: Int { sums.values.reduce(0) { $0 + $1.moved } }

    /// How many of them nobody would serve, though somebody did.
    public var unservedCalls: Int { moved.values.reduce(0) { $0 + ($1.to == nil ? $1.sum.calls : 0) } }

    /// The kinds of work by their names.
    public var workloads: [WorkloadSum] { sums.values.sorted { $0.workload.rawValue < $1.workload.rawValue } }

    /// The calls that go elsewhere, the most first.
    public var moves: [Move] {
        moved.values.sorted { $0.sum.calls == $1.sum.calls ? $0.order < $1.order : $0.sum.calls > $1.sum.calls }
    }

    /// What keeps candidates from serving calls, the most first.
    public var obstacles: [Obstacle] {
        obstructed.values.sorted { $0.calls == $1.calls ? $0.order < $1.order : $0.calls > $1.calls }
    }
}

extension ReplayReport.Sum {
    fileprivate mutating func add(_ cost: ReplayedCall.Cost) {
        calls += 1
        if cost.before == nil { unknownBefore += 1 }
        if cost.after == nil { unknownAfter += 1 }
        guard let before = cost.before, let after = cost.after else { return }
        known += 1
        self.before = self.before + before
        self.after = self.after + after
    }

    fileprivate mutating func add(_ other: ReplayReport.Sum) {
        calls += other.calls
        known += other.known
        unknownBefore += other.unknownBefore
        unknownAfter += other.unknownAfter
        before = before + other.before
        after = after + other.after
    }
}

extension ReplayReport.WorkloadSum {
    fileprivate mutating func add(_ call: ReplayedCall) {
        if call.isMoved { moved += 1 }
        sum.add(call.cost)
    }

    fileprivate mutating func add(_ other: ReplayReport.WorkloadSum) {
        moved += other.moved
        sum.add(other.sum)
    }
}

extension ReplayReport.Move {
    fileprivate init(_ call: ReplayedCall, _ reason: ReplayReason) {
        self.init(workload: call.workload, from: call.before, to: call.after, code: reason.code, reason: reason.description)
    }

    fileprivate mutating func add(_ call: ReplayedCall) {
        if call.isEstimated { estimated += 1 }
        sum.add(call.cost)
    }

    fileprivate func adding(_ other: ReplayReport.Move) -> ReplayReport.Move {
        var result = self
        result.estimated += other.estimated
        result.sum.add(other.sum)
        return result
    }

    fileprivate var order: String { "\(workload)\n\(from?.description ?? "")\n\(to?.description ?? "")\n\(code)" }
}

extension ReplayReport.Obstacle {
    fileprivate init(_ obstacle: ReplayedCall.Obstacle, of call: ReplayedCall) {
        self.init(
            workload: call.workload, model: obstacle.model, code: obstacle.reason.code, reason: obstacle.reason.description)
    }

    fileprivate func adding(_ calls: Int) -> ReplayReport.Obstacle {
        var result = self
        result.calls += calls
        return result
    }

    fileprivate var order: String { "\(workload)\n\(model)\n\(code)" }
}
