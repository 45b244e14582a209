import Waybill

/// Never more attempts than allowed, and none where a rule allows none.
extension SimulationOracle {
    func checkAttempts(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let exchanges = seen.exchanges
        if exchanges.count > seen.settings.attemptsPerCall ?? 6 { broken.append("made \(exchanges.count) attempts") }
        for model in Set(exchanges.map(\.model)) {
            let counted = exchanges.filter { $0.model == model && !($0.fault == .reset(reused: true) && $0.cameToItsEnd) }
            let allowed = (seen.settings.attempts ?? 2) + rotations(of: model, counted)
            if counted.count > allowed { broken.append("asked \(model) \(counted.count) times") }
        }
        for (number, exchange) in exchanges.enumerated() {
            let earlier = exchanges[..<number]
            for fault in earlier where mayNotFollow(exchange, fault) {
                broken.append("attempt \(number + 1) asked \(exchange.model) although \(fault.model) had: \(fault.fault)")
            }
            broken += checkOrder(exchange, number: number, seen) + checkConnection(exchange, after: earlier)
        }
        return broken
    }

    /// How many attempts at the most were another key's in place of one that was refused or met a limit, and so none of the model's own.
    private func rotations(of model: ModelName, _ exchanges: [SimulationStory.Exchange]) -> Int {
        let ways = world.places(of: model)
        let refused = exchanges.count { $0.fault.forbids == .key }
        let limited = exchanges.count { if case .rateLimited = $0.fault { true } else { false } }
        return min(refused, ways.count - 1) + (Set(ways.map(\.account)).count > 1 ? min(limited, ways.count - 1) : 0)
    }

    /// Of some attempts the one that was over last when another began.
    private func lastOver(
        of earlier: ArraySlice<SimulationStory.Exchange>, before exchange: SimulationStory.Exchange
    ) -> SimulationStory.Exchange? {
        earlier.filter { $0.isOver(by: exchange.started) }.max { $0.over ?? $0.started < $1.over ?? $1.started }
    }

    /// A connection that died of age is replaced at once, and no other needs a fresh one.
    private func checkConnection(
        _ exchange: SimulationStory.Exchange, after all: ArraySlice<SimulationStory.Exchange>
    ) -> [String] {
        let earlier = lastOver(of: all, before: exchange)
        let isReplacement = earlier.map { $0.fault == .reset(reused: true) && $0.cameToItsEnd && $0.model == exchange.model } ?? false
        if exchange.usesFreshConnection, !isReplacement { return ["asked \(exchange.model) on a fresh connection without need"] }
        guard isReplacement, exchange.usesFreshConnection, let lost = earlier?.ended, exchange.started.time > lost.time,
            !world.places(of: exchange.model)
                .allSatisfy({ place in
                    let span = Span(lost, exchange.started)
                    // Nor is a key asked at once that met a limit in this call.
                    let isLimited = all.contains { other in
                        if case .rateLimited = other.fault { other.place.name == place.name } else { false }
                    }
                    return isLimited || mayBeDown(place, span) || mayBeFull(exchange.model, place, span)
                })
        else { return [] }
        return ["waited before it replaced a connection that had died of age"]
    }

    /// Whether an earlier attempt forbids a later one in the same call.
    private func mayNotFollow(_ exchange: SimulationStory.Exchange, _ earlier: SimulationStory.Exchange) -> Bool {
        // What goes on says nothing yet.
        guard let over = earlier.over, over < exchange.started else { return false }
        switch forbidden(by: earlier) {
        case .nothing: return false
        case .model: return exchange.model == earlier.model
        case .key: return exchange.place.name == earlier.place.name && exchange.model.provider == earlier.model.provider
        case .call: return true
        }
    }

    /// What may not be asked again after an attempt, as far as the client could know.
    private func forbidden(by exchange: SimulationStory.Exchange) -> SimulatedFault.Forbidden {
        guard let cancelled = exchange.cancelled else { return exchange.forbids }
        if exchange.fault == .lingeringError || isHedgedOut(exchange) { return .nothing }
        // It had nothing to add, said so, and only kept its connection open.
        if exchange.fault == .lingering, exchange.beginning != nil { return .nothing }
        // Closed before it had brought anything: it was silent for too long.
        let length = cancelled.time - exchange.started.time
        let isSilent = length < exchange.firstContent
        // One that would have stalled may have been let go before, since it did not repeat what the caller has.
        if case .stall = exchange.fault, !isSilent, length < exchange.planned + (world.route.settings.stall ?? .zero) { return .nothing }
        return isSilent || exchange.forbids == .model ? .model : .nothing
    }

    /// Whether others had to be asked first.
    private func checkOrder(_ exchange: SimulationStory.Exchange, number: Int, _ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let earlier = seen.exchanges[..<number]
        let unasked = neverAsked(before: number, seen).filter { $0 != exchange.model }
        let left = (seen.settings.attemptsPerCall ?? 6) - number - 1
        // One that was hedged out did not fail: to ask it then is no repetition.
        let last = earlier.last { !isHedgedOut($0) }
        if last?.model == exchange.model, exchange.beginning == nil, seen.received.isEmpty, unasked.count > left {
            broken.append("attempt \(number + 1) repeats \(exchange.model) and leaves \(left) for \(unasked.count) who were never asked")
        }
        let failed = earlier.filter { $0.cameToItsEnd && $0.isOver(by: exchange.started) }
        let lost = Set(failed.filter(\.fault.isOfHost).map(\.place.server))
        let elsewhere = unasked.filter { model in !world.places(of: model).contains { lost.contains($0.server) } }
        if lost.contains(exchange.place.server), !earlier.contains(where: { $0.model == exchange.model }), !elsewhere.isEmpty {
            broken.append("attempt \(number + 1) asked \(exchange.model) of a host that was lost, before \(elsewhere)")
        }
        return broken
    }

    /// Those who could have been asked in this call by now and were not.
    private func neverAsked(before number: Int, _ seen: SeenCall) -> [ModelName] {
        guard let report = seen.report else { return [] }
        let earlier = seen.exchanges[..<number]
        return report.candidates.filter { $0.verdict.reason == nil }.map(\.model)
            .filter { model in !earlier.contains { $0.model == model || excludes($0, model) } && !mayHaveBeenClosed(model, seen) }
    }

    /// Whether what one attempt met rules out another candidate.
    func excludes(_ exchange: SimulationStory.Exchange, _ model: ModelName) -> Bool {
        guard exchange.cameToItsEnd else { return false }
        switch exchange.fault {
        case .unauthorized, .outOfFunds:
            return exchange.model.provider == model.provider && world.places(of: model).allSatisfy { $0.name == exchange.place.name }
        case .contextOverflow:
            let window = world.provider(of: exchange.model)?.model(exchange.model.id)?.contextWindow
            guard let window, let other = world.provider(of: model)?.model(model.id)?.contextWindow else { return false }
            return other <= window
        default: return false
        }
    }

    /// Whether a model may have been closed to a call at any moment, or others have been before it in line.
    private func mayHaveBeenClosed(_ model: ModelName, _ seen: SeenCall) -> Bool {
        let span = Span(seen.call.began, seen.ended)
        return world.places(of: model).allSatisfy { mayBeDown($0, span) || mayBeFull(model, $0, span) }
    }
}
