import Waybill

/// A call fails only where nothing was left to try, and says why.
extension SimulationOracle {
    func checkEnd(_ seen: SeenCall) -> [String] {
        let failure: ModelFailure?
        switch seen.outcome {
        case .failure(let thrown): failure = thrown
        case .response(let response) where response.model == nil: failure = nil
        case .response, .cancelled, .dropped: return []
        }
        var broken: [String] = []
        let ended = seen.exchanges.filter(\.cameToItsEnd)
        if failure?.scope == .request, failure?.kind != .noCandidate, !ended.contains(where: { $0.forbids == .call }) {
            broken.append("the request is said to be at fault: \(failure?.kind.rawValue ?? "")")
        }
        if let last = seen.exchanges.last, last.forbids == .call, last.cameToItsEnd, failure?.scope != .request {
            broken.append("\(last.fault) was not told to the caller")
        }
        if let failure, world.route.lastResort != nil, seen.call.caller.form.takesLastResort, failure.scope != .request,
            failure.partial.isEmpty, seen.received.isEmpty, !ended.allSatisfy({ Self.isCapability($0.fault) })
        {
            broken.append("the last resort was not served for \(failure.kind)")
        }
        if failure?.scope != .request, seen.received.isEmpty || failure == nil { broken += checkNobodyWasLeft(seen) }
        return broken
    }

    private static func isCapability(_ fault: SimulatedFault) -> Bool { fault == .contextOverflow || fault == .unsupportedParameter }

    /// With time and attempts left, everybody who could be asked was.
    private func checkNobodyWasLeft(_ seen: SeenCall) -> [String] {
        // Waits are made a little longer than they need be, and the outcome of another's probe is looked for now and then.
        guard seen.ended.time + .milliseconds(350) < seen.deadline, seen.exchanges.count < seen.settings.attemptsPerCall ?? 6 else {
            return []
        }
        let unasked = world.route.candidates.map(\.model)
            .filter { model in
                !seen.exchanges.contains { $0.model == model || excludes($0, model) } && !isBlocked(model, seen)
                    && !hasRefusedEveryKey(of: model, seen)
            }
        return unasked.isEmpty
            ? []
            : [
                "gave up with \((seen.deadline - seen.ended.time).shortText) left, and never asked \(unasked): \(Self.verdicts(seen.report))"
            ]
    }

    /// Whether a call saw every key of a model refused, and so asks with none of them again.
    private func hasRefusedEveryKey(of model: ModelName, _ seen: SeenCall) -> Bool {
        let refused = seen.exchanges.filter { $0.fault.forbids == .key && $0.cameToItsEnd && $0.model.provider == model.provider }
        return world.places(of: model).allSatisfy { place in refused.contains { $0.place.name == place.name } }
    }

    /// Whether a model was known to be closed until after the deadline, or cannot take the request.
    private func isBlocked(_ model: ModelName, _ seen: SeenCall) -> Bool {
        world.places(of: model).allSatisfy { isBlocked($0, seen) || mayBeFull(model, $0, Span(seen.call.began, seen.ended)) }
    }

    private func isBlocked(_ place: SimulatedWorld.Place, _ seen: SeenCall) -> Bool {
        if mayLackKey(place, Span(seen.ended)) || mayLackKey(place, Span(seen.call.began)) { return true }
        let before = story.exchanges.filter { $0.started < seen.ended }
        let pauses = before.filter { $0.place.lane == place.lane && ($0.ended.map { $0 < seen.ended } ?? false) }
            .compactMap { exchange in exchange.fault.retryAfter.map { (exchange.ended?.time ?? .zero) + $0 } }
        if pauses.contains(where: { $0 + Self.longestSpread >= seen.deadline }) { return true }
        // A breaker may stay open for its cap, and one who waits for it a little longer.
        return before.contains {
            $0.place.way == place.way && looksIll($0) && ($0.over?.time ?? .zero) + breakerCap + Self.longestSpread >= seen.deadline
        }
    }

    /// How long a breaker may stay open.
    var breakerCap: Duration {
        switch world.route.settings.breaker {
        case .rule(_, _, let cap)?: cap
        case .off?, nil: .zero
        }
    }
}
