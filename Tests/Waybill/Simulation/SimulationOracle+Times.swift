import Waybill

/// Deadlines are kept, patience is neither lost nor exceeded, and a server that asked for time gets it.
extension SimulationOracle {
    func checkTimes(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        if seen.ended.time > seen.deadline, !seen.wasGivenUp { broken.append("ended \((seen.ended.time - seen.deadline).shortText) late") }
        for (number, exchange) in seen.exchanges.enumerated() {
            let name = "attempt \(number + 1) (\(exchange.model), \(exchange.fault))"
            if exchange.started.time >= seen.deadline { broken.append("\(name) was sent after the deadline") }
            if exchange.started > seen.ended { broken.append("\(name) was sent after the call was over") }
            if let cancelled = seen.call.cancelled, exchange.started > cancelled { broken.append("\(name) was sent after cancellation") }
            guard let over = exchange.over else {
                broken.append("\(name) was never closed")
                continue
            }
            if over.time > seen.ended.time { broken.append("\(name) outlived its call") }
            broken += checkPatience(exchange, over, name, seen)
        }
        return broken
    }

    /// What can answer in time is waited for; what is silent is left in time.
    private func checkPatience(
        _ exchange: SimulationStory.Exchange, _ over: SimulationStory.Moment, _ name: String, _ seen: SeenCall
    ) -> [String] {
        let limit = firstToken
        let lasted = over.time - exchange.started.time
        switch exchange.fault {
        case .silent, .silentAfterHead, .heartbeats:
            return lasted > limit ? ["\(name) was waited for \(lasted.shortText)"] : []
        case let fault where fault.isAnswer && exchange.cancelled != nil && !isHedgedOut(exchange):
            // Whoever writes in time, and as was promised, is heard out.
            let share = (seen.deadline - exchange.started.time) / world.route.candidates.count
            let isInTime = exchange.firstContent < min(limit, share) && exchange.longestGap < seen.settings.stall ?? .seconds(30)
            let mayDiffer = seen.gotContent && seen.exchanges.count > 1
            let isAwaited = seen.call.cancelled == nil && over.time < seen.deadline && fault != .lingering && fault != .missingDone
            return isInTime && isAwaited && !mayDiffer ? ["\(name) was closed after \(lasted.shortText), though it wrote in time"] : []
        default: return []
        }
    }

    var firstToken: Duration { world.route.settings.firstToken ?? .seconds(10) }

    /// No request comes before a server's Retry-After is over, whoever was told of it.
    func checkPauses() -> [String] {
        var broken: [String] = []
        for (place, told) in story.exchanges.enumerated() {
            guard let wait = told.fault.retryAfter, told.cancelled == nil, let at = told.ended else { continue }
            // A caller who gave up at that very moment may not have heard it.
            if story.calls[told.caller]?.cancelled?.time == at.time { continue }
            for later in story.exchanges[(place + 1)...]
            where later.started > at && later.started.time > at.time && later.place.lane == told.place.lane {
                let waited = later.started.time - at.time
                if waited < wait { broken.append("\(later.model) was asked \(waited.shortText) after it had asked for \(wait.shortText)") }
            }
        }
        return broken
    }
}
