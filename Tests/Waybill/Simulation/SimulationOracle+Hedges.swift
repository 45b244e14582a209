import Waybill

/// Two are asked at once only where the route says so: once a call, in time, before any content, and the slower one is let go for it.
extension SimulationOracle {
    func checkHedges(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        var hedges = 0
        for (number, exchange) in seen.exchanges.enumerated() {
            let open = seen.exchanges[..<number].filter { $0.over.map { $0 > exchange.started } ?? true }
            guard let silent = open.first else { continue }
            hedges += 1
            let name = "attempt \(number + 1) was asked beside \(silent.model)"
            guard let rule = world.route.hedge, case .after(let wait) = rule.start else {
                broken.append("\(name), and the route does not hedge")
                continue
            }
            if open.count > 1 || hedges > 1 { broken.append("\(name) and others") }
            if silent.model == exchange.model { broken.append("\(name), which is the same") }
            // At once or not at all.
            if exchange.started.time != silent.started.time + wait { broken.append("\(name), and not when it was due") }
            if !isWithinShare(exchange, rule) { broken.append("\(name) beyond the share of calls that may") }
            if seen.call.events.contains(where: { $0.event.isContent && $0.at < exchange.started }) {
                broken.append("\(name) after content")
            }
            broken += checkOutcome(of: silent, and: exchange, seen)
        }
        return broken
    }

    /// Whether no more calls were asked twice by now than the route allows.
    private func isWithinShare(_ hedge: SimulationStory.Exchange, _ rule: HedgeRule) -> Bool {
        guard let share = rule.share else { return true }
        let hedges = story.exchanges.count { $0.started <= hedge.started && isHedge($0) }
        return hedges * 1_000_000 <= story.calls.values.count { $0.began < hedge.started } * share.millionths
    }

    /// The first content wins, and at that moment the other is let go.
    private func checkOutcome(
        of silent: SimulationStory.Exchange, and hedge: SimulationStory.Exchange, _ seen: SeenCall
    ) -> [String] {
        guard let content = seen.call.events.first(where: { $0.event.isContent && $0.at > hedge.started })?.at, !world.route.hold else {
            return []
        }
        let open = [silent, hedge].filter { $0.over.map { $0.time > content.time } ?? true }
        return open.count < 2 ? [] : ["\(silent.model) and \(hedge.model) both went on after the first content"]
    }

    /// Whether an attempt was closed since another of its call was faster, or showed the request to be at fault: it says nothing of its model.
    func isHedgedOut(_ exchange: SimulationStory.Exchange) -> Bool {
        guard let cancelled = exchange.cancelled else { return false }
        return story.exchanges.contains { other in
            other.caller == exchange.caller && other.started != exchange.started && other.started < cancelled
                && other.over.map { $0.time >= cancelled.time } ?? true
                && ((other.fault.isAnswer || other.fault.breaksOff && other.isStreamed)
                    && other.started.time + other.firstContent <= cancelled.time
                    || other.forbids == .call && other.cameToItsEnd && other.ended?.time == cancelled.time)
        }
    }

    /// Whether an attempt was closed beyond doubt since another of its call brought content first.
    func wasOutrun(_ exchange: SimulationStory.Exchange) -> Bool {
        guard world.route.hedge != nil, let cancelled = exchange.cancelled, hasRival(exchange, at: cancelled) else { return false }
        return story.calls[exchange.caller]?.events.first { $0.event.isContent }?.at.time == cancelled.time
    }

    /// Whether an attempt was made beside another of its call: it never closes its model, nor opens it.
    func isHedge(_ exchange: SimulationStory.Exchange) -> Bool {
        world.route.hedge != nil && hasRival(exchange, at: exchange.started)
    }

    /// Whether another attempt of the same call was under way at a moment.
    func hasRival(_ exchange: SimulationStory.Exchange, at moment: SimulationStory.Moment) -> Bool {
        !rivals(of: exchange, at: moment).isEmpty
    }

    private func rivals(of exchange: SimulationStory.Exchange, at moment: SimulationStory.Moment) -> [SimulationStory.Exchange] {
        story.exchanges.filter { other in
            other.caller == exchange.caller && other.started != exchange.started && other.started < moment
                && other.over.map { $0 > moment } ?? true
        }
    }
}

extension ModelEvent {
    /// Whether it hands over content.
    var isContent: Bool {
        switch self {
        case .textDelta, .refusalDelta, .toolCallDelta: true
        default: false
        }
    }
}
