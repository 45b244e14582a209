import Waybill

/// Nobody is closed by another's failure, and whoever is well again is asked again.
extension SimulationOracle {
    func checkHealth(_ seen: SeenCall) -> [String] {
        guard let report = seen.report else { return [] }
        var broken: [String] = []
        for candidate in report.candidates { broken += checkVerdict(candidate.verdict.reason, of: candidate.model, seen) }
        return broken + checkFirstChoice(seen)
    }

    /// A model is set aside only where every way to it is closed, and not for longer than a way may be.
    private func checkVerdict(_ reason: SetAsideReason?, of model: ModelName, _ seen: SeenCall) -> [String] {
        let ways = world.places(of: model)
        let began = seen.call.began
        var broken: [String] = []
        switch reason {
        case .breakerOpen(let wait)?:
            if wait > breakerCap { broken.append("\(model) is closed for \(wait.shortText)") }
            if !ways.contains(where: { mayBeOpen($0, at: began) }) {
                broken.append("\(model) is closed, and did not fail often enough of late")
            }
        case .paused(let wait)?:
            let asked = story.exchanges.contains { exchange in
                guard let pause = exchange.fault.retryAfter, let told = exchange.ended?.time, told <= began.time else { return false }
                return ways.contains { $0.lane == exchange.place.lane } && told + pause >= began.time + wait
            }
            if !asked { broken.append("\(model) is said to have asked for \(wait.shortText)") }
        case .keysDown(_, let wait)?:
            if wait > Self.longestKeyTime { broken.append("the keys of \(model) are down for \(wait.shortText)") }
            if !ways.contains(where: { mayLackKey($0, Span(began)) }) { broken.append("\(model) is said to lack a key") }
        case .rateLimit?, .busy?:
            // That may have come about during the call, as may what closed its other keys.
            let span = Span(began, seen.ended)
            let isFull = ways.contains { mayBeFull(model, $0, span) }
            let hasOther = ways.contains { way in
                !mayBeFull(model, way, span) && !mayBeDown(way, span) && !isAvoided(way, model, after: seen.exchanges[...])
            }
            return !isFull || hasOther ? ["\(model) is said to be at a limit"] : []
        default: return []
        }
        let span = Span(began)
        for way in ways
        where !mayBeOpen(way, at: began) && !mayLackKey(way, span) && !mayBePaused(way, span) && !mayBeFull(model, way, span) {
            broken.append("\(model) is set aside (\(reason.map { "\($0)" } ?? "")), although \(way.name ?? "it") is well")
        }
        return broken
    }

    /// Whether a breaker may be open: its way failed often enough, and not too long ago.
    private func mayBeOpen(_ place: SimulatedWorld.Place, at moment: SimulationStory.Moment) -> Bool {
        let failures = failures(of: place, before: moment)
        guard failures.count >= min(threshold, 5) else { return false }
        let isProbed = story.exchanges.contains { exchange in
            exchange.place.way == place.way && exchange.started < moment && (exchange.over.map { $0 > moment } ?? true)
        }
        return isProbed || failures.contains { ($0.over?.time ?? .zero) + breakerCap >= moment.time }
    }

    /// A first candidate that is well, or well again for longer than a breaker may stay open, is asked first.
    private func checkFirstChoice(_ seen: SeenCall) -> [String] {
        guard let first = world.route.candidates.first?.model, let exchange = seen.exchanges.first, exchange.model != first else {
            return []
        }
        let span = Span(seen.call.began, exchange.started)
        let isDoubtful = world.places(of: first).allSatisfy { mayBeDown($0, span) || mayBeFull(first, $0, span) }
        return isDoubtful ? [] : ["asked \(exchange.model) first, although \(first) is well"]
    }

    /// After as many failures in a row as the route allows, nobody asks a model until its breaker has had time.
    ///
    /// Then one finds out for all. What was asked beside another, or was outrun by it, counts neither as a failure nor as a success, but is held
    /// back as well.
    func checkBreakers() -> [String] {
        guard case .rule(let threshold, let cooldown, _)? = world.route.settings.breaker else { return [] }
        var broken: [String] = []
        for way in Set(story.exchanges.map(\.place.way)) {
            let exchanges = story.exchanges.filter { $0.place.way == way }
            let counted = exchanges.filter { !isHedge($0) && !wasOutrun($0) }
            for end in counted.indices.dropFirst(threshold - 1) {
                let row = counted[(end + 1 - threshold)...end]
                guard let first = row.first?.started, let last = row.last?.ended, row.allSatisfy(isPlainFailure),
                    // Only where none was under way beside them is it plain how they count.
                    zip(row, row.dropFirst()).allSatisfy({ before, after in before.over.map { $0 < after.started } ?? false }),
                    counted[..<row.startIndex].allSatisfy({ $0.over.map { $0 < first } ?? false }),
                    !counted[row.endIndex...].contains(where: { $0.started < last })
                else { continue }
                let later = exchanges.filter { $0.started > last }
                for exchange in later {
                    let rest = exchange.started.time - last.time
                    if rest < cooldown * 4 / 5 { broken.append("\(exchange.model) was asked \(rest.shortText) after its breaker opened") }
                }
                guard let probe = later.first else { continue }
                broken += later.dropFirst().filter { !probe.isOver(by: $0.started) }.map { "\($0.model) was asked beside its probe" }
            }
        }
        return broken
    }

    /// Whether an attempt failed by its model's fault beyond doubt.
    private func isPlainFailure(_ exchange: SimulationStory.Exchange) -> Bool {
        // A model that goes on with nothing may have had nothing to add.
        if exchange.fault == .empty, exchange.beginning != nil { return false }
        return exchange.fault.saysModelIsIll && exchange.cameToItsEnd && story.calls[exchange.caller]?.cancelled == nil
    }

    private var threshold: Int {
        switch world.route.settings.breaker {
        case .rule(let failures, _, _)?: failures
        case .off?, nil: .max
        }
    }

    /// The failures of a way that count, of those that were over before a moment.
    private func failures(of place: SimulatedWorld.Place, before moment: SimulationStory.Moment) -> [SimulationStory.Exchange] {
        story.exchanges.filter { exchange in
            exchange.place.way == place.way && looksIll(exchange) && (exchange.over.map { $0 < moment } ?? false)
        }
    }

    /// Whether an attempt may count against its model: it failed, or brought nothing in the time that the route promises it, and
    /// was not asked beside another.
    func looksIll(_ exchange: SimulationStory.Exchange) -> Bool {
        if isHedge(exchange) { return false }
        guard let cancelled = exchange.cancelled else { return exchange.fault.saysModelIsIll }
        let promised = min(firstToken, (world.route.settings.deadline ?? .seconds(300)) / world.route.candidates.count)
        if isHedgedOut(exchange) { return false }
        if exchange.fault.breaksOff || exchange.fault == .lingeringError { return exchange.fault.saysModelIsIll }
        return cancelled.time - exchange.started.time >= promised
    }
}
