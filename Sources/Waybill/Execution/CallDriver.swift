import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutePlanning

/// Carries out one call: feeds the ``CallMachine`` what happens and does what it says.
///
/// Used by one task at a time.
final class CallDriver {
    /// An attempt that was sent.
    final class Exchange {
        let attempt: Int
        var passage: Passage
        /// Where its prompt is kept once the answer begins; `nil`: nowhere that anything is known of.
        let cache: CacheTarget?
        /// `nil` once its response has come to its end.
        var handle: (any TransportExchange)?
        var reader: AttemptReader

        init(attempt: Int, passage: Passage, cache: CacheTarget?, handle: any TransportExchange, reader: AttemptReader) {
            self.attempt = attempt
            self.passage = passage
            self.cache = cache
            self.handle = handle
            self.reader = reader
        }
    }

    let call: PreparedCall
    let mailbox = CallMailbox()
    var machine: CallMachine
    var effects = CallEffects()
    /// The exchange spoken of.
    var exchange: Exchange?
    /// That of an attempt beside it.
    var rival: Exchange?
    private var inbox: [CallMailbox.Message] = []
    private var arrived: [AnswerEvent] = []
    private var handedOver = 0
    private var hasStarted = false
    private var wasCancelled = false
    /// What the attempt that is made, or the next one, goes by.
    var passage: Passage?
    /// Where the next attempt waits for its passage.
    var place: PlaceInLine?
    /// The attempt that waits for its key.
    var keyless: KeylessAttempt?
    /// The attempt that waits for the books.
    var unfunded: UnfundedAttempt?
    private var timer: (at: Duration, action: any ScheduledAction)?

    init(_ call: PreparedCall, delivery: CallMachine.Delivery) {
        self.call = call
        machine = CallMachine(
            plan: call.plan, shape: call.shape, delivery: delivery, began: call.began, seed: call.seed)
        machine.report.id = call.id
    }

    deinit {
        // The caller let go of the stream; one that never began left no trace.
        guard hasStarted else { return }
        machine.cancel(at: call.context.time.now, &effects)
        perform()
        timer?.action.cancel()
    }

    /// The next event for the caller; `nil` after the last.
    func next(isolation: isolated (any Actor)? = #isolation) async throws -> ModelEvent? {
        while true {
            if let event = try eventAtHand() { return event }
            guard !machine.isFinished else { return nil }
            try await advance()
        }
    }

    /// The next event that there is already.
    ///
    /// - Throws: What the call throws, behind the last event.
    @inline(never)
    private func eventAtHand() throws -> ModelEvent? {
        if handedOver < effects.events.count {
            handedOver += 1
            return effects.events[handedOver - 1]
        }
        effects.events.removeAll(keepingCapacity: true)
        handedOver = 0
        if wasCancelled { throw CancellationError() }
        if let failure = effects.failure.take() { throw failure }
        return nil
    }

    /// Waits for something to happen and works on it.
    ///
    /// A task keeps room for whatever its `async` functions mention for as long as a stream lasts, so that all but the waiting is done in others,
    /// which are not to be inlined.
    private func advance(isolation: isolated (any Actor)? = #isolation) async throws {
        guard hasStarted else { return try begin() }
        armTimer()
        await mailbox.takeAll(into: &inbox)
        workOnInbox()
    }

    @inline(never)
    private func begin() throws {
        hasStarted = true
        call.context.underWay.begin(mailbox)
        if let share = call.plan.hedge?.share { call.context.hedges.begin(call.plan.route, share) }
        try Task.checkCancellation()
        machine.start(at: call.context.time.now, &effects)
        perform()
    }

    @inline(never)
    private func workOnInbox() {
        for index in inbox.indices { handle(inbox[index]) }
        inbox.removeAll(keepingCapacity: true)
        machine.wake(at: call.context.time.now, &effects)
        perform()
    }

    func handle(_ message: CallMailbox.Message) {
        switch message {
        case .timer:
            // It may be an earlier one that rang just before it was replaced.
            if let timer, timer.at <= call.context.time.now { self.timer = nil }
        case .admitted(let number):
            // Who has left the line is let go no more.
            guard let place, place.number == number, let permit = call.context.traffic.collect(number) else { return }
            self.place = nil
            passage = Passage(way: place.way, permit: permit)
            machine.admitted(at: call.context.time.now, &effects)
        case .key(let attempt, let key): keyCame(key, for: attempt)
        case .funds(let attempt, let refusal): fundsCame(refusal, for: attempt)
        case .closing: machine.drain(at: call.context.time.now, &effects)
        case .cancelled:
            guard !machine.isFinished else { return }
            wasCancelled = true
            effects.events.removeAll()
            machine.cancel(at: call.context.time.now, &effects)
        case .transport(let attempt, let event, let time):
            // What a closed exchange still says no longer counts.
            guard turn(to: attempt), exchange?.handle != nil else { return }
            do throws(ModelFailure) {
                try handle(event, of: attempt, at: time)
            } catch {
                abandonExchange()
                if let answer = exchange?.reader.answer { machine.told(attempt, of: answer) }
                machine.failed(attempt, error, at: time, &effects)
            }
        }
        perform()
    }

    private func handle(_ event: TransportEvent, of attempt: Int, at time: Duration) throws(ModelFailure) {
        switch event {
        case .head(let head):
            exchange?.reader.open(head)
            if let passage = exchange?.passage { call.learn(fromHeaders: head.headers, passage, of: model(of: attempt), at: time) }
            machine.opened(attempt, status: head.status, requestID: head.headers.value(of: "x-request-id"), at: time)
        case .body(let bytes):
            exchange?.handle?.consumed(bytes.count)
            arrived.removeAll(keepingCapacity: true)
            defer { passOn(bytes: bytes.count, of: attempt, at: time) }
            try exchange?.reader.read(bytes, into: &arrived)
        case .end:
            arrived.removeAll(keepingCapacity: true)
            let answer: Answer?
            do throws(ModelFailure) {
                answer = try exchange?.reader.end(into: &arrived)
            } catch {
                passOn(bytes: 0, of: attempt, at: time)
                throw error
            }
            passOn(bytes: 0, of: attempt, at: time)
            guard turn(to: attempt), exchange?.handle != nil else { return }
            exchange?.handle = nil
            if let answer {
                machine.ended(attempt, answer, at: time, &effects)
            } else {
                machine.failed(attempt, cut(attempt), at: time, &effects)
            }
        case .failed(let failure):
            guard let reader = exchange?.reader else { return }
            exchange?.handle = nil
            exchange?.passage.lostConnection = failure.lostConnection
            if reader.progress == .ended {
                // Nothing was missing but the end of the body.
                machine.ended(attempt, reader.answer, at: time, &effects)
            } else {
                let told =
                    failure.kind == .cancelled && call.context.underWay.stage == .closed
                    ? CallsUnderWay.closed : reader.isError ? reader.failure() : ModelFailure(transport: failure, model: model(of: attempt))
                let lostReused = failure.kind == .reset && failure.reusedConnection
                machine.failed(attempt, told, lostReusedConnection: lostReused, at: time, &effects)
            }
        }
    }

    /// Gives the machine what a piece of the body brought.
    private func passOn(bytes: Int, of attempt: Int, at time: Duration) {
        machine.received(attempt, arrived, progress: exchange?.reader.progress ?? .open, bytes: bytes, at: time, &effects)
        machine.skipped(attempt, events: exchange?.reader.skippedEvents ?? 0)
    }

    private func model(of attempt: Int) -> ModelName? {
        machine.turn(to: attempt) ? machine.attempt?.candidate.model : nil
    }

    private func cut(_ attempt: Int) -> ModelFailure {
        ModelFailure(.cut, scope: .model, "The stream ended before the answer was whole.", model: model(of: attempt))
    }

    // MARK: Commands

    /// Carries out what the machine decided.
    private func perform() {
        while !effects.commands.isEmpty { perform(effects.commands.removeFirst()) }
    }

    private func perform(_ command: CallEffects.Command) {
        switch command {
        case .send(let order, let id): send(order, id: id)
        case .abandon(let attempt):
            if turn(to: attempt) { abandonExchange() }
        case .conclude(let attempt): conclude(attempt)
        case .leaveLine:
            if let place = place.take() { call.context.traffic.leave(place.number, place.way.traffic, at: call.context.time.now) }
        case .giveBack: if let passage = passage.take() { call.giveBack(passage) }
        case .promptKept(let attempt):
            if turn(to: attempt), let cache = exchange?.cache { call.keepPrompt(at: cache) }
        case .account(let attempt, let end):
            account(attempt, end)
            // The record of a call that is over has all its attempts.
            if !machine.isFinished { call.record(machine.report, attempt) }
        case .remember(let repair, let model): call.remember(repair, of: model)
        case .close(let report, let failure):
            call.learnCounts(from: report)
            call.close(report, failure)
            call.context.underWay.end(mailbox)
        }
    }

    private func abandonExchange() {
        exchange?.handle?.cancel()
        exchange?.handle = nil
    }

    /// Makes the exchange of an attempt the one that is spoken of.
    ///
    /// - Returns: Whether there is one.
    private func turn(to attempt: Int) -> Bool {
        if rival?.attempt == attempt { swap(&exchange, &rival) }
        return exchange?.attempt == attempt
    }

    /// An attempt is over, sent or not: learns from it, and gives back what it went by.
    private func account(_ attempt: Int, _ end: CallEffects.AttemptEnd) {
        if turn(to: attempt), let passage = exchange.take()?.passage {
            exchange = rival.take()
            return call.learn(from: end, passage)
        }
        keyless.take()?.reading?.cancel()
        unfunded = nil
        if let passage = passage.take() { call.learn(from: end, passage) }
    }

    /// The body of an attempt does not end, but what matters of it came.
    private func conclude(_ attempt: Int) {
        guard turn(to: attempt), let open = exchange else { return }
        abandonExchange()
        let now = call.context.time.now
        if open.reader.isError {
            machine.failed(attempt, open.reader.failure(), at: now, &effects)
        } else {
            machine.ended(attempt, open.reader.answer, at: now, &effects)
        }
    }

    // MARK: Time

    /// Makes sure that something wakes the call when the machine wants to be woken.
    @inline(never)
    private func armTimer() {
        guard let wake = machine.nextWake else { return }
        if let timer {
            // One that rings too early is harmless: the machine looks at the time.
            if timer.at <= wake { return }
            timer.action.cancel()
        }
        let mailbox = mailbox
        timer = (wake, call.context.time.schedule(at: wake) { mailbox.post(.timer) })
    }
}
