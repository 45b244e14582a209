import Waybill

/// One key's trouble is no other's: of a pool, the first key that is well is used, and another goes on at once where one cannot.
extension SimulationOracle {
    func checkPools(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        for (number, exchange) in seen.exchanges.enumerated() {
            let earlier = seen.exchanges[..<number].filter { $0.isOver(by: exchange.started) }[...]
            let ways = world.places(of: exchange.model)
            let since = earlier.compactMap(\.over).max() ?? seen.call.began
            let span = Span(min(since, exchange.started), exchange.started)
            for way in ways.prefix(while: { $0 != exchange.place })
            where !isAvoided(way, exchange.model, after: earlier) && !mayBeDown(way, span) && !mayBeFull(exchange.model, way, span) {
                broken.append("attempt \(number + 1) used \(exchange.place.name ?? "-"), although \(way.name ?? "-") is well")
            }
            if isAvoided(exchange.place, exchange.model, after: earlier), let better = freshWay(to: exchange.model, after: earlier, span) {
                broken.append(
                    "attempt \(number + 1) used \(exchange.place.name ?? "-") again in this call, although \(better.name ?? "-") is well")
            }
            broken += checkRotation(after: exchange, number: number, seen)
        }
        return broken
    }

    /// Where a key was refused or met a limit, another key of another account goes first, and at once.
    private func checkRotation(after exchange: SimulationStory.Exchange, number: Int, _ seen: SeenCall) -> [String] {
        guard exchange.cameToItsEnd, let ended = exchange.ended else { return [] }
        let earlier = seen.exchanges.prefix { $0.started < ended }
        let left = (seen.settings.attemptsPerCall ?? 6) - earlier.count
        guard isAboutKey(exchange.fault), !seen.wasGivenUp, ended.time < seen.deadline,
            left >= world.route.candidates.count, !hasRival(exchange, at: ended),
            earlier.allSatisfy({ !$0.fault.breaksOff && !$0.fault.isAnswer }),
            let other = freshWay(to: exchange.model, after: earlier, Span(ended)), hasAnotherAccount(exchange)
        else { return [] }
        let next = seen.exchanges.first { $0.started > ended }
        if let next, next.model == exchange.model, next.started.time == ended.time { return [] }
        return ["attempt \(number + 1) met \(exchange.fault), and \(other.name ?? "-") did not go on at once"]
    }

    private func isAboutKey(_ fault: SimulatedFault) -> Bool {
        if case .rateLimited = fault { true } else { fault.forbids == .key }
    }

    private func hasAnotherAccount(_ exchange: SimulationStory.Exchange) -> Bool {
        exchange.fault.forbids == .key || Set(world.places(of: exchange.model).map(\.account)).count > 1
    }

    /// A way to a model by a key that had no trouble in a call, and is well and free.
    private func freshWay(
        to model: ModelName, after earlier: ArraySlice<SimulationStory.Exchange>, _ span: Span
    ) -> SimulatedWorld.Place? {
        world.places(of: model)
            .first { way in
                !isAvoided(way, model, after: earlier) && !mayBeDown(way, span) && !mayBeFull(model, way, span)
            }
    }

    /// Whether a key was refused in a call, or met a limit at a model, so that it is used last.
    func isAvoided(
        _ way: SimulatedWorld.Place, _ model: ModelName, after earlier: ArraySlice<SimulationStory.Exchange>
    ) -> Bool {
        earlier.contains { exchange in
            guard exchange.place.name == way.name, exchange.cameToItsEnd else { return false }
            if exchange.fault.forbids == .key { return exchange.model.provider == model.provider }
            return isAboutKey(exchange.fault) && exchange.model == model && hasAnotherAccount(exchange)
        }
    }
}
