import Waybill

/// What every attempt of a call did, one after the other, and who was not asked.
struct AttemptList {
    let route: RouteReport
    let look: Look

    static let labelWidth = 19

    var text: String {
        var facts = FactList()
        for attempt in route.attempts {
            // Times stand in a column of their own, below each other.
            let time = (attempt.ended - attempt.started).shortText.padded(from: 6)
            facts.add("attempt \(attempt.number)".padded(to: 11) + time, sentence(attempt))
        }
        for candidate in route.candidates {
            if let reason = candidate.verdict.reason { facts.add("not asked", "\(candidate.model): \(reason)") }
        }
        return facts.text(indent: 2, labelWidth: Self.labelWidth, look)
    }

    private func sentence(_ attempt: AttemptReport) -> String {
        let decision = attempt.outcome == .answered || attempt.decision.isEmpty ? "" : ": \(attempt.decision)"
        let givenUp = attempt.cachedTokensGivenUp
        return attempt.summary + (attempt.isHedge ? ", asked beside the one before" : "")
            + (givenUp > 0 ? ", gave up about \(givenUp) cached tokens elsewhere" : "") + decision
    }
}
