import Waybill

/// Never more attempts than allowed, and none where a rule allows none.
extension SimulationOracle {
    func checkAttempts(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let exchanges = seen.exchanges
        if exchanges.count > seen.settings.attemptsPerCall ?? 6 { broken.append("made \(exchanges.count) attempts") }
        for model in Set(exchanges.map(\.model)) {
            let counted = exchanges.filter { $0.model == model && !($0.fault == .reset(reused: true) && $0.cameToItsEnd) }
            if counted.count > seen.settings.attempts ?? 2 { broken.append("asked \(model) \(counted.count) times") }
        }
        for (number, exchange) in exchanges.enumerated() {
            let earlier = exchanges[..<number]
            if let open = earlier.last, open.over.map({ $0 > exchange.started }) ?? true {
                broken.append("attempt \(number + 1) began while another was under way")
            }
            for fault in earlier where mayNotFollow(exchange, fault) {
                broken.append("attempt \(number + 1) asked \(exchange.model) although \(fault.model) had: \(fault.fault)")
            }
            broken += checkOrder(exchange, number: number, seen) + checkConnection(exchange, after: earlier.last)
        }
        return broken
    }

    /// A connection that died of age is replaced at once, and no other needs a fresh one.
    private func checkConnection(_ exchange: SimulationStory.Exchange, after earlier: SimulationStory.Exchange?) -> [String] {
        let isReplacement = earlier.map { $0.fault == .reset(reused: true) && $0.cameToItsEnd && $0.model == exchange.model } ?? false
        if exchange.usesFreshConnection, !isReplacement { return ["asked \(exchange.model) on a fresh connection without need"] }
        guard isReplacement, exchange.usesFreshConnection, let lost = earlier?.ended, exchange.started.time > lost.time else { return [] }
        return ["waited before it replaced a connection that had died of age"]
    }

    /// Whether an earlier attempt forbids a later one in the same call.
    private func mayNotFollow(_ exchange: SimulationStory.Exchange, _ earlier: SimulationStory.Exchange) -> Bool {
        switch forbidden(by: earlier) {
        case .nothing: return false
        case .model: return exchange.model == earlier.model
        case .key: return exchange.key == earlier.key && exchange.model.provider == earlier.model.provider
        case .call: return true
        }
    }

    /// What may not be asked again after an attempt, as far as the client could know.
    private func forbidden(by exchange: SimulationStory.Exchange) -> SimulatedFault.Forbidden {
        guard let cancelled = exchange.cancelled else { return exchange.fault.forbids }
        if exchange.fault == .lingeringError { return .nothing }
        // Closed before it had brought anything: it was silent for too long.
        let isSilent = cancelled.time - exchange.started.time < exchange.firstContent
        return isSilent || exchange.fault.forbids == .model ? .model : .nothing
    }

    /// Whether others had to be asked first.
    private func checkOrder(_ exchange: SimulationStory.Exchange, number: Int, _ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let earlier = seen.exchanges[..<number]
        let unasked = neverAsked(before: number, seen).filter { $0 != exchange.model }
        let left = (seen.settings.attemptsPerCall ?? 6) - number - 1
        if earlier.last?.model == exchange.model, exchange.beginning == nil, seen.received.isEmpty, unasked.count > left {
            broken.append("attempt \(number + 1) repeats \(exchange.model) and leaves \(left) for \(unasked.count) who were never asked")
        }
        let server = world.provider(of: exchange.model)?.baseURL
        let lost = earlier.contains {
            $0.fault.isOfHost && $0.cameToItsEnd && world.provider(of: $0.model)?.baseURL == server && $0.model != exchange.model
        }
        let elsewhere = unasked.filter { world.provider(of: $0)?.baseURL != server }
        if lost, !earlier.contains(where: { $0.model == exchange.model }), !elsewhere.isEmpty {
            broken.append("attempt \(number + 1) asked \(exchange.model) of a host that was lost, before \(elsewhere)")
        }
        return broken
    }

    /// Those who could have been asked in this call by now and were not.
    private func neverAsked(before number: Int, _ seen: SeenCall) -> [ModelName] {
        guard let report = seen.report else { return [] }
        let earlier = seen.exchanges[..<number]
        return report.candidates.filter { $0.verdict.reason == nil }.map(\.model)
            .filter { model in !earlier.contains { $0.model == model || excludes($0, model) } && !isClosedToSending(model, seen) }
    }

    /// Whether what one attempt met rules out another candidate.
    func excludes(_ exchange: SimulationStory.Exchange, _ model: ModelName) -> Bool {
        guard exchange.cameToItsEnd else { return false }
        switch exchange.fault {
        case .unauthorized, .outOfFunds: return exchange.model.provider == model.provider
        case .contextOverflow:
            let window = world.provider(of: exchange.model)?.model(exchange.model.id)?.contextWindow
            guard let window, let other = world.provider(of: model)?.model(model.id)?.contextWindow else { return false }
            return other <= window
        default: return false
        }
    }

    /// Whether anything that happened during a call may have closed a model to it: others' failures, or a server that asked for time.
    private func isClosedToSending(_ model: ModelName, _ seen: SeenCall) -> Bool {
        if mayLackKey(model, at: seen.ended) { return true }
        let endpoint = world.endpoint(of: model)
        return story.exchanges.contains { exchange in
            world.endpoint(of: exchange.model) == endpoint && (looksIll(exchange) || exchange.fault.retryAfter != nil)
                && exchange.started < seen.ended
        }
    }
}
