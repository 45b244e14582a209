import Synchronization
public import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTokenCounting

/// Plans calls again that are in the books: where each would go under other routes, and what it would cost there.
///
/// There is no text in the books. A call is planned by what they have: its workload, features, parameters, tokens, request key, metadata and
/// prompt version, on its day, with the models set aside that were not well at that moment. What is not in them is taken as it was:
///
/// - A model that answered, or failed, does so again.
/// - A model that a call's own words kept from serving is kept from it again.
/// - A model that was set aside for a budget is set aside again where it still counts in one. Rules that go by what is used of a budget do not hold.
/// - Where the fastest is asked first, the models go in the order that they had; those that are new come last.
/// - Calls that went by these very routes go as they went.
///
/// ## Usage
/// ```swift
/// let replay = RouteReplay(under: try ModelRouter(routesFile: "routes.new.yaml"))
/// let call = replay.replay(record)
/// print(call.before as Any, call.after as Any, call.cost.after?.expected as Any)
/// ```
public struct RouteReplay: Sendable {
    private let planner: RoutePlanner
    private let table: RouteTable
    private let fingerprint: String?
    let terms: [ModelName: ModelTerms]

    /// Prepares replaying under the routes that a router has now.
    public init(under router: ModelRouter) {
        let setup = router.setup.withLock { $0 }
        planner = setup.planner
        table = setup.table
        fingerprint = setup.version.fingerprint
        var terms: [ModelName: ModelTerms] = [:]
        for name in setup.endpoints.keys {
            terms[name] = setup.table.facts(of: name).map { ModelTerms($0.model, of: $0.provider, in: setup.table) }
        }
        self.terms = terms
    }

    /// Plans one call again.
    public func replay(_ call: CallRecord) -> ReplayedCall {
        let path = RecordedPath(call)
        var replayed = ReplayedCall(call, before: path.server)
        if let fingerprint, call.heading.version?.fingerprint == fingerprint {
            replayed.after = path.server
            replayed.cost.after = cost(of: path.attempts, under: nil)
            return replayed
        }
        guard let plan = plan(call) else {
            replayed.reason = replayed.before == nil ? nil : .noRoute
            replayed.cost.after = .nothing
            return replayed
        }
        replayed.obstacles = path.newObstacles(in: plan)
        if path.goesTheSameWay(under: plan) {
            replayed.after = path.server
            replayed.cost.after = cost(of: path.attempts, under: plan)
        } else {
            let way = follow(plan, path)
            (replayed.after, replayed.cost.after, replayed.isEstimated) = (way.server, way.cost, way.isEstimated)
        }
        replayed.explain(by: plan)
        return replayed
    }

    /// The plan of a call with what the books know of it; `nil` where no route serves its workload.
    private func plan(_ call: CallRecord) -> RoutePlan? {
        let heading = call.heading
        guard let route = table.route(for: heading.workload) else { return nil }
        let request = heading.requestWithoutText
        let counts = planner.counts(recorded: call.countedInput)
        guard let choice = planner.branch(for: request, route: route.workload, counts: counts) else { return nil }
        return planner.plan(
            request, by: choice, health: call.health(for: choice.branch.route), today: CalendarDay(unixTime: heading.began).description,
            setAside: setAside(in: call, by: choice.branch.route))
    }

    /// The models that are set aside since the books say so, and nothing that is known now says otherwise.
    private func setAside(in call: CallRecord, by route: Route) -> [ModelName: SetAsideReason] {
        var reasons: [ModelName: SetAsideReason] = [:]
        for candidate in call.report.candidates {
            guard let reason = candidate.verdict.reason else { continue }
            switch reason {
            case .cannotExpress(let what) where !what.isOfFeatures && (route.strict || !what.isOfStrictness):
                reasons[candidate.model] = reason
            case .budgetSpent where route.budget != nil || terms[candidate.model]?.countsInBudget == true: reasons[candidate.model] = reason
            // It was counted for this very model then, and is now by what another of its tokenizer counted.
            case .contextTooSmall(_, let window) where terms[candidate.model]?.contextWindow.map({ $0 <= window }) ?? false:
                reasons[candidate.model] = reason
            case .credential: reasons[candidate.model] = reason
            default: break
            }
        }
        return reasons
    }
}

extension String {
    /// Whether the obstacle is a feature that the model was not said to have, which is looked at anew.
    fileprivate var isOfFeatures: Bool { contains("does not declare the feature") }

    /// Whether it is one on a strict route alone.
    fileprivate var isOfStrictness: Bool { hasSuffix("(the route is strict)") }
}

extension CallRecord {
    /// The tokens of its input by each tokenizer that it was counted with; never empty.
    fileprivate var countedInput: [TokenCount] {
        if !heading.inputTokens.isEmpty { return heading.inputTokens }
        let input = report.attempts.lazy.compactMap { $0.counted?.input }.first
        return [input ?? TokenCount(0, .estimated, tokenizer: "unknown", reason: "it was not counted")]
    }

    /// How well the models were at that moment, as far as the books know.
    fileprivate func health(for route: Route) -> HealthSnapshot {
        var closures: [ModelName: HealthSnapshot.Closure] = [:]
        for candidate in report.candidates { closures[candidate.model] = candidate.verdict.reason?.closure }
        guard case .fastest = route.choice else { return HealthSnapshot(closures: closures) }
        // Nothing is known of their times but who was faster.
        var outcomes: [ModelName: CandidateOutcomes] = [:]
        for (place, candidate) in report.candidates.enumerated() {
            var outcome = CandidateOutcomes(model: candidate.model)
            outcome.answers = CandidateOutcomes.fewestTimed
            outcome.firstToken = .milliseconds(place + 1)
            // As often as any share to be explored would have it.
            outcome.recentCalls = place == 0 ? 0 : 1
            outcomes[candidate.model] = outcome
        }
        return HealthSnapshot(
            closures: closures, partClosures: [:], outlooks: [:], firstTokens: [:], outcomes: [route.workload: outcomes], at: .zero)
    }
}

extension SetAsideReason {
    /// What was known of the model's health, where that is the reason.
    fileprivate var closure: HealthSnapshot.Closure? {
        switch self {
        case .breakerOpen(let wait): .breaker(wait)
        case .paused(let wait): .pause(wait)
        case .rateLimit(let wait): .rateLimit(wait)
        case .busy(let wait): .busy(wait)
        case .keysDown(let kind, let wait): .credential(kind, wait)
        default: nil
        }
    }
}
