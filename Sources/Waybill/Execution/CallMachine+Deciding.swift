import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension CallMachine {
    /// An attempt failed: decides what to try next.
    ///
    /// - Parameter isAboutModel: Whether it says something of the model's health; `nil`: by its kind.
    mutating func failed(
        _ id: Int, _ reported: ModelFailure, lostReusedConnection: Bool = false, isAboutModel: Bool? = nil,
        at now: Duration, _ effects: inout CallEffects
    ) {
        guard turn(to: id), let attempt else { return }
        let failure = understood(reported, of: attempt, at: now)
        settle(
            failing: failure, usage: attempt.usage(before: failure),
            isAboutModel: lostReusedConnection ? false : isAboutModel, at: now, decision: "", &effects)
        failures.append(failure)
        guard failure.scope != .request else {
            decide("the request itself is at fault: nobody else is asked")
            goOnWithRival()
            endAttempts("the request itself is at fault", at: now, &effects)
            return finish(failing: failure, at: now, &effects)
        }
        if askRepaired(after: failure, attempt, at: now, &effects) { return }
        mark(failure, at: attempt.order.place, key: attempt.report.credential)
        if goOnWithRival() {
            leave(attempt.order.place, after: failure, lostReusedConnection: lostReusedConnection, at: now)
        } else if delivered.isEmpty {
            recover(from: failure, attempt: attempt, immediately: lostReusedConnection, at: now, &effects)
        } else {
            rescue(from: failure, attempt: attempt, at: now, &effects)
        }
    }

    /// A close without content after most of the first-token limit is silence by another name.
    private func understood(_ failure: ModelFailure, of attempt: RunningAttempt, at now: Duration) -> ModelFailure {
        guard attempt.firstContent == nil, failure.kind == .reset || failure.kind == .cut || failure.kind == .emptyAnswer,
            now - attempt.lastSign > attempt.candidate.firstToken / 2
        else { return failure }
        var failure = failure
        failure.kind = .silence
        failure.explanation = "The connection closed without content after \((now - attempt.sent).shortText)."
        return failure
    }

    /// Notes what a failure says about who may still be asked.
    private mutating func mark(_ failure: ModelFailure, at place: Int, key: String?) {
        let candidate = standings[place].candidate
        if failure.kind == .rateLimited { triedKeys.limit(key, for: candidate) }
        switch failure.scope {
        case .request: break
        case .capability:
            standings[place].isLeft = true
            if failure.kind == .contextOverflow { leaveSmallerWindows(than: candidate) }
        case .credential:
            if triedKeys.refuse(key, for: candidate) { break }
            for other in standings.indices where standings[other].candidate.model.provider == candidate.model.provider {
                standings[other].isLeft = true
            }
        case .model:
            if !failure.kind.isWorthRetrying || misfits(of: candidate.model) > 1 { standings[place].isLeft = true }
        case .provider:
            for other in standings.indices where standings[other].candidate.host == candidate.host { standings[other].goesLast = true }
            // An address that may not be asked will not be allowed in a moment.
            if failure.kind == .addressRefused { standings[place].isLeft = true }
        }
    }

    /// How often a model's answer was not what was asked for: what it cannot do twice it is not asked for a third time.
    private func misfits(of model: ModelName) -> Int { failures.count { $0.kind == .invalidOutput && $0.model == model } }

    /// What did not fit one window can only fit a larger or unknown one.
    private mutating func leaveSmallerWindows(than candidate: PlannedCandidate) {
        guard let window = candidate.contextWindow else { return }
        for other in standings.indices {
            if let size = standings[other].candidate.contextWindow, size <= window { standings[other].isLeft = true }
        }
    }

    /// Nothing was handed over yet: retries the same model or moves on, unseen by the caller.
    private mutating func recover(
        from failure: ModelFailure, attempt: RunningAttempt, immediately: Bool, at now: Duration, _ effects: inout CallEffects
    ) {
        let place = attempt.order.place
        let others = standingBy(besides: place, at: now)
        guard attemptsLeft > 0 else {
            decide("no attempts are left")
            return giveUp(at: now, &effects)
        }
        if mayTryAnotherKey(after: failure, attempt, others: others) {
            // A key that may not be used says nothing of the model: this costs an attempt of the call, none of the model's.
            standings[place].attempts -= 1
            decide("the same model at once, with another key")
            return send(AttemptOrder(place: place, kind: .fresh), at: now, &effects)
        }
        if let asked = failure.retryAfter { standings[place].notBefore = now + asked }
        if let wait = retryWait(failure, at: place, others: others, immediately: immediately, at: now) {
            decide(Self.retrying(after: wait, failure, immediately: immediately))
            return begin(AttemptOrder(place: place, kind: .fresh, freshConnection: immediately), after: wait, at: now, &effects)
        }
        // Only a server that asked for time is asked again later.
        if failure.retryAfter == nil { standings[place].isLeft = true }
        guard let next = others.first ?? firstToComeFree(after: now) else {
            decide("nobody is left to ask")
            return giveUp(at: now, &effects)
        }
        let wait = wait(for: next, at: now)
        let reason = Self.reason(failure, silentFor: now - attempt.lastSign).map { ": \($0)" } ?? ""
        decide("on to \(standings[next].candidate.model)\(wait > .zero ? " after \(wait.shortText)" : "")\(reason)")
        begin(AttemptOrder(place: next, kind: .fresh), after: wait, at: now, &effects)
    }

    /// Whether the same model is asked with another key of its provider: where the key was refused, or has met a limit that is not the
    /// other's.
    private func mayTryAnotherKey(after failure: ModelFailure, _ attempt: RunningAttempt, others: [Int]) -> Bool {
        let place = attempt.order.place
        guard !standings[place].isLeft, attemptsLeft > others.count else { return false }
        if failure.scope == .credential { return true }
        // One that had met its limit before was used again for want of a better.
        let (key, model) = (attempt.report.credential ?? "", attempt.candidate.model)
        return failure.kind == .rateLimited && !attempt.triedKeys.hasLimited(key, for: model)
            && !attempt.triedKeys.hasRefused(key, for: model) && triedKeys.hasAnother(for: attempt.candidate)
    }

    /// The candidate that may be asked soonest, of those whose servers asked for time that the deadline leaves.
    func firstToComeFree(after now: Duration) -> Int? {
        standings.indices
            .filter { mayAsk($0) && standings[$0].notBefore < deadline && hasKey(standings[$0], within: patience, of: now) }
            .min { standings[$0].notBefore < standings[$1].notBefore }
    }

    /// Whether a candidate has a key, or will have within so long.
    func hasKey(_ standing: Standing, within wait: Duration, of now: Duration) -> Bool {
        !standing.awaitsKey || standing.notBefore <= now + wait
    }

    /// How long to wait before asking the same model again; `nil`: it is not asked again.
    private mutating func retryWait(
        _ failure: ModelFailure, at place: Int, others: [Int], immediately: Bool, at now: Duration
    ) -> Duration? {
        // A retry must not take the attempt of a candidate standing by.
        guard !standings[place].isLeft, attemptsLeft > others.count else { return nil }
        if immediately {
            // A connection that died of age says nothing of the model: this costs an attempt of the call, none of the model's.
            standings[place].attempts -= 1
            return .zero
        }
        guard standings[place].attempts < (plan.settings.attempts ?? 2) else { return nil }
        if let asked = failure.retryAfter {
            let allowed = others.isEmpty ? deadline - now : min(plan.settings.patience ?? .seconds(5), deadline - now)
            let wait = spread(asked)
            return wait < allowed ? wait : nil
        }
        // The model is well: there is nothing to let pass.
        if failure.kind == .invalidOutput { return .zero }
        let rule = plan.settings.retry ?? RetryRule(base: .milliseconds(500), cap: .seconds(8))
        let doublings = min(standings[place].attempts - 1, 16)
        let wait = random.duration(upTo: min(rule.cap, rule.base * (1 << doublings)))
        return wait < deadline - now ? wait : nil
    }

    /// Nobody is left to ask.
    mutating func giveUp(at now: Duration, _ effects: inout CallEffects) {
        finish(failing: failures.mostUseful ?? budgetFailure ?? nobodyIsFree(), at: now, &effects)
    }

    /// Writes down what was decided after the last attempt.
    mutating func decide(_ decision: String) {
        guard let lastEnded else { return }
        report.attempts[lastEnded].decision = decision
    }

    private static func retrying(after wait: Duration, _ failure: ModelFailure, immediately: Bool) -> String {
        if immediately { return "the same model again at once, on a fresh connection" }
        let cause = failure.retryAfter.map { ", since it asked to wait \($0.shortText)" } ?? ""
        return "the same model again \(wait > .zero ? "after \(wait.shortText)" : "at once")\(cause)"
    }

    /// Why a model is left, where that is more than the kind of its failure, which stands beside it.
    private static func reason(_ failure: ModelFailure, silentFor silence: Duration) -> String? {
        if let asked = failure.retryAfter { return "it asked to wait \(asked.shortText)" }
        return failure.kind == .silence ? "silent for \(silence.shortText)" : nil
    }
}

extension [ModelFailure] {
    /// The failure that helps its reader most.
    ///
    /// What is wrong with the request comes before what a model cannot do, then what is wrong with a key, with a model, with a host: what
    /// a reader can change comes before what only time changes. Of one scope, the first counts, since it is of the model that was wanted most.
    var mostUseful: ModelFailure? {
        let order: [FailureScope] = [.request, .capability, .credential, .model, .provider]
        return self.min { order.firstIndex(of: $0.scope) ?? 0 < order.firstIndex(of: $1.scope) ?? 0 }
    }
}

extension FailureKind {
    /// Whether the same model may do better if asked again: not where it was silent, is unknown, or gave a whole but wrong answer.
    fileprivate var isWorthRetrying: Bool {
        switch self {
        case .rateLimited, .overloaded, .serverError, .serverTimeout, .reset, .cut, .malformedAnswer, .emptyAnswer, .invalidOutput: true
        default: false
        }
    }
}
