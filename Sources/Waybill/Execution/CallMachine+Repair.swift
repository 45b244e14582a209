import WaybillInterchange
import WaybillRoutePlanning

/// Asking a model once more without what it refused.
extension CallMachine {
    /// A model refused a parameter: asks it once more without, where the request can do without and the route allows it.
    ///
    /// - Returns: Whether it is asked.
    mutating func askRepaired(
        after failure: ModelFailure, _ attempt: RunningAttempt, at now: Duration, _ effects: inout CallEffects
    ) -> Bool {
        guard failure.kind == .unsupported, delivered.isEmpty, !plan.strict, let repair = shape.repair(failure, attempt.candidate) else {
            return false
        }
        effects.commands.append(.remember(repair, attempt.candidate.model))
        let place = attempt.order.place
        // It must not take the attempt of a candidate standing by.
        guard !standings[place].isRepaired, attemptsLeft > standingBy(besides: place, at: now).count else { return false }
        standings[place].isRepaired = true
        // What was refused is not asked again: this costs an attempt of the call, none of the model's.
        standings[place].attempts -= 1
        standings[place].candidate.apply(repair, "the model refused it")
        report.note(standings[place].candidate)
        let change = repair.replacement.map { "'\($0)' for '\(repair.parameter)'" }
        decide("the same model at once, \(change.map { "with \($0)" } ?? "without '\(repair.parameter)'")")
        send(AttemptOrder(place: place, kind: .fresh, isHedge: rival != nil && attempt.order.isHedge), at: now, &effects)
        return true
    }
}

extension RouteReport {
    /// Takes what has become of a candidate's adjustments.
    fileprivate mutating func note(_ candidate: PlannedCandidate) {
        guard let place = candidates.firstIndex(where: { $0.model == candidate.model }) else { return }
        candidates[place].adjustments = candidate.adjustments
    }
}
