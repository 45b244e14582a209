import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// Decides what happens next in a call: a value that takes what happened and says what to do.
///
/// There is one for each call, which is never copied. It serves buffered, streamed, tool and structured calls on every adapter. It does no I/O,
/// reads no clock and keeps no lock; every moment is given to it, on one scale. Its owner feeds it what happens and carries out the
/// ``CallEffects``.
struct CallMachine: ~Copyable {
    /// How the caller takes the answer.
    enum Delivery: Sendable, Hashable {
        /// As one value, so that a call can always start over.
        case response
        /// As events, but only once the answer is whole.
        case heldStream
        /// As events, as they come; with `mayRestart` the caller allows what was handed over to be taken back.
        case stream(mayRestart: Bool)
    }

    /// What the machine is doing.
    enum Phase: Sendable {
        case idle
        /// Waiting before an attempt: backoff, or because a server asked for it.
        case waiting(until: Duration, AttemptOrder)
        /// Waiting in line before an attempt, and no longer than until then.
        case inLine(since: Duration, until: Duration, AttemptOrder, LineReason)
        /// An attempt is under way: ``CallMachine/attempt``.
        case attempting
        case finished
    }

    let plan: RoutePlan
    let delivery: Delivery
    let began: Duration
    /// When the whole call must be over.
    let deadline: Duration
    /// What the request asks for that only some rescues can keep.
    let shape: RequestShape
    var random: SeededGenerator

    var phase = Phase.idle
    /// The attempt under way; kept beside the phase so that it changes in place for every piece of an answer.
    var attempt: RunningAttempt?
    /// The other attempt, while two models are asked and neither has brought content: see ``turn(to:)``.
    var rival: RunningAttempt?
    /// Whether a second model was asked beside a silent one, or would have been but could not.
    var hasHedged = false
    /// Whether any attempt brought content.
    var sawContent = false
    /// Since when nothing has been under way.
    var idleSince: Duration
    /// The place of the attempt that ended last in ``report``.
    var lastEnded: Int?
    var standings: [Standing]
    /// For how long the call stood in lines so far.
    var stoodInLine = Duration.zero
    var triedKeys = TriedKeys()
    var report: RouteReport
    /// Every failure so far, in order.
    var failures: [ModelFailure] = []
    /// That a candidate was passed by for its cost: the last, told where nothing else went wrong.
    var budgetFailure: ModelFailure?
    /// What the caller has; empty while nothing was handed over.
    var delivered = DeliveredContent()
    /// The model whose ``ModelEvent/began(_:)`` was emitted last.
    var announced: ModelName?
    /// Whether the router closes: what would have to be waited for is not.
    var isDraining = false
    /// How far down the ladder a rescue has come; `nil` while nothing needed rescue.
    var rescueRung: Int?

    init(plan: RoutePlan, shape: RequestShape, delivery: Delivery, began: Duration, seed: UInt64) {
        self.plan = plan
        self.shape = shape
        self.delivery = plan.hold && delivery != .response ? .heldStream : delivery
        self.began = began
        self.deadline = began + plan.deadline
        self.idleSince = began
        self.random = SeededGenerator(seed: seed)
        self.standings = plan.candidates.compactMap {
            Standing(candidate: $0, began: began)
        }
        self.report = RouteReport(
            workload: plan.workload, rule: plan.rule, servedByWildcard: plan.servedByWildcard, candidates: plan.candidateReports)
        self.report.when = plan.when?.description
        self.report.version = plan.version
    }

    /// Starts the call.
    mutating func start(at now: Duration, _ effects: inout CallEffects) {
        guard standings.contains(where: { hasKey($0, within: patience, of: now) }) else {
            finish(failing: plan.noCandidate, at: now, &effects)
            return
        }
        guard plan.wait == .zero || plan.wait < deadline - now else {
            // It was chosen to be awaited, which it cannot be.
            if let reason = plan.closedBy, !report.candidates.isEmpty { report.candidates[0].verdict = .setAside(reason) }
            finish(failing: nobodyIsFree(for: plan.wait), at: now, &effects)
            return
        }
        begin(AttemptOrder(place: 0, kind: .fresh), after: plan.waitsInLine ? .zero : spread(plan.wait), at: now, &effects)
    }

    /// When something is due if nothing happens before; `nil`: the call is over.
    var nextWake: Duration? {
        switch phase {
        case .idle, .finished: nil
        case .waiting(let until, _), .inLine(_, let until, _, _): min(until, deadline)
        case .attempting:
            min(deadline, attempt?.expiry ?? deadline, rival?.expiry ?? deadline, hedgeDue ?? deadline)
        }
    }

    /// The time that ``nextWake`` named may have come.
    mutating func wake(at now: Duration, _ effects: inout CallEffects) {
        switch phase {
        case .idle, .finished: break
        case .waiting(let until, let order):
            if now >= deadline {
                finish(failing: deadlineFailure(), at: now, &effects)
            } else if now >= until {
                send(order, at: now, &effects)
            }
        case .inLine(let since, let until, let order, let reason):
            if now >= deadline {
                effects.commands.append(.leaveLine)
                finish(failing: deadlineFailure(), at: now, &effects)
            } else if now >= until {
                stoodInLine += now - since
                passBy(order, about: .zero, reason, at: now, &effects)
            }
        case .attempting:
            if let rival, now >= rival.expiry, now < deadline { expire(rival, at: now, &effects) }
            guard let attempt, !isFinished else { return }
            if now >= deadline, !attempt.awaitsOnlyItsEnd || rival != nil {
                passDeadline(at: now, &effects)
            } else if now >= min(attempt.expiry, deadline) {
                expire(attempt, at: now, &effects)
            } else if let due = hedgeDue, now >= due {
                hedge(at: now, &effects)
            }
        }
    }

    /// The deadline came before an answer.
    private mutating func passDeadline(at now: Duration, _ effects: inout CallEffects) {
        while let attempt {
            if attempt.isSent {
                effects.commands.append(.abandon(attempt.id))
                settle(
                    failing: deadlineFailure(of: attempt), usage: attempt.usage, isAboutModel: hadItsTime(attempt, at: now),
                    at: now, decision: "the deadline passed", &effects)
            } else {
                strikeOut(attempt.id, at: now, &effects)
            }
            goOnWithRival()
        }
        finish(failing: deadlineFailure(), at: now, &effects)
    }

    /// The caller cancelled or let go of the stream.
    ///
    /// Nothing is sent afterwards.
    mutating func cancel(at now: Duration, _ effects: inout CallEffects) {
        guard !isFinished else { return }
        if case .inLine = phase { effects.commands.append(.leaveLine) }
        endAttempts("the caller cancelled", at: now, &effects)
        phase = .finished
        report.duration = now - began
        effects.commands.append(.close(report, .cancelled))
    }

    var isFinished: Bool { if case .finished = phase { true } else { false } }
}

/// A candidate that may be asked in this call.
struct Standing: Sendable {
    var candidate: PlannedCandidate
    /// The attempts made on it.
    var attempts = 0
    /// Whether it is not asked again in this call.
    var isLeft = false
    /// Before when it must not be asked, since its server said so.
    var notBefore = Duration.zero
    /// Whether it was passed by for a wait in line: where nobody else is left, the line is where to wait, not before it.
    var standsInLine = false
    /// Whether all its keys were refused: that one of them is well again is not waited for beyond the route's patience, since a refused key
    /// seldom comes right by itself.
    var awaitsKey = false
    /// A host that could not be reached: its candidates go last.
    var goesLast = false
    /// Whether it refused a parameter in this call and was asked without.
    var isRepaired = false

    /// `nil` for one that was set aside, unless for its health alone: that one may be asked once it is free again.
    init?(candidate: PlannedCandidate, began: Duration) {
        self.candidate = candidate
        guard let reason = candidate.verdict.reason else { return }
        guard let wait = reason.wait else { return nil }
        notBefore = began + wait
        switch reason {
        case .keysDown: awaitsKey = true
        case .rateLimit, .busy: standsInLine = true
        default: break
        }
    }
}

/// An attempt that is to be made.
struct AttemptOrder: Sendable {
    /// What is asked.
    enum Kind: Sendable, Hashable {
        /// The request as it is.
        case fresh
        /// The request, to go on from the text that was delivered.
        case continuing(String)
        /// The request as it is; its answer must begin with what was delivered.
        case replaying
    }

    /// Which of ``CallMachine/standings``.
    var place: Int
    var kind: Kind
    /// Whether a connection that served before must not be used.
    var freshConnection = false
    /// Whether it is made beside another that is silent.
    var isHedge = false
}

/// What a request asks for, as far as deciding hangs on it.
struct RequestShape: Sendable {
    /// Whether the answer is free text, of which a beginning can be gone on from.
    var isPlainText: Bool
    /// Whether a tool must be called, so that no fixed text can stand in.
    var forcesTool: Bool
    /// What a whole answer is held against; `nil`: nothing.
    var check: OutputCheck?
    /// How the request can be sent to a candidate that refused a parameter of it; `nil`: not at all.
    var repair: @Sendable (ModelFailure, PlannedCandidate) -> RequestRepair? = { _, _ in nil }
    /// Why the attempt that answered read less from a cache than the request before; `nil`: it did not.
    var cacheDrop: (@Sendable (AttemptReport) -> CacheDrop?)?
}
