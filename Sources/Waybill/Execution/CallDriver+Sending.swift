import WaybillInterchange
import WaybillRoutePlanning

/// Sending an attempt: the right to send, the key, the request.
extension CallDriver {
    /// An attempt that has all it needs but its key.
    struct KeylessAttempt {
        let order: AttemptOrder
        let id: Int
        /// The keys that could not be read, and why.
        var unreadable: [(name: String, failure: ModelFailure)] = []
        /// Reads the key, where that takes time.
        var reading: Task<Void, Never>?
    }

    /// An attempt that has all it needs but the word of the books on its budgets.
    struct UnfundedAttempt {
        let order: AttemptOrder
        let id: Int
        let authorization: HeaderField?
    }

    /// Sends an attempt, where it may be sent.
    func send(_ order: AttemptOrder, id: Int) {
        if order.isHedge, call.plan.hedge?.share != nil, !call.context.hedges.take(call.plan.route) {
            return machine.withdrawHedge(id, at: call.context.time.now, &effects)
        }
        findKey(for: KeylessAttempt(order: order, id: id))
    }

    /// Finds a passage for an attempt and reads the key that belongs to it.
    private func findKey(for attempt: KeylessAttempt) {
        guard maySend(attempt.id), let running = machine.attempt else { return }
        guard let passage = pass(running, attempt.order, besides: attempt.unreadable.map(\.name)) else { return }
        let endpoint = call.endpoint(of: running.candidate.model)
        do throws(ModelFailure) {
            let authorization = try endpoint.authorizationAtOnce(passage.way.credential, secrets: call.context.secrets)
            // Whoever tells the key may have cancelled the call.
            guard maySend(attempt.id) else { return }
            switch authorization {
            case .header(let field): start(attempt.order, id: attempt.id, field)
            case .takesTime(let credential):
                keyless = attempt
                keyless?.reading = reading(credential, of: endpoint, for: attempt.id)
            }
        } catch {
            if maySend(attempt.id) { keyIsUnreadable(attempt, error) }
        }
    }

    /// Reads a key that takes time, while the call goes on.
    private func reading(_ credential: Credential, of endpoint: Endpoint, for id: Int) -> Task<Void, Never> {
        let (mailbox, secrets, left) = (mailbox, call.context.secrets, machine.deadline - call.context.time.now)
        return Task {
            do throws(ModelFailure) {
                let field = try await endpoint.authorization(credential, secrets: secrets, within: left)
                mailbox.post(.key(attempt: id, .success(field)))
            } catch {
                mailbox.post(.key(attempt: id, .failure(error)))
            }
        }
    }

    /// A key was read that took time.
    func keyCame(_ key: Result<HeaderField?, ModelFailure>, for id: Int) {
        guard let attempt = keyless, attempt.id == id else { return }
        keyless = nil
        guard maySend(id) else { return }
        switch key {
        case .success(let authorization): start(attempt.order, id: id, authorization)
        case .failure(let failure): keyIsUnreadable(attempt, failure)
        }
    }

    /// The next key of the provider may be where it should.
    private func keyIsUnreadable(_ attempt: KeylessAttempt, _ failure: ModelFailure) {
        guard machine.turn(to: attempt.id), let running = machine.attempt else { return }
        var attempt = attempt
        attempt.reading = nil
        attempt.unreadable.append((passage?.way.credential?.name ?? "", failure))
        guard attempt.unreadable.count < running.candidate.keyCount else {
            return machine.lacksKey(attempt.id, attempt.unreadable[0].failure, at: call.context.time.now, &effects)
        }
        if let passage = passage.take() { call.giveBack(passage) }
        findKey(for: attempt)
    }

    /// Everything is at hand.
    private func start(_ order: AttemptOrder, id: Int, _ authorization: HeaderField?) {
        guard machine.turn(to: id), let attempt = machine.attempt, passage != nil else { return }
        switch call.reserve(attempt) {
        case .refused(let obstacle): machine.lacksBudget(id, obstacle, at: call.context.time.now, &effects)
        case .reserved(let reservation):
            passage?.reservation = reservation
            launch(order, id: id, authorization)
        case .takesTime(let reservation, let request, let store):
            passage?.reservation = reservation
            unfunded = UnfundedAttempt(order: order, id: id, authorization: authorization)
            let mailbox = mailbox
            store.reserve(request) { mailbox.post(.funds(attempt: id, $0)) }
        }
    }

    /// The books said whether an attempt may cost what it may.
    func fundsCame(_ refusal: BudgetRefusal?, for id: Int) {
        guard let attempt = unfunded, attempt.id == id else { return }
        unfunded = nil
        guard maySend(id), machine.turn(to: id) else { return }
        if let refusal {
            machine.lacksBudget(id, refusal.obstacle, at: call.context.time.now, &effects)
        } else {
            launch(attempt.order, id: id, attempt.authorization)
        }
    }

    /// Sends an attempt.
    private func launch(_ order: AttemptOrder, id: Int, _ authorization: HeaderField?) {
        guard let attempt = machine.attempt, var passage = passage.take() else { return }
        let (mailbox, time) = (mailbox, call.context.time)
        let (request, reader) = call.encode(order, attempt, authorization: authorization, left: machine.deadline - time.now)
        passage.wasSent = true
        machine.sent(id, bytes: request.body.count, credential: passage.way.credential?.name, key: passage.way.place, at: time.now)
        let handle = call.endpoint(of: attempt.candidate.model).transport
            .start(request) { event in
                mailbox.post(.transport(attempt: id, event, at: time.now), wakes: !event.canWait)
            }
        rival = exchange
        exchange = Exchange(
            attempt: id, passage: passage, cache: call.sendsPrompt(to: attempt.candidate, by: passage.way), handle: handle, reader: reader)
    }

    /// What an attempt goes by: what it waited in line for, or else what is free now.
    ///
    /// - Parameter unreadable: The names of keys that cannot be read.
    /// - Returns: `nil` where it may not be sent now; the machine knows.
    private func pass(_ attempt: RunningAttempt, _ order: AttemptOrder, besides unreadable: [String]) -> Passage? {
        let now = call.context.time.now
        if passage == nil {
            let mailbox = mailbox
            switch call.enter(attempt, besides: unreadable, at: now, onGo: { mailbox.post(.admitted($0)) }) {
            case .go(let free): passage = free
            case .closed(let free): machine.refused(attempt.id, until: free, at: now, &effects)
            case .keysDown(let failure): machine.lacksKey(attempt.id, failure, at: now, &effects)
            case .inLine(let line, let wait, let otherKey, let reason):
                place = line
                machine.mustWait(attempt.id, about: wait, otherKey: otherKey, reason, at: now, &effects)
            }
        }
        guard let passage else { return nil }
        switch call.context.health.admit(to: passage.way, at: now) {
        case .open: break
        case .probe(let probe):
            self.passage?.probe = probe
            // What finds out for everybody whether a model is well is not let go when another is faster.
            if order.isHedge {
                machine.withdrawHedge(attempt.id, at: now, &effects)
                return nil
            }
        case .closed(let obstacle):
            machine.refused(attempt.id, until: obstacle.until, at: now, &effects)
            return nil
        }
        return self.passage
    }

    /// Whether an attempt may still be sent: the task may have been cancelled, the router closed or the deadline have passed
    /// while its key was read.
    private func maySend(_ id: Int) -> Bool {
        if Task.isCancelled { handle(.cancelled) }
        if call.context.underWay.stage == .closed { machine.close(id, at: call.context.time.now, &effects) }
        return machine.maySend(id, at: call.context.time.now, &effects)
    }
}

extension TransportEvent {
    /// Whether nothing is to be done about it before the next event: so the head of an answer and the beginning of its body, which mostly
    /// come together, wake the call once and not twice.
    fileprivate var canWait: Bool {
        if case .head(let head) = self { (200..<300).contains(head.status) } else { false }
    }
}
