import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension CallMachine {
    /// Hands an event of the answer to the caller; `false` where a replayed answer differs from what was delivered.
    mutating func handOver(_ event: AnswerEvent, _ effects: inout CallEffects) -> Bool {
        guard case .stream = delivery, event != .activity else { return true }
        if case .reasoningDelta(let text) = event {
            // Of two that are asked at once, the first is listened to.
            guard attempt?.order.isHedge == false || rival == nil else { return true }
            if !text.isEmpty, let model = attempt?.candidate.model { announce(model, &effects) }
            effects.events.append(.reasoningDelta(text))
            return true
        }
        var rest: AnswerEvent? = event
        if attempt?.match != nil {
            guard let outcome = attempt?.match?.take(event), outcome.agrees else { return false }
            rest = outcome.rest
        }
        guard let content = rest, let model = attempt?.candidate.model else { return true }
        announce(model, &effects)
        delivered.append(content)
        switch content {
        case .textDelta(let text): effects.events.append(.textDelta(text))
        case .refusalDelta(let text): effects.events.append(.refusalDelta(text))
        case .toolCallDelta(let delta): effects.events.append(.toolCallDelta(delta))
        case .reasoningDelta, .activity: break
        }
        return true
    }

    /// Says whose words follow, where the last were another's.
    private mutating func announce(_ model: ModelName, _ effects: inout CallEffects) {
        guard announced != model else { return }
        announced = model
        effects.events.append(.began(model))
    }

    /// The stream was lost after content was handed over: tries the rungs of the route's ladder, each falling to the next.
    mutating func rescue(from failure: ModelFailure, attempt: RunningAttempt, at now: Duration, _ effects: inout CallEffects) {
        if let asked = failure.retryAfter { standings[attempt.order.place].notBefore = now + asked }
        guard failure.scope != .capability || rescueRung != nil, attemptsLeft > 0 else {
            decide(attemptsLeft > 0 ? "nothing to rescue with" : "no attempts are left")
            return finish(failing: firstRescuedFailure(or: failure), at: now, &effects)
        }
        // A rescue that failed before it brought anything is tried on the next candidate first.
        climb(from: rescueRung ?? 0, failure: failure, place: attempt.order.place, at: now, &effects)
    }

    /// An answer came that does not rescue the stream, which says nothing of the model's health: tries the next rung.
    mutating func rungFailed(_ failure: ModelFailure, at now: Duration, _ effects: inout CallEffects) {
        guard let attempt else { return }
        settle(failing: failure, usage: attempt.usage, isAboutModel: false, at: now, decision: "", &effects)
        failures.append(failure)
        climb(from: (rescueRung ?? 0) + 1, failure: failure, place: attempt.order.place, at: now, &effects)
    }

    /// Tries the rungs of the ladder from one on.
    mutating func climb(from rung: Int, failure: ModelFailure, place: Int, at now: Duration, _ effects: inout CallEffects) {
        let ladder = plan.settings.onCut ?? [.fail]
        let target = rescueTarget(after: place, at: now)
        for rung in ladder.indices.dropFirst(rung) {
            guard let target, attemptsLeft > 0, let kind = rescueKind(ladder[rung], target: target) else { continue }
            rescueRung = rung
            decide("\(ladder[rung].rawValue) on \(standings[target].candidate.model)")
            if ladder[rung] == .restart {
                delivered = DeliveredContent()
                announced = nil
                effects.events.append(.restarted)
            }
            return begin(AttemptOrder(place: target, kind: kind), after: wait(for: target, at: now), at: now, &effects)
        }
        decide("the answer ends here, incomplete")
        finish(failing: firstRescuedFailure(or: failure), at: now, &effects)
    }

    /// Who is asked to save the stream: the next candidate; without one the same model, but never after a stall.
    private func rescueTarget(after place: Int, at now: Duration) -> Int? {
        if let next = standingBy(besides: place, at: now).first { return next }
        let patience = now + (plan.settings.patience ?? .seconds(5))
        // A model that stalled was left.
        return mayAsk(place) && standings[place].notBefore < min(patience, deadline) ? place : nil
    }

    /// How a rung asks; `nil` where it is not possible.
    private func rescueKind(_ rung: CutRung, target: Int) -> AttemptOrder.Kind? {
        switch rung {
        case .continueText:
            // Who goes on from a text writes text, and not the call that was asked for.
            guard shape.isPlainText, !shape.forcesTool, standings[target].candidate.canPrefill, let text = delivered.plainText else {
                return nil
            }
            return .continuing(text)
        case .replay: return .replaying
        case .restart: return delivery == .stream(mayRestart: true) ? .fresh : nil
        case .fail: return nil
        }
    }

    /// What the caller is told when no rescue succeeds: the failure that made one necessary.
    func firstRescuedFailure(or failure: ModelFailure) -> ModelFailure {
        failures.first { $0.kind == .cut || $0.kind == .stall } ?? failure
    }
}

extension ModelFailure {
    /// A replayed answer began otherwise than what was delivered.
    static func differentReplay(_ attempt: RunningAttempt) -> ModelFailure {
        notRescued(.cut, "The new answer differs from what was already delivered.", attempt)
    }

    /// What was to go on from the delivered text brought nothing: whether anything was missing cannot be told from that.
    static func emptyContinuation(_ attempt: RunningAttempt) -> ModelFailure {
        notRescued(.emptyAnswer, "The model was to go on from what was delivered, and wrote nothing.", attempt)
    }

    private static func notRescued(_ kind: FailureKind, _ explanation: String, _ attempt: RunningAttempt) -> ModelFailure {
        ModelFailure(
            kind, scope: .model, explanation, model: attempt.candidate.model, status: attempt.report.status,
            requestID: attempt.report.requestID)
    }
}
