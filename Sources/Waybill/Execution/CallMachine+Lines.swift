import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// Waiting in line, for a rate limit or for a slot of a server.
extension CallMachine {
    /// An attempt stands in line and was not sent: waits there, or passes the candidate by where that would take too long.
    ///
    /// While another candidate stands by, or the caller has a part of the answer, it waits no longer than the route's patience, in
    /// all its lines together; where one comes free meanwhile, no longer than until then.
    ///
    /// - Parameter otherKey: The key that is to be asked instead, should it come free sooner.
    mutating func mustWait(
        _ id: Int, about wait: Duration, otherKey: OtherKey?, _ reason: LineReason, at now: Duration, _ effects: inout CallEffects
    ) {
        guard let order = strikeOut(id, at: now, &effects) else { return }
        // What is tried beside another is tried at once or not at all.
        if goOnWithRival() { return effects.commands.append(.leaveLine) }
        let isHurried = !delivered.isEmpty || !standingBy(besides: order.place, at: now).isEmpty
        let patience = max(.zero, self.patience - stoodInLine)
        let allowed = isHurried ? min(patience, deadline - now) : deadline - now
        guard !isDraining else {
            effects.commands.append(.leaveLine)
            return finish(failing: CallsUnderWay.closed, at: now, &effects)
        }
        guard wait < allowed else { return passBy(order, about: wait, otherKey: otherKey, reason, at: now, &effects) }
        let free = isHurried ? deadline : soonestFree(besides: order.place) ?? deadline
        phase = .inLine(since: now, until: min(now + allowed, max(now + patience, free)), order, reason)
    }

    /// When the next candidate comes free that needs not be waited for in a line.
    private func soonestFree(besides place: Int) -> Duration? {
        standings.indices
            .filter { $0 != place && mayAsk($0) && !standings[$0].standsInLine && !standings[$0].awaitsKey }
            .map { standings[$0].notBefore }.min()
    }

    /// An attempt that waited in line may go.
    mutating func admitted(at now: Duration, _ effects: inout CallEffects) {
        guard case .inLine(let since, _, let order, _) = phase else { return }
        stoodInLine += now - since
        // What was waited for goes back where it came too late to be used.
        if now >= deadline { effects.commands.append(.giveBack) }
        send(order, at: now, &effects)
    }

    /// Leaves the line for another candidate.
    mutating func passBy(
        _ order: AttemptOrder, about wait: Duration, otherKey: OtherKey? = nil, _ reason: LineReason, at now: Duration,
        _ effects: inout CallEffects
    ) {
        effects.commands.append(.leaveLine)
        let model = standings[order.place].candidate.model
        if let place = report.candidates.firstIndex(where: { $0.model == model }) {
            report.candidates[place].verdict = .setAside(reason == .rate ? .rateLimit(wait) : .busy(wait))
        }
        // Not at once again, so that the others have their turn.
        let sooner = otherKey.flatMap { $0.wait < wait ? $0 : nil }
        standings[order.place].notBefore = now + max(sooner?.wait ?? wait, patience, .milliseconds(100))
        standings[order.place].standsInLine = sooner == nil
        standings[order.place].awaitsKey = sooner?.isDown ?? false
        askAnother(than: order, at: now, &effects)
    }

    /// The longest wait while another candidate stands by.
    var patience: Duration { plan.settings.patience ?? .seconds(5) }
}
