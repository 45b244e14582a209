public import WaybillInterchange
public import WaybillRoutePlanning

/// A recorded call as it would go under other routes.
public struct ReplayedCall: Sendable, Hashable {
    /// A candidate that cannot serve the call, though it could or was none.
    public struct Obstacle: Sendable, Hashable {
        /// The candidate.
        public var model: ModelName
        /// Why it cannot.
        public var reason: SetAsideReason
    }

    /// What the call cost, and would.
    public struct Cost: Sendable, Hashable {
        /// As the books have it; `nil`: not known.
        public var before: Money?
        /// Under the other routes; `nil`: not known.
        public var after: CostRange?
    }

    /// The kind of work.
    public var workload: Workload
    /// The model that served it; `nil`: none did.
    public var before: ModelName?
    /// The model that would serve it; `nil`: none would.
    public var after: ModelName?
    /// Why another model would; `nil` where none would.
    public var reason: ReplayReason?
    /// What it cost, and would.
    public var cost: Cost
    /// Whether its tokens were never counted by the tokenizer of the model that would serve it.
    public var isEstimated = false
    /// The candidates that cannot serve it, though they could or were none.
    public var obstacles: [Obstacle] = []

    /// Whether another model serves it than did.
    public var isMoved: Bool { before != after }

    init(_ call: CallRecord, before: ModelName?) {
        workload = call.heading.workload
        self.before = before
        cost = Cost(before: call.report.cost)
    }

    /// Says why another model serves it.
    mutating func explain(by plan: RoutePlan) {
        guard isMoved else { return }
        guard let before else {
            reason = .answered
            return
        }
        guard let candidate = plan.candidates.first(where: { $0.model == before }) else {
            reason = .gone
            return
        }
        reason = candidate.verdict.reason.map { .setAside($0) } ?? .preferred
    }
}

/// Why a recorded call would be served by another model, or by none.
@nonexhaustive
public enum ReplayReason: Sendable, Hashable {
    /// No route serves its workload.
    case noRoute
    /// The model that served it is not among those that are asked.
    case gone
    /// The model that served it cannot.
    case setAside(SetAsideReason)
    /// Another is asked first.
    case preferred
    /// Nobody served it, and now a model is asked that was not.
    case answered

    /// The reason in one word, for programs: that of a verdict where there is one.
    public var code: String {
        switch self {
        case .noRoute: "no-route"
        case .gone: "not-a-candidate"
        case .setAside(let reason): reason.code
        case .preferred: "asked-later"
        case .answered: "newly-asked"
        }
    }
}

extension ReplayReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noRoute: "no route serves the workload"
        case .gone: "it is not among the models that are asked"
        case .setAside(let reason): reason.description
        case .preferred: "another is asked before it"
        case .answered: "it was not asked"
        }
    }
}
