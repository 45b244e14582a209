import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What a router has learned of how its workloads' calls go at each of their candidates.
///
/// It is kept by workload, address and model, whichever key was used, and so has one small entry for each candidate of the routes.
final class OutcomeBook: Sendable {
    private let records = Mutex<[Workload: [ModelAddress: OutcomeRecord]]>([:])

    /// What is known of these candidates of a workload.
    func outcomes(of endpoints: some Sequence<Endpoint>, in workload: Workload, at now: Duration) -> [ModelName: CandidateOutcomes] {
        records.withLock { records in
            guard let known = records[workload] else { return [:] }
            var outcomes: [ModelName: CandidateOutcomes] = [:]
            for endpoint in endpoints { outcomes[endpoint.name] = known[endpoint.address]?.outcomes(of: endpoint.name, at: now) }
            return outcomes
        }
    }

    /// A call of a workload asked a candidate; the rest is as for ``OutcomeRecord/note(_:wentOn:mayBePart:at:)``.
    func note(
        _ attempts: [AttemptReport], at endpoint: Endpoint, in workload: Workload, wentOn: Bool, mayBePart: Bool, now: Duration
    ) {
        records.withLock { records in
            records[workload, default: [:]][endpoint.address, default: OutcomeRecord()]
                .note(attempts, wentOn: wentOn, mayBePart: mayBePart, at: now)
        }
    }

    /// Lets go of what is known of all but these.
    func keep(_ candidates: [Workload: Set<ModelAddress>]) {
        records.withLock { records in
            for (workload, known) in records {
                let kept = known.filter { candidates[workload]?.contains($0.key) ?? false }
                records[workload] = kept.isEmpty ? nil : kept
            }
        }
    }
}

extension PreparedCall {
    /// Keeps how a call went at each candidate that it asked.
    func learnOutcomes(from report: RouteReport) {
        let now = context.time.now
        // The answer to a call that was cut may be only what followed.
        let attempts = report.attempts
        let mayBePart = attempts.indices.contains { attempts[$0].outcome == .failed && attempts[$0].firstToken != nil }
        var models: [ModelName] = []
        for place in attempts.indices where !models.contains(attempts[place].model) { models.append(attempts[place].model) }
        for model in models {
            guard let endpoint = setup.endpoints[model] else { continue }
            let own = models.count == 1 ? attempts : attempts.filter { $0.model == model }
            context.outcomes.note(own, at: endpoint, in: plan.route, wentOn: report.wentOn(from: own), mayBePart: mayBePart, now: now)
        }
    }
}

extension RouteReport {
    /// Whether a call asked another model after these attempts at one failed.
    fileprivate func wentOn(from attempts: [AttemptReport]) -> Bool {
        guard let failed = attempts.indices.first(where: { attempts[$0].outcome == .failed }),
            !attempts.indices.contains(where: { attempts[$0].outcome == .answered })
        else { return false }
        let (number, model) = (attempts[failed].number, attempts[failed].model)
        return self.attempts.contains { $0.number > number && $0.model != model }
    }
}

extension CallContext {
    /// What is known of each workload of a version of the routes, of which any candidate was asked, for people.
    func workloadOutcomes(of setup: RouterSetup, at now: Duration) -> [WorkloadOutcomes] {
        setup.table.routes.sorted { $0.workload.rawValue < $1.workload.rawValue }
            .compactMap { route in
                let endpoints = route.allCandidates.compactMap { setup.endpoints[$0.model] }
                var known = outcomes.outcomes(of: endpoints, in: route.workload, at: now)
                // Rules may name a candidate that the route has too.
                let candidates = endpoints.compactMap { known.removeValue(forKey: $0.name) }
                return candidates.isEmpty ? nil : WorkloadOutcomes(workload: route.workload, candidates: candidates)
            }
    }
}

extension RouterSetup {
    /// What each workload's candidates are reached by.
    var outcomeKeys: [Workload: Set<ModelAddress>] {
        var keys: [Workload: Set<ModelAddress>] = [:]
        for route in table.routes {
            keys[route.workload, default: []].formUnion(route.allCandidates.compactMap { endpoints[$0.model] }.map(\.address))
        }
        return keys
    }
}
