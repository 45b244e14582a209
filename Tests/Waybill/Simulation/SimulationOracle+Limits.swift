import Waybill

/// No limit is overshot: counted as a strict server would, by what crossed the wire.
extension SimulationOracle {
    func checkLimits() -> [String] {
        var broken: [String] = []
        for (lane, limits) in world.limits where limits != RateLimits() {
            let exchanges = story.exchanges.filter { $0.place.lane == lane }
            for (place, exchange) in exchanges.enumerated() {
                let minute = exchanges[..<place].filter { $0.started.time > exchange.started.time - .seconds(60) }
                if let limit = limits.requestsPerMinute, minute.count >= limit {
                    broken.append("\(exchange.model) was sent \(minute.count + 1) requests in a minute, of \(limit) allowed")
                }
                guard let limit = limits.tokensPerMinute else { continue }
                let used = minute.reduce(0) { $0 + leastTokens($1, at: exchange.started, limit: limit) } + leastReserved(limit)
                if used > limit { broken.append("\(exchange.model) was sent \(used) tokens in a minute, of \(limit) allowed") }
            }
        }
        return broken + checkSlots()
    }

    private func checkSlots() -> [String] {
        story.exchanges.enumerated()
            .compactMap { place, exchange in
                guard world.takesSlots(exchange.model), let slots = world.slots[exchange.place.server] else { return nil }
                let others = story.exchanges[..<place]
                    .count { other in
                        other.place.server == exchange.place.server && world.takesSlots(other.model)
                            && other.over.map { $0 > exchange.started } ?? true
                    }
                return others < slots ? nil : "\(exchange.model) was sent a request while \(others) were under way, of \(slots) allowed"
            }
    }

    /// The tokens that an attempt is known to count at a moment: while it is under way at least those that it may write, then those that were
    /// told of, or where it broke off those of its input.
    private func leastTokens(_ exchange: SimulationStory.Exchange, at moment: SimulationStory.Moment, limit: Int) -> Int {
        guard let over = exchange.over, over < moment else { return leastReserved(limit) }
        if exchange.cameToItsEnd, let tokens = exchange.tokens { return min(tokens, limit) }
        let didWork =
            switch exchange.fault {
            case .cut, .shortened, .stall: true
            default: exchange.cancelled != nil && exchange.fault != .lingeringError
            }
        // Counted otherwise than by the server, so a little less is as good.
        return didWork ? max(0, exchange.inputTokens / 2) : 0
    }

    private func leastReserved(_ limit: Int) -> Int { min(world.route.parameters.maxOutputTokens ?? 0, limit) }

    /// The tokens that an attempt may count at the most.
    func mostTokens(_ exchange: SimulationStory.Exchange, at moment: SimulationStory.Moment) -> Int {
        guard let over = exchange.over, over < moment else { return mostReserved }
        return exchange.cameToItsEnd ? exchange.tokens ?? exchange.inputTokens * 2 : mostReserved
    }

    /// What a request may reserve: the output that is allowed, and more than any of these requests says.
    var mostReserved: Int { (world.route.parameters.maxOutputTokens ?? 500) + 250 }
}
