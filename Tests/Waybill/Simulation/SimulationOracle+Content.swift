import Waybill

/// Nothing twice, nothing missing, nothing made up, and nothing cut that is called whole.
extension SimulationOracle {
    func checkContent(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let received = seen.received
        let restarts = seen.call.events.filter { $0.event == .restarted }.count
        if restarts > 0, seen.call.caller.delivery != .restartableStream || world.route.hold {
            broken.append("was told to start over, and never allowed it")
        }
        if case .response(let response) = seen.outcome {
            broken += checkResponse(response, received, seen)
        } else if !received.isEmpty, !seen.gotLastResort {
            // What came before a failure is the beginning of what one model wrote, after what an earlier one had.
            let sources = seen.exchanges.filter { received.isBeginning(of: $0.whole) }
            if sources.isEmpty { broken.append("holds what nobody wrote: \(received)") }
        }
        if case .failure(let failure) = seen.outcome, seen.isStreamed, SimulatedAnswer(failure.partial) != received {
            broken.append("was told that \(failure.partial) came, and holds \(received)")
        }
        return broken + checkEvents(seen)
    }

    private func checkResponse(_ response: ModelResponse, _ received: SimulatedAnswer, _ seen: SeenCall) -> [String] {
        var broken: [String] = []
        let answered = SimulatedAnswer(response.items)
        if seen.isStreamed, answered != received { broken.append("holds \(received), and the response says \(answered)") }
        guard let model = response.model else { return broken + checkLastResort(response, seen) }
        guard let last = lastToEnd(seen), last.model == model else {
            return broken + ["the response names \(model), which did not write it last"]
        }
        if !last.fault.isAnswer { broken.append("takes for an answer what was \(last.fault)") }
        if response.isComplete, !last.fault.isWhole { broken.append("calls an answer complete that was \(last.fault)") }
        if !response.isComplete, last.fault.isWhole { broken.append("calls an answer incomplete that was whole") }
        // What goes on from a text has nothing that could fit or not.
        let isMisfit = last.fault == .misfit && seen.call.caller.form != .text && last.beginning == nil
        if isMisfit, !seen.isStreamed || world.route.hold {
            broken.append("handed over an answer that does not fit its schema")
        }
        if isMisfit, response.validation?.isValid != false {
            broken.append("does not say that the answer fits no schema")
        }
        if answered != last.whole { broken.append("the answer is \(answered) where \(last.whole) was written") }
        return broken
    }

    /// The request that was over last, of those that were not let go for another.
    private func lastToEnd(_ seen: SeenCall) -> SimulationStory.Exchange? {
        seen.exchanges.filter { !isHedgedOut($0) }
            .max { left, right in
                guard let first = left.over else { return false }
                return right.over.map { first < $0 } ?? true
            }
    }

    private func checkLastResort(_ response: ModelResponse, _ seen: SeenCall) -> [String] {
        var broken: [String] = []
        if world.route.lastResort == nil { broken.append("the last resort was served, and the route has none") }
        if !response.route.degraded { broken.append("the last resort was served in silence") }
        if !seen.call.caller.form.takesLastResort { broken.append("the last resort stood in for \(seen.call.caller.form)") }
        if response.text != SimulatedWorld.lastResort { broken.append("the last resort was served after content") }
        if let fault = seen.exchanges.first(where: { $0.forbids == .call && $0.cameToItsEnd })?.fault {
            broken.append("the last resort hid \(fault)")
        }
        return broken
    }

    /// The order of events, and what `hold` holds back.
    private func checkEvents(_ seen: SeenCall) -> [String] {
        var broken: [String] = []
        var writer: ModelName?
        var ids: [Int: String] = [:]
        for (at, event) in seen.call.events {
            switch event {
            case .began(let model): writer = model
            case .restarted:
                writer = nil
                ids = [:]
            case .textDelta, .refusalDelta, .toolCallDelta:
                if writer == nil, !seen.gotLastResort { broken.append("content came before its model was named") }
                if world.route.hold, let last = lastToEnd(seen), (last.over ?? at) > at,
                    last.fault != .lingering
                {
                    broken.append("content came before the answer was whole, on a route that holds")
                }
            default: break
            }
            if case .toolCallDelta(let delta) = event {
                if let known = ids[delta.index], known != delta.id { broken.append("the id of a tool call changed") }
                ids[delta.index] = delta.id
            }
            if let cancelled = seen.call.cancelled, at.time > cancelled.time { broken.append("got an event after it had cancelled") }
        }
        return broken
    }
}
