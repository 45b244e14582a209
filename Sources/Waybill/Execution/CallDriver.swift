import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutePlanning

/// Carries out one call: feeds the ``CallMachine`` what happens and does what it says.
///
/// Used by one task at a time.
final class CallDriver {
    /// The exchange of the attempt under way.
    private struct Exchange {
        let attempt: Int
        let handle: any TransportExchange
        var reader: AttemptReader
    }

    private let call: PreparedCall
    private let mailbox = CallMailbox()
    private var machine: CallMachine
    private var effects = CallEffects()
    private var exchange: Exchange?
    private var inbox: [CallMailbox.Message] = []
    private var arrived: [AnswerEvent] = []
    private var handedOver = 0
    private var hasStarted = false
    private var wasCancelled = false
    /// What the attempt that is made, or the next one, goes by.
    private var passage: Passage?
    /// Where the next attempt waits for its passage.
    private var place: PlaceInLine?
    private var timer: (at: Duration, action: any ScheduledAction)?

    init(_ call: PreparedCall, delivery: CallMachine.Delivery) {
        self.call = call
        machine = CallMachine(
            plan: call.plan, shape: call.shape, delivery: delivery, began: call.began, seed: call.seed)
    }

    deinit {
        // The caller let go of the stream; one that never began left no trace.
        guard hasStarted else { return }
        machine.cancel(at: call.context.time.now, &effects)
        performAtOnce()
        timer?.action.cancel()
    }

    /// The next event for the caller; `nil` after the last.
    func next(isolation: isolated (any Actor)? = #isolation) async throws -> ModelEvent? {
        while true {
            if handedOver < effects.events.count {
                handedOver += 1
                return effects.events[handedOver - 1]
            }
            effects.events.removeAll(keepingCapacity: true)
            handedOver = 0
            if wasCancelled { throw CancellationError() }
            if let failure = effects.failure.take() { throw failure }
            guard !machine.isFinished else { return nil }
            try await advance()
        }
    }

    /// Waits for something to happen and works on it.
    private func advance(isolation: isolated (any Actor)? = #isolation) async throws {
        if hasStarted {
            armTimer()
            await mailbox.takeAll(into: &inbox)
            for index in inbox.indices { handle(inbox[index]) }
            inbox.removeAll(keepingCapacity: true)
            machine.wake(at: call.context.time.now, &effects)
        } else {
            hasStarted = true
            call.context.underWay.begin(mailbox)
            try Task.checkCancellation()
            machine.start(at: call.context.time.now, &effects)
        }
        await perform()
    }

    private func handle(_ message: CallMailbox.Message) {
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
        case .closing: machine.drain(at: call.context.time.now, &effects)
        case .cancelled:
            guard !machine.isFinished else { return }
            wasCancelled = true
            effects.events.removeAll()
            machine.cancel(at: call.context.time.now, &effects)
        case .transport(let attempt, let event, let time):
            // What a closed exchange still says no longer counts.
            guard exchange?.attempt == attempt else { return }
            do throws(ModelFailure) {
                try handle(event, of: attempt, at: time)
            } catch {
                abandonExchange()
                machine.failed(attempt, error, at: time, &effects)
            }
        }
        performAtOnce()
    }

    private func handle(_ event: TransportEvent, of attempt: Int, at time: Duration) throws(ModelFailure) {
        switch event {
        case .head(let head):
            exchange?.reader.open(head)
            if let passage { call.learn(fromHeaders: head.headers, passage, of: model(of: attempt), at: time) }
            machine.opened(attempt, status: head.status, requestID: head.headers.value(of: "x-request-id"), at: time)
        case .body(let bytes):
            exchange?.handle.consumed(bytes.count)
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
            guard exchange?.attempt == attempt else { return }
            exchange = nil
            if let answer {
                machine.ended(attempt, answer, at: time, &effects)
            } else {
                machine.failed(attempt, cut(attempt), at: time, &effects)
            }
        case .failed(let failure):
            guard let reader = exchange?.reader else { return }
            exchange = nil
            passage?.lostConnection = failure.lostConnection
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
        machine.attempt?.id == attempt ? machine.attempt?.candidate.model : nil
    }

    private func cut(_ attempt: Int) -> ModelFailure {
        ModelFailure(.cut, scope: .model, "The stream ended before the answer was whole.", model: model(of: attempt))
    }

    // MARK: Commands

    /// Carries out what the machine decided.
    private func perform(isolation: isolated (any Actor)? = #isolation) async {
        while !effects.commands.isEmpty {
            let command = effects.commands.removeFirst()
            if case .send(let order, let id) = command {
                await send(order, id: id)
            } else {
                perform(command)
            }
        }
    }

    /// Carries out what needs no waiting, up to the first command that does.
    private func performAtOnce() {
        while !effects.commands.isEmpty {
            if case .send = effects.commands[0] { return }
            perform(effects.commands.removeFirst())
        }
    }

    private func perform(_ command: CallEffects.Command) {
        switch command {
        case .send: break
        case .abandon(let attempt):
            if exchange?.attempt == attempt { abandonExchange() }
        case .conclude(let attempt): conclude(attempt)
        case .leaveLine:
            if let place = place.take() { call.context.traffic.leave(place.number, place.way.traffic, at: call.context.time.now) }
        case .account(let end): if let passage = passage.take() { call.learn(from: end, passage) }
        case .remember(let repair, let model): call.remember(repair, of: model)
        case .close(let report, let failure):
            call.learnCounts(from: report)
            call.close(report, failure)
            call.context.underWay.end(mailbox)
        }
    }

    private func abandonExchange() {
        exchange?.handle.cancel()
        exchange = nil
    }

    /// The body of an attempt does not end, but what matters of it came.
    private func conclude(_ attempt: Int) {
        guard let open = exchange, open.attempt == attempt else { return }
        abandonExchange()
        let now = call.context.time.now
        if open.reader.isError {
            machine.failed(attempt, open.reader.failure(), at: now, &effects)
        } else {
            machine.ended(attempt, open.reader.answer, at: now, &effects)
        }
    }

    private func send(_ order: AttemptOrder, id: Int, isolation: isolated (any Actor)? = #isolation) async {
        guard maySend(id), let attempt = machine.attempt else { return }
        var unreadable: [(key: String, failure: ModelFailure)] = []
        while let passage = pass(attempt, besides: unreadable.map(\.key)) {
            do throws(ModelFailure) {
                let (request, reader, transport) = try await call.encode(
                    order, attempt, passage.way, left: machine.deadline - call.context.time.now)
                guard maySend(id) else { return }
                let mailbox = mailbox
                let time = call.context.time
                self.passage?.wasSent = true
                machine.sent(id, bytes: request.body.count, credential: passage.way.credential?.name, at: time.now)
                let handle = transport.start(request) { event in
                    mailbox.post(.transport(attempt: id, event, at: time.now), wakes: !event.canWait)
                }
                exchange = Exchange(attempt: id, handle: handle, reader: reader)
                return
            } catch {
                guard maySend(id) else { return }
                unreadable.append((passage.way.credential?.name ?? "", error))
                guard unreadable.count < attempt.candidate.keyCount else {
                    return machine.lacksKey(id, unreadable[0].failure, at: call.context.time.now, &effects)
                }
                // The next key of the provider may be where it should.
                if let passage = self.passage.take() { call.giveBack(passage) }
            }
        }
    }

    /// What an attempt goes by: what it waited in line for, or else what is free now.
    ///
    /// - Parameter unreadable: The names of keys that cannot be read.
    /// - Returns: `nil` where it may not be sent now; the machine knows.
    private func pass(_ attempt: RunningAttempt, besides unreadable: [String]) -> Passage? {
        let now = call.context.time.now
        if passage == nil {
            let mailbox = mailbox
            switch call.enter(attempt, besides: unreadable, at: now, onGo: { mailbox.post(.admitted($0)) }) {
            case .go(let free): passage = free
            case .closed(let free): machine.refused(attempt.id, until: free, at: now, &effects)
            case .keysDown(let failure): machine.lacksKey(attempt.id, failure, at: now, &effects)
            case .inLine(let line, let wait, let reason):
                place = line
                machine.mustWait(attempt.id, about: wait, reason, at: now, &effects)
            }
        }
        guard let passage else { return nil }
        switch call.context.health.admit(to: passage.way, at: now) {
        case .open: break
        case .probe: self.passage?.isProbe = true
        case .closed(let obstacle):
            machine.refused(attempt.id, until: obstacle.until, at: now, &effects)
            return nil
        }
        return passage
    }

    /// Whether an attempt may still be sent: the task may have been cancelled, the router closed or the deadline have passed
    /// while its key was read.
    private func maySend(_ id: Int) -> Bool {
        if Task.isCancelled { handle(.cancelled) }
        if call.context.underWay.stage == .closed { machine.close(id, at: call.context.time.now, &effects) }
        return machine.maySend(id, at: call.context.time.now, &effects)
    }

    // MARK: Time

    /// Makes sure that something wakes the call when the machine wants to be woken.
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

extension TransportEvent {
    /// Whether nothing is to be done about it before the next event: so the head of an answer and the beginning of its body, which mostly
    /// come together, wake the call once and not twice.
    fileprivate var canWait: Bool {
        if case .head(let head) = self { (200..<300).contains(head.status) } else { false }
    }
}
