import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension CallContext {
    /// What the planner may know: the models that are not to be asked now, and what holds requests to the others back.
    func healthSnapshot(for entry: BranchEntry, at now: Duration) -> HealthSnapshot {
        let endpoints = entry.endpoints
        let obstacles = health.obstacles(of: endpoints, at: now)
        let firstTokens = firstTokens(of: endpoints, entry.branch.route.hedge)
        let workload = entry.branch.route.workload
        let outcomes = outcomes.outcomes(of: endpoints, in: workload, at: now)
        return traffic.read { traffic in
            guard obstacles != nil || !traffic.isEmpty || !firstTokens.isEmpty || !outcomes.isEmpty else {
                return HealthSnapshot()
            }
            var closures: [ModelName: HealthSnapshot.Closure] = [:]
            var partClosures: [ModelName: [HealthSnapshot.Closure]] = [:]
            var outlooks: [ModelName: PaceOutlook] = [:]
            for endpoint in endpoints {
                let closed = endpoint.ways.map { traffic.closure(of: $0, obstacles?[$0.health], at: now) }
                partClosures[endpoint.name] = closed.compactMap(\.self).soonestOfEach
                if let closure = closed.ofWhole {
                    closures[endpoint.name] = closure
                } else {
                    let free = zip(endpoint.ways, closed).filter { $0.1 == nil }.map(\.0.traffic)
                    outlooks[endpoint.name] = traffic.outlook(of: free)
                }
            }
            return HealthSnapshot(
                closures: closures, partClosures: partClosures, outlooks: outlooks, firstTokens: firstTokens,
                outcomes: [workload: outcomes], at: now)
        }
    }

    /// How long models take to begin to answer, where a hedge starts by that.
    private func firstTokens(of endpoints: [Endpoint], _ hedge: HedgeRule?) -> [ModelName: Duration] {
        guard case .percentile(let percent)? = hedge?.start else { return [:] }
        var times: [ModelName: Duration] = [:]
        for endpoint in endpoints {
            // Of several keys the one that is preferred, since it serves the most.
            times[endpoint.name] = endpoint.ways.lazy.compactMap { self.health.latency(of: $0)?.firstTokens.percentile(percent) }.first
        }
        return times
    }

    /// Everything that is known, for people.
    func health(of setup: RouterSetup, at now: Duration) -> HealthSnapshot {
        let endpoints = setup.endpoints.values.sorted { $0.name.description < $1.name.description }
        let obstacles = health.obstacles(of: endpoints, at: now)
        let models = traffic.read { traffic in
            endpoints.map { endpoint in
                let keys = endpoint.ways.map { way in
                    traffic.keyHealth(of: way, obstacles?[way.health], latency: health.latency(of: way), at: now)
                }
                var model = ModelHealth(model: endpoint.name, closure: keys.map(\.closure).ofWhole, keys: keys)
                model.slotWait = traffic.slotWait(of: endpoint.ways.first?.traffic)
                return model
            }
        }
        return HealthSnapshot(
            models: models, servers: traffic.read(\.serverHealth), workloads: workloadOutcomes(of: setup, at: now))
    }
}

extension [HealthSnapshot.Closure?] {
    /// Why a model is not to be asked, of which these are the closures of its keys; `nil`: one of them is well.
    ///
    /// A key that is well but for its model's trouble is worth waiting for. One that is refused is not, unless there is no other.
    fileprivate var ofWhole: HealthSnapshot.Closure? {
        guard !contains(nil) else { return nil }
        let closures = compactMap(\.self)
        return closures.filter { if case .credential = $0 { false } else { true } }.soonest ?? closures.soonest
    }
}

extension Traffic {
    /// Why a way is not to be gone now.
    fileprivate func closure(of way: Way, _ obstacle: HealthBook.Obstacle?, at now: Duration) -> HealthSnapshot.Closure? {
        switch obstacle {
        case .breaker(let until): return .breaker(until - now)
        case .credential(let kind, let until): return .credential(kind, until - now)
        case nil:
            let paused = lanes[way.traffic.lane]?.pausedUntil ?? .zero
            return paused > now ? .pause(paused - now) : nil
        }
    }

    /// What holds a request back that may go any of these ways; `nil`: nothing.
    fileprivate func outlook(of ways: [TrafficWay]) -> PaceOutlook? {
        let lines = ways.compactMap { lanes[$0.lane]?.rate }
        let slotWait = slotWait(of: ways.first)
        guard !lines.isEmpty || slotWait > .zero else { return nil }
        // A way without a lane is free.
        return PaceOutlook(lines: lines.count < ways.count ? [] : lines, slotWait: slotWait)
    }

    /// About how long one more request would wait for a slot.
    fileprivate func slotWait(of way: TrafficWay?) -> Duration { way?.server.flatMap { servers[$0]?.wait } ?? .zero }

    fileprivate func keyHealth(
        of way: Way, _ obstacle: HealthBook.Obstacle?, latency: Latency?, at now: Duration
    ) -> KeyHealth {
        var health = KeyHealth(credential: way.credential?.name)
        health.closure = closure(of: way, obstacle, at: now)
        if let lane = lanes[way.traffic.lane] {
            health.requests = lane.rate.requests?.allowance(at: now)
            health.tokens = lane.rate.tokens?.allowance(at: now)
            health.waiting = lane.line.count
            health.waitingTokens = lane.rate.waitingTokens
        }
        health.firstToken = latency?.firstToken
        health.answer = latency?.answer
        return health
    }

    fileprivate var serverHealth: [ServerHealth] {
        servers.sorted { $0.key < $1.key }
            .map { ServerHealth(server: $0, limit: $1.limit, inUse: $1.taken, waiting: $1.waiting) }
    }
}

extension RateBucket {
    fileprivate func allowance(at now: Duration) -> RateLimitStatus.Allowance {
        RateLimitStatus.Allowance(limit: limit, remaining: available(at: now), reset: reset(at: now))
    }
}
