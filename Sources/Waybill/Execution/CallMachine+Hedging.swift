import WaybillInterchange
import WaybillRoutePlanning

/// Asking the next candidate beside one that brings nothing.
///
/// Both are equal from then on: the first content wins. What one of them fails with leaves the call to the other.
extension CallMachine {
    /// When the next candidate is asked beside the one under way; `nil`: it is not.
    ///
    /// Once a call, before any content.
    var hedgeDue: Duration? {
        guard !hasHedged, !sawContent, rival == nil, let attempt, attempt.isSent, !attempt.awaitsOnlyItsEnd else { return nil }
        return attempt.candidate.hedgeAfter.map { attempt.sent + $0 }
    }

    /// Asks the next candidate beside the one under way, where one may be asked at once.
    mutating func hedge(at now: Duration, _ effects: inout CallEffects) {
        hasHedged = true
        guard let silent = attempt, attemptsLeft > 0 else { return }
        let next = standingBy(besides: silent.order.place, at: now).first
        guard let next, !standings[next].goesLast else { return }
        attempt = nil
        rival = silent
        send(AttemptOrder(place: next, kind: .fresh, isHedge: true), at: now, &effects)
    }

    /// An attempt beside another may not be made after all.
    mutating func withdrawHedge(_ id: Int, at now: Duration, _ effects: inout CallEffects) {
        guard let order = strikeOut(id, at: now, &effects), !goOnWithRival() else { return }
        askAnother(than: order, at: now, &effects)
    }

    /// Makes the attempt of this number the one that is spoken of.
    ///
    /// - Returns: Whether it is under way.
    mutating func turn(to id: Int) -> Bool {
        if rival?.id == id { swap(&attempt, &rival) }
        return attempt?.id == id
    }

    /// The attempt spoken of is over: goes on with the other.
    ///
    /// - Returns: Whether there is another.
    @discardableResult
    mutating func goOnWithRival() -> Bool {
        attempt = rival.take()
        return attempt != nil
    }

    /// The attempt spoken of brought content: the other is let go.
    mutating func outrunRival(at now: Duration, _ effects: inout CallEffects) {
        guard rival != nil, let winner = attempt else { return }
        goOnWithRival()
        endAttempt(.hedgedOut, "\(winner.candidate.model) brought content first", at: now, &effects)
        attempt = winner
    }

    /// The call is over: lets go of whatever is under way.
    mutating func endAttempts(_ why: String, at now: Duration, _ effects: inout CallEffects) {
        while attempt != nil {
            endAttempt(.cancelled, why, at: now, &effects)
            goOnWithRival()
        }
    }

    private mutating func endAttempt(
        _ outcome: AttemptReport.Outcome, _ why: String, at now: Duration, _ effects: inout CallEffects
    ) {
        guard let attempt else { return }
        guard attempt.isSent else {
            strikeOut(attempt.id, at: now, &effects)
            return
        }
        effects.commands.append(.abandon(attempt.id))
        settle(outcome: outcome, usage: attempt.usage, isAboutModel: false, at: now, decision: why, &effects)
    }

    /// One of two failed while the other goes on: notes when it may be asked again in this call.
    mutating func leave(_ place: Int, after failure: ModelFailure, lostReusedConnection: Bool, at now: Duration) {
        if let asked = failure.retryAfter {
            standings[place].notBefore = now + asked
        } else if !lostReusedConnection, failure.scope != .credential {
            standings[place].isLeft = true
        }
        if let other = attempt?.candidate.model {
            decide("\(other), asked \(attempt?.order.isHedge == true ? "beside it" : "before it"), goes on")
        }
    }
}
