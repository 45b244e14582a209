import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What an attempt goes by: a key's way, and the right to send one request on it.
struct Passage: Sendable {
    let way: Way
    let permit: Permit
    /// What the attempt finds out for everybody.
    var probe: HealthBook.Probe = []
    /// Whether the request went out.
    var wasSent = false
    /// What is set aside for it of its budgets.
    var reservation: BudgetReservation?
    /// The connection that was lost with it, which others may have shared.
    var lostConnection: ConnectionID?
}

/// Where an attempt waits.
struct PlaceInLine: Sendable {
    let number: UInt64
    let way: Way
}

/// What an attempt that wants to be sent is told.
enum AttemptEntrance: Sendable {
    case go(Passage)
    /// Its model failed lately, or its provider asked to wait: not before this moment.
    case closed(until: Duration)
    /// Every key that could be used was refused, for longer than is worth waiting.
    case keysDown(ModelFailure)
    /// It waits, for about so long; another key may be well and free before that.
    case inLine(PlaceInLine, about: Duration, otherKey: OtherKey?, LineReason)
}

/// The key that comes free the soonest besides the one that an attempt waits for.
struct OtherKey: Sendable {
    let wait: Duration
    /// Whether it was refused lately, and so is seldom well again: it is asked when its time has come, but not waited for.
    let isDown: Bool
}

/// What stands against a key, the least first.
private enum KeyTrouble: Int {
    case none
    /// It met a limit in this call.
    case limited
    /// It was refused lately, and is not asked again for longer than a call waits for a key.
    case down
    /// This call saw it refused.
    case refused
    case unreadable
}

extension PreparedCall {
    /// Looks for a way to an attempt's model and for the right to send there.
    ///
    /// A key that is well and free is taken, where none is, the one that will be first. Of several, the one behind which most of the prompt is
    /// kept; where none keeps any, the one where its prefix belongs, so that every process chooses the same. Where nothing is known of the
    /// model's cache it is the first, so that one key is stayed with while it can be.
    func enter(
        _ attempt: RunningAttempt, besides unreadable: [String], at now: Duration, onGo: @escaping @Sendable (UInt64) -> Void
    ) -> AttemptEntrance {
        let tokens = attempt.candidate.reservedTokens
        let way = way(for: attempt, tokens: tokens, besides: unreadable, at: now)
        let model = attempt.candidate.model
        if attempt.triedKeys.hasRefused(way.credential?.name ?? "", for: model) {
            let others = "This call saw one of its keys refused, and the others cannot be read."
            return .keysDown(ModelFailure(.authentication, scope: .credential, others, model: model))
        }
        if let obstacle = context.health.obstacle(of: way, at: now) { return closed(by: obstacle, model, at: now) }
        switch context.traffic.enter(way.traffic, tokens: tokens, at: now, onGo: onGo) {
        case .go(let permit): return .go(Passage(way: way, permit: permit))
        case .paused(let end): return .closed(until: end)
        case .wait(let number, let wait, let reason):
            let other = otherKey(than: way, attempt, tokens: tokens, besides: unreadable, at: now)
            return .inLine(PlaceInLine(number: number, way: way), about: wait, otherKey: other, reason)
        }
    }

    private func way(for attempt: RunningAttempt, tokens: Int, besides unreadable: [String], at now: Duration) -> Way {
        let ways = endpoint(of: attempt.candidate.model).ways
        guard ways.count > 1 else { return ways[0] }
        let caches = attempt.candidate.keyCaches
        func rank(_ way: Way) -> (Int, Duration, Int, UInt64) {
            let (trouble, wait) = state(of: way, for: attempt, tokens: tokens, besides: unreadable, at: now)
            let kept = caches.indices.contains(way.place) ? caches[way.place].rank : (0, 0)
            return (trouble.rawValue, wait, kept.0, kept.1)
        }
        // Of equals, the first.
        let ranked = ways.map { (way: $0, rank: rank($0)) }
        return ranked.dropFirst().reduce(ranked[0]) { $1.rank < $0.rank ? $1 : $0 }.way
    }

    /// What stands against a way's key, and how long until it is well and free.
    private func state(
        of way: Way, for attempt: RunningAttempt, tokens: Int, besides unreadable: [String], at now: Duration
    ) -> (trouble: KeyTrouble, wait: Duration) {
        let (name, model) = (way.credential?.name ?? "", attempt.candidate.model)
        let obstacle = context.health.obstacle(of: way, at: now)
        let closed = max(.zero, (obstacle?.until ?? now) - now)
        var trouble: KeyTrouble {
            if unreadable.contains(name) { return .unreadable }
            if attempt.triedKeys.hasRefused(name, for: model) { return .refused }
            if case .credential? = obstacle, closed > patience { return .down }
            return attempt.triedKeys.hasLimited(name, for: model) ? .limited : .none
        }
        return (trouble, max(closed, context.traffic.expectedWait(way.traffic, tokens: tokens, at: now)))
    }

    /// The key that comes free the soonest besides the one that an attempt waits for.
    private func otherKey(
        than chosen: Way, _ attempt: RunningAttempt, tokens: Int, besides unreadable: [String], at now: Duration
    ) -> OtherKey? {
        endpoint(of: attempt.candidate.model).ways.lazy
            .filter { $0.place != chosen.place }
            .map { self.state(of: $0, for: attempt, tokens: tokens, besides: unreadable, at: now) }
            .filter { $0.trouble.rawValue < KeyTrouble.refused.rawValue }
            .min { $0.wait < $1.wait }
            .map { OtherKey(wait: $0.wait, isDown: $0.trouble == .down) }
    }

    private var patience: Duration { plan.settings.patience ?? .seconds(5) }

    private func closed(by obstacle: HealthBook.Obstacle, _ model: ModelName, at now: Duration) -> AttemptEntrance {
        guard case .credential(let kind, let until) = obstacle, until - now > patience else {
            return .closed(until: obstacle.until)
        }
        let wait = until - now
        return .keysDown(
            ModelFailure(
                kind, scope: .credential, "Its keys were refused lately; one is tried again in \(wait.shortText).", model: model,
                retryAfter: wait))
    }

    /// Gives back what an attempt did not use.
    func giveBack(_ passage: Passage) { learn(from: .init(time: context.time.now), passage) }

    /// Keeps what the head of a response says of its account's limits.
    func learn(fromHeaders headers: [HeaderField], _ passage: Passage, of model: ModelName?, at time: Duration) {
        guard let status = model.flatMap({ setup.endpoints[$0] })?.adapter.rateLimits(headers: headers) else { return }
        context.traffic.learn(status, from: passage.permit, at: time)
    }

    /// Keeps what the end of an attempt says of its model, its key and its account, and gives back what it held.
    func learn(from end: CallEffects.AttemptEnd, _ passage: Passage) {
        context.health.note(
            end, probe: passage.probe, lostConnection: passage.lostConnection, of: passage.way, rule: plan.settings.breaker ?? .off)
        if let asked = end.failure?.retryAfter {
            // Exactly as asked: each call waits a little longer by itself, so that they do not all come back at one moment.
            context.traffic.pause(passage.way.traffic, until: end.time + asked, at: end.time)
        }
        context.traffic.finish(passage.permit, used: end.usage?.total, wasSent: passage.wasSent, at: end.time)
        if let reservation = passage.reservation { settle(reservation, cost: end.cost, wasSent: passage.wasSent) }
    }
}
