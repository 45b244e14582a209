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
        let faults = seen.exchanges.filter(\.cameToItsEnd).map(\.fault)
        if failure?.scope == .request, failure?.kind != .noCandidate, !faults.contains(where: { $0.forbids == .call }) {
            broken.append("the request is said to be at fault: \(failure?.kind.rawValue ?? "")")
        }
        if let last = seen.exchanges.last, last.fault.forbids == .call, last.cameToItsEnd, failure?.scope != .request {
            broken.append("\(last.fault) was not told to the caller")
        }
        if let failure, world.route.lastResort != nil, seen.call.caller.form.takesLastResort, failure.scope != .request,
            failure.partial.isEmpty, seen.received.isEmpty, !faults.allSatisfy({ Self.isCapability($0) })
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
            }
        return unasked.isEmpty ? [] : ["gave up with \((seen.deadline - seen.ended.time).shortText) left, and never asked \(unasked)"]
    }

    /// Whether a model was known to be closed until after the deadline, or cannot take the request.
    private func isBlocked(_ model: ModelName, _ seen: SeenCall) -> Bool {
        if mayLackKey(model, at: seen.ended) || mayLackKey(model, at: seen.call.began) { return true }
        let endpoint = world.endpoint(of: model)
        let pauses = story.exchanges.filter { world.endpoint(of: $0.model) == endpoint && ($0.ended.map { $0 < seen.ended } ?? false) }
            .compactMap { exchange in exchange.fault.retryAfter.map { (exchange.ended?.time ?? .zero) + $0 } }
        if pauses.contains(where: { $0 + .milliseconds(250) >= seen.deadline }) { return true }
        // A breaker may stay open for its cap, and one who waits for it a little longer.
        let illness = story.exchanges.filter { world.endpoint(of: $0.model) == endpoint && looksIll($0) && $0.started < seen.ended }
            .map { $0.over?.time ?? .zero }
        return illness.contains { $0 + breakerCap + .milliseconds(250) >= seen.deadline }
    }

    /// How long a breaker may stay open.
    var breakerCap: Duration {
        switch world.route.settings.breaker {
        case .rule(_, _, let cap)?: cap
        case .off?, nil: .zero
        }
    }
}
