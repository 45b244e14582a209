import Waybill

/// Who waits for a limit or a slot waits in order, no longer than must be, and not beyond patience while another could serve.
extension SimulationOracle {
    func checkLines() -> [String] {
        let waits = story.calls.values.compactMap(wait).sorted { $0.call.began < $1.call.began }
        var broken: [String] = []
        for (place, wait) in waits.enumerated() {
            for earlier in waits[..<place] where isInOneLine(earlier, wait) && isOvertaken(earlier, by: wait) {
                broken.append("caller \(wait.call.caller.number) was served before caller \(earlier.call.caller.number), who came first")
            }
            broken += checkPatience(wait) + checkNeed(wait)
        }
        return broken
    }

    /// The first attempt of a call, and what the call did until then: nothing but wait for it.
    private struct Wait {
        let call: SimulationStory.Call
        let exchange: SimulationStory.Exchange

        var place: SimulatedWorld.Place { exchange.place }
        var span: Span { Span(call.began, exchange.started) }
        var length: Duration { exchange.started.time - call.began.time }
    }

    private func wait(_ call: SimulationStory.Call) -> Wait? {
        story.exchanges.first { $0.caller == call.caller.number }.map { Wait(call: call, exchange: $0) }
    }

    /// Whether a call stood in one line from its beginning: nobody was closed to it or passed by.
    private func stoodInLine(_ wait: Wait) -> Bool {
        if world.route.candidates.count == 1, world.places(of: wait.exchange.model).count == 1 { return !mayBeDown(wait.place, wait.span) }
        guard let report = wait.call.outcome?.report else { return false }
        return report.candidates.allSatisfy { $0.verdict.reason?.wait == nil && !$0.verdict.isForItsKey }
            && !world.route.candidates.contains { candidate in
                world.places(of: candidate.model).contains { mayBeDown($0, wait.span) }
            }
    }

    /// Whether two wait for the same: who waits for a slot of one server holds up nobody who goes by another.
    private func isInOneLine(_ one: Wait, _ other: Wait) -> Bool {
        guard one.place.lane == other.place.lane else { return false }
        return one.exchange.model.provider == other.exchange.model.provider || !world.takesSlots(one.exchange.model)
    }

    private func isOvertaken(_ earlier: Wait, by later: Wait) -> Bool {
        earlier.call.began.time < later.call.began.time && later.exchange.started.time < earlier.exchange.started.time
            && stoodInLine(earlier)
    }

    /// While one stands by who is free, no line is stood in for longer than the route's patience.
    private func checkPatience(_ wait: Wait) -> [String] {
        guard let report = wait.call.outcome?.report else { return [] }
        guard wait.length > (world.route.settings.patience ?? .seconds(5)) + Self.longestSpread else { return [] }
        let free = report.candidates.filter { $0.verdict.reason == nil }.map(\.model)
            .filter { model in
                // Each of its keys may be held back by something else.
                model != wait.exchange.model
                    && world.places(of: model).contains { !mayBeDown($0, wait.span) && !mayBeFull(model, $0, wait.span) }
            }
        guard !free.isEmpty else { return [] }
        return [
            "caller \(wait.call.caller.number) waited \(wait.length.shortText), although \(free) could serve: \(Self.verdicts(report))"
        ]
    }

    /// Nobody waits in line while there is room: whoever left it, or was never sent, took nothing.
    private func checkNeed(_ wait: Wait) -> [String] {
        guard wait.length > Self.longestSpread * 2, stoodInLine(wait), !mayBeDown(wait.place, wait.span) else { return [] }
        let moment = wait.exchange.started.time - Self.longestSpread - .milliseconds(1)
        guard hasRoom(wait.exchange, at: moment) else { return [] }
        return ["caller \(wait.call.caller.number) waited \(wait.length.shortText) for \(wait.exchange.model), which had room"]
    }

    /// Whether beyond doubt a request had room at a time.
    private func hasRoom(_ exchange: SimulationStory.Exchange, at time: Duration) -> Bool {
        guard world.meters[exchange.place.lane] == nil else { return false }
        let earlier = story.exchanges.filter { $0.started.time <= time }
        let moment = SimulationStory.Moment(time: time, order: story.lastOrder(at: time) ?? 0)
        if world.takesSlots(exchange.model), let slots = world.slots[exchange.place.server] {
            let taken = earlier.count { other in
                other.place.server == exchange.place.server && world.takesSlots(other.model) && other.over.map { $0 > moment } ?? true
            }
            if taken >= slots { return false }
        }
        let limits = world.limits[exchange.place.lane] ?? RateLimits()
        let minute = earlier.filter { $0.place.lane == exchange.place.lane && $0.started.time > time - Self.longestMinute }
        if let limit = limits.requestsPerMinute, minute.count >= limit { return false }
        guard let limit = limits.tokensPerMinute else { return true }
        // One that is larger than the limit goes when nothing else counts.
        return minute.reduce(0) { $0 + mostTokens($1, at: moment) } + min(mostReserved, limit) <= limit
    }
}

extension Verdict {
    /// Whether a candidate was set aside for its key, which may stand in place of what it was passed by for before.
    fileprivate var isForItsKey: Bool { if case .credential? = reason { true } else { false } }
}
