import Waybill

/// Nobody is closed by another's failure, and whoever is well again is asked again.
extension SimulationOracle {
    func checkHealth(_ seen: SeenCall) -> [String] {
        guard let report = seen.report else { return [] }
        var broken: [String] = []
        for candidate in report.candidates {
            switch candidate.verdict.reason {
            case .breakerOpen(let wait)?:
                if wait > breakerCap { broken.append("\(candidate.model) is closed for \(wait.shortText)") }
                let failures = failures(of: candidate.model, before: seen.call.began)
                let isProbed = story.exchanges.contains { exchange in
                    world.endpoint(of: exchange.model) == world.endpoint(of: candidate.model) && exchange.started < seen.call.began
                        && (exchange.over.map { $0 > seen.call.began } ?? true)
                }
                if failures.count < min(threshold, 5) { broken.append("\(candidate.model) is closed after \(failures.count) failures") }
                let last = failures.map { $0.over?.time ?? .zero }.max() ?? .zero
                if !isProbed, last + breakerCap < seen.call.began.time {
                    broken.append("\(candidate.model) is closed \((seen.call.began.time - last).shortText) after its last failure")
                }
            case .paused(let wait)?:
                let asked = story.exchanges.contains { exchange in
                    guard let pause = exchange.fault.retryAfter, let told = exchange.ended?.time, told <= seen.call.began.time else {
                        return false
                    }
                    return world.endpoint(of: exchange.model) == world.endpoint(of: candidate.model)
                        && told + pause >= seen.call.began.time + wait
                }
                if !asked { broken.append("\(candidate.model) is said to have asked for \(wait.shortText)") }
            default: break
            }
        }
        return broken + checkFirstChoice(seen)
    }

    /// A first candidate that is well, or well again for longer than a breaker may stay open, is asked first.
    private func checkFirstChoice(_ seen: SeenCall) -> [String] {
        guard let first = world.route.candidates.first?.model, let asked = seen.exchanges.first?.model, asked != first else { return [] }
        let began = seen.call.began.time
        let endpoint = world.endpoint(of: first)
        let isDoubtful = story.exchanges.contains { exchange in
            guard world.endpoint(of: exchange.model) == endpoint, exchange.started < seen.call.began else { return false }
            guard let over = exchange.over, over < seen.call.began else { return true }
            if let pause = exchange.fault.retryAfter, over.time + pause > began { return true }
            return looksIll(exchange) && over.time + breakerCap >= began
        }
        return isDoubtful || mayLackKey(first, at: seen.call.began) ? [] : ["asked \(asked) first, although \(first) is well"]
    }

    /// After as many failures in a row as the route allows, nobody asks a model until its breaker has had time.
    func checkBreakers() -> [String] {
        guard case .rule(let threshold, let cooldown, _)? = world.route.settings.breaker else { return [] }
        var broken: [String] = []
        for endpoint in Set(world.route.candidates.map { world.endpoint(of: $0.model) }) {
            let exchanges = story.exchanges.filter { world.endpoint(of: $0.model) == endpoint }
            for (place, later) in exchanges.enumerated() where place >= threshold {
                let row = exchanges[(place - threshold)..<place]
                // Only where none was under way beside them is it plain how they count.
                let isOneByOne = zip(row, row.dropFirst()).allSatisfy { before, after in before.over.map { $0 < after.started } ?? false }
                guard let last = row.last?.ended, isOneByOne, row.allSatisfy(isPlainFailure), later.started > last,
                    exchanges[..<place].allSatisfy({ $0.over.map { $0 <= last } ?? false })
                else { continue }
                let rest = later.started.time - last.time
                if rest < cooldown * 4 / 5 { broken.append("\(later.model) was asked \(rest.shortText) after its breaker opened") }
            }
        }
        return broken
    }

    /// Whether an attempt failed by its model's fault beyond doubt.
    private func isPlainFailure(_ exchange: SimulationStory.Exchange) -> Bool {
        exchange.fault.saysModelIsIll && exchange.cameToItsEnd && story.calls[exchange.caller]?.cancelled == nil
    }

    private var threshold: Int {
        switch world.route.settings.breaker {
        case .rule(let failures, _, _)?: failures
        case .off?, nil: .max
        }
    }

    /// The failures of a model that count, of those that were over before a moment.
    private func failures(of model: ModelName, before moment: SimulationStory.Moment) -> [SimulationStory.Exchange] {
        story.exchanges.filter { exchange in
            world.endpoint(of: exchange.model) == world.endpoint(of: model) && looksIll(exchange)
                && (exchange.over.map { $0 < moment } ?? false)
        }
    }

    /// Whether an attempt may count against its model: it failed, or brought nothing in the time that the route promises it.
    func looksIll(_ exchange: SimulationStory.Exchange) -> Bool {
        guard let cancelled = exchange.cancelled else { return exchange.fault.saysModelIsIll }
        let promised = min(firstToken, (world.route.settings.deadline ?? .seconds(300)) / world.route.candidates.count)
        if exchange.fault.breaksOff || exchange.fault == .lingeringError { return exchange.fault.saysModelIsIll }
        return cancelled.time - exchange.started.time >= promised
    }
}
