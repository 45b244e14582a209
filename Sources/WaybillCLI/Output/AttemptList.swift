import Waybill

/// What every attempt of a call did, one after the other.
struct AttemptList {
    let attempts: [AttemptReport]
    let look: Look

    var text: String {
        var facts = FactList()
        for attempt in attempts {
            // Times stand in a column of their own, below each other.
            let time = (attempt.ended - attempt.started).shortText.padded(from: 6)
            facts.add("attempt \(attempt.number)".padded(to: 11) + time, sentence(attempt))
        }
        return facts.text(indent: 2, labelWidth: 19, look)
    }

    private func sentence(_ attempt: AttemptReport) -> String {
        let decision = attempt.outcome == .answered || attempt.decision.isEmpty ? "" : ": \(attempt.decision)"
        return attempt.summary + decision
    }
}
