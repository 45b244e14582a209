public import WaybillInterchange

/// What is known of the health of models at one moment: a value that the planner reads and people can.
public struct HealthSnapshot: Sendable {
    /// Every model of the routes, in the order of their names; empty in a snapshot of closures alone.
    public private(set) var models: [ModelHealth] = []
    /// The servers of which the requests at a time are limited, in the order of their addresses.
    public private(set) var servers: [ServerHealth] = []
    /// What became of the calls of each workload that had any, in the order of their tags.
    public private(set) var workloads: [WorkloadOutcomes] = []

    /// Why a model is not to be asked now.
    public enum Closure: Sendable, Hashable {
        /// Recent failures: for so long.
        case breaker(Duration)
        /// Its provider asked to wait: for so long.
        case pause(Duration)
        /// All its keys are refused or out of funds: for so long.
        case credential(FailureKind, Duration)
        /// A rate limit would hold the request back: for about so long.
        case rateLimit(Duration)
        /// Its server has as many requests as it may: one more would wait for about so long.
        case busy(Duration)

        /// How long it lasts.
        public var duration: Duration {
            switch self {
            case .breaker(let duration), .pause(let duration), .credential(_, let duration), .rateLimit(let duration),
                .busy(let duration):
                duration
            }
        }
    }

    private var closures: [ModelName: Closure]
    /// What ends first of what closes a model's keys: of refused keys, and of all others.
    private let partClosures: [ModelName: [Closure]]
    private let outlooks: [ModelName: PaceOutlook]
    /// How long the models take to begin to answer, in as many of a hundred calls as the route asks about.
    private let firstTokens: [ModelName: Duration]
    private let outcomes: [Workload: [ModelName: CandidateOutcomes]]
    private let now: Duration

    /// Creates a snapshot; models without a closure are well.
    public init(closures: [ModelName: Closure] = [:]) {
        self.init(closures: closures, partClosures: [:], outlooks: [:], firstTokens: [:], outcomes: [:], at: .zero)
    }

    /// Creates a snapshot with everything that is known.
    public init(models: [ModelHealth], servers: [ServerHealth], workloads: [WorkloadOutcomes] = []) {
        var closures: [ModelName: Closure] = [:]
        var partClosures: [ModelName: [Closure]] = [:]
        var outlooks: [ModelName: PaceOutlook] = [:]
        for model in models {
            closures[model.model] = model.closure
            guard model.closure == nil else { continue }
            partClosures[model.model] = model.keys.compactMap(\.closure).soonestOfEach
            outlooks[model.model] = model.outlook
        }
        var outcomes: [Workload: [ModelName: CandidateOutcomes]] = [:]
        for workload in workloads {
            for candidate in workload.candidates { outcomes[workload.workload, default: [:]][candidate.model] = candidate }
        }
        self.init(
            closures: closures, partClosures: partClosures, outlooks: outlooks, firstTokens: [:], outcomes: outcomes, at: .zero)
        self.models = models
        self.servers = servers
        self.workloads = workloads
    }

    /// Creates a snapshot of a moment, with what holds requests back at models that are well.
    package init(
        closures: [ModelName: Closure], partClosures: [ModelName: [Closure]], outlooks: [ModelName: PaceOutlook],
        firstTokens: [ModelName: Duration], outcomes: [Workload: [ModelName: CandidateOutcomes]], at now: Duration
    ) {
        self.closures = closures
        self.partClosures = partClosures
        self.firstTokens = firstTokens
        self.outlooks = outlooks
        self.outcomes = outcomes
        self.now = now
    }

    /// Why a model is not to be asked now; `nil`: it is well.
    public subscript(model: ModelName) -> Closure? { closures[model] }

    /// Why a model is not to be asked now with a request that reserves so many tokens; `nil`: it is well, and the request would wait no
    /// longer than `patience`.
    package func closure(of model: ModelName, tokens: Int, patience: Duration) -> Closure? {
        let whole = closures[model] ?? lineWait(of: model, tokens: tokens)
        guard closures[model] != nil || whole.duration > patience else { return nil }
        // A key that is closed may come free before; one that is not worth waiting for hides nothing.
        let key = partClosures[model]?.filter { $0.mayEnd(within: patience) }.min { $0.duration < $1.duration }
        guard let key, key.duration < whole.duration else { return whole }
        return key
    }

    /// How long a model takes to begin to answer, in as many of a hundred calls as the route asks about; `nil`: too few are known.
    package func firstToken(of model: ModelName) -> Duration? { firstTokens[model] }

    /// What became of a workload's calls at each candidate.
    func outcomes(of workload: Workload) -> [ModelName: CandidateOutcomes] { outcomes[workload] ?? [:] }

    /// What would hold a request back that reserves so many tokens, and for how long, which may be not at all.
    package func lineWait(of model: ModelName, tokens: Int) -> Closure {
        guard let outlook = outlooks[model] else { return .busy(.zero) }
        let rate = outlook.rateWait(tokens: tokens, at: now)
        return rate >= outlook.slotWait ? .rateLimit(rate) : .busy(outlook.slotWait)
    }
}

extension HealthSnapshot.Closure: CustomStringConvertible {
    /// The reason as a verdict tells it.
    public var description: String { reason.description }
}

extension HealthSnapshot.Closure {
    /// The reason as a verdict names it.
    package var reason: SetAsideReason {
        switch self {
        case .breaker(let wait): .breakerOpen(wait)
        case .pause(let wait): .paused(wait)
        case .credential(let kind, let wait): .keysDown(kind, wait)
        case .rateLimit(let wait): .rateLimit(wait)
        case .busy(let wait): .busy(wait)
        }
    }
}

extension HealthSnapshot.Closure {
    /// Whether it is worth waiting for: a refused key seldom comes right by itself, so it is waited for no longer than `patience`.
    func mayEnd(within patience: Duration) -> Bool {
        if case .credential(_, let wait) = self { wait <= patience } else { true }
    }

    fileprivate var isCredential: Bool { if case .credential = self { true } else { false } }
}

extension [HealthSnapshot.Closure] {
    /// What ends first.
    package var soonest: HealthSnapshot.Closure? { self.min { $0.duration < $1.duration } }

    /// What ends first of refused keys, and of all others.
    package var soonestOfEach: [HealthSnapshot.Closure] {
        [filter(\.isCredential).soonest, filter { !$0.isCredential }.soonest].compactMap(\.self)
    }
}
