import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension CallMachine {
    /// How many more attempts the call may make.
    var attemptsLeft: Int { (plan.settings.attemptsPerCall ?? 6) - report.attempts.count }

    /// The candidates that may still be asked, other than this one, in the order in which they would be: those that were not passed by
    /// in line first, then those that were asked less often; those of an unreachable host last.
    func standingBy(besides place: Int, at now: Duration) -> [Int] {
        let others = standings.indices.filter { $0 != place && mayAsk($0) && standings[$0].notBefore <= now }
        guard others.count > 1 else { return others }
        return others.sorted { left, right in
            let (first, second) = (standings[left], standings[right])
            if first.goesLast != second.goesLast { return second.goesLast }
            if first.standsInLine != second.standsInLine { return second.standsInLine }
            return (first.attempts, left) < (second.attempts, right)
        }
    }

    /// Whether a candidate has attempts left in this call.
    func mayAsk(_ place: Int) -> Bool {
        !standings[place].isLeft && standings[place].attempts < (plan.settings.attempts ?? 2)
    }

    /// How long to wait until a candidate may be asked.
    mutating func wait(for place: Int, at now: Duration) -> Duration {
        standings[place].standsInLine ? .zero : spread(max(.zero, standings[place].notBefore - now))
    }

    /// A wait made a little longer, never shorter, so that callers do not all come back at one moment.
    mutating func spread(_ wait: Duration) -> Duration { wait + random.duration(upTo: min(wait / 10, .milliseconds(250))) }

    /// Makes an attempt, after a wait.
    mutating func begin(_ order: AttemptOrder, after wait: Duration, at now: Duration, _ effects: inout CallEffects) {
        if wait > .zero {
            guard !isDraining else { return finish(failing: CallsUnderWay.closed, at: now, &effects) }
            phase = .waiting(until: now + wait, order)
        } else {
            send(order, at: now, &effects)
        }
    }

    /// Sends an attempt now.
    mutating func send(_ order: AttemptOrder, at now: Duration, _ effects: inout CallEffects) {
        guard now < deadline else { return finish(failing: deadlineFailure(), at: now, &effects) }
        let candidate = standings[order.place].candidate
        standings[order.place].attempts += 1
        let id = report.attempts.count + 1
        var row = AttemptReport(number: id, model: candidate.model, started: now - began, bytesSent: 0)
        if order.isHedge {
            row.isHedge = true
        } else {
            row.waited = now - idleSince
        }
        report.attempts.append(row)
        let attempt = RunningAttempt(
            id: id, order: order, candidate: candidate, at: now, budgetEnd: budgetEnd(for: order.place, at: now), report: row)
        attempt.triedKeys = triedKeys
        if order.kind == .replaying { attempt.match = ReplayMatch(delivered) }
        self.attempt = attempt
        phase = .attempting
        effects.commands.append(.send(order, id: id))
    }

    /// Until when an attempt may go without content: what is left less the first-token limits of those standing by, but at least its equal
    /// share.
    private func budgetEnd(for place: Int, at now: Duration) -> Duration {
        let left = deadline - now
        let others = standingBy(besides: place, at: now)
        let reserved = others.reduce(Duration.zero) { $0 + standings[$1].candidate.firstToken }
        return now + max(left - reserved, left / (others.count + 1))
    }

    /// An attempt may not be sent yet, since its model's health changed after the plan was made: it never was.
    ///
    /// Another goes first, or the call waits for it.
    mutating func refused(_ id: Int, until free: Duration, at now: Duration, _ effects: inout CallEffects) {
        guard let order = strikeOut(id, at: now, &effects) else { return }
        standings[order.place].notBefore = free
        standings[order.place].standsInLine = false
        standings[order.place].awaitsKey = false
        if !goOnWithRival() { askAnother(than: order, at: now, &effects) }
    }

    /// An attempt cannot be sent, since its key cannot be read, or was refused lately: it never was.
    ///
    /// Every candidate of the provider is left, or not asked before the key may be well again.
    mutating func lacksKey(_ id: Int, _ failure: ModelFailure, at now: Duration, _ effects: inout CallEffects) {
        // A key that another attempt of this call is finding out about says nothing yet.
        guard let order = strikeOut(id, at: now, &effects), !goOnWithRival() else { return }
        let provider = standings[order.place].candidate.model.provider
        for place in standings.indices where standings[place].candidate.model.provider == provider {
            if let wait = failure.retryAfter {
                standings[place].notBefore = now + wait
                standings[place].awaitsKey = true
            } else {
                standings[place].isLeft = true
            }
        }
        for place in report.candidates.indices where report.candidates[place].model.provider == provider {
            report.candidates[place].verdict = .setAside(.credential(failure.explanation))
        }
        if !failures.contains(where: { $0.kind == failure.kind && $0.model == failure.model }) { failures.append(failure) }
        askAnother(than: order, at: now, &effects)
    }

    /// An attempt may cost more than is left of a budget, since other calls spent of it after the plan was made: it never was.
    mutating func lacksBudget(_ id: Int, _ obstacle: BudgetObstacle, at now: Duration, _ effects: inout CallEffects) {
        guard let order = strikeOut(id, at: now, &effects), !goOnWithRival() else { return }
        let model = standings[order.place].candidate.model
        standings[order.place].isLeft = true
        if let place = report.candidates.firstIndex(where: { $0.model == model }) {
            report.candidates[place].verdict = .setAside(.budgetSpent(obstacle.text))
        }
        let failure = ModelFailure(.budgetSpent, scope: .request, "\(model): \(obstacle.text).", model: model)
        budgetFailure = failure
        if obstacle.refuses, delivered.isEmpty { return giveUp(at: now, &effects) }
        askAnother(than: order, at: now, &effects)
    }

    /// Strikes out an attempt that was not sent.
    @discardableResult
    mutating func strikeOut(_ id: Int, at now: Duration, _ effects: inout CallEffects) -> AttemptOrder? {
        guard turn(to: id), let order = attempt?.order else { return nil }
        attempt = nil
        report.attempts.removeLast()
        standings[order.place].attempts -= 1
        // It may have been let through to find out whether its model is well again.
        effects.commands.append(.account(id, .init(time: now)))
        return order
    }

    /// Asks the next candidate in place of one that could not be sent to, or waits for the first to come free.
    mutating func askAnother(than order: AttemptOrder, at now: Duration, _ effects: inout CallEffects) {
        guard delivered.isEmpty else {
            return climb(from: rescueRung ?? 0, failure: firstRescuedFailure(or: nobodyIsFree()), place: order.place, at: now, &effects)
        }
        guard let next = standingBy(besides: order.place, at: now).first ?? firstToComeFree(after: now) else {
            return giveUp(at: now, &effects)
        }
        begin(AttemptOrder(place: next, kind: .fresh), after: wait(for: next, at: now), at: now, &effects)
    }

    /// What an attempt needs is at hand, for which it may have waited: whether it may still be sent.
    mutating func maySend(_ id: Int, at now: Duration, _ effects: inout CallEffects) -> Bool {
        guard turn(to: id) else { return false }
        guard now >= deadline else { return true }
        strikeOut(id, at: now, &effects)
        if !goOnWithRival() { finish(failing: deadlineFailure(), at: now, &effects) }
        return false
    }

    /// The router closes: a call that waits before an attempt ends, one that is being answered goes on.
    mutating func drain(at now: Duration, _ effects: inout CallEffects) {
        isDraining = true
        switch phase {
        case .idle, .attempting, .finished: return
        case .waiting: break
        case .inLine: effects.commands.append(.leaveLine)
        }
        finish(failing: CallsUnderWay.closed, at: now, &effects)
    }

    /// The router was closed before an attempt was sent.
    mutating func close(_ id: Int, at now: Duration, _ effects: inout CallEffects) {
        guard strikeOut(id, at: now, &effects) != nil else { return }
        finish(failing: CallsUnderWay.closed, at: now, &effects)
    }

    /// The request of an attempt is on its way.
    ///
    /// - Parameter key: Which of its provider's keys it goes by, from 0.
    mutating func sent(_ id: Int, bytes: Int, credential: String?, key: Int = 0, at now: Duration) {
        guard turn(to: id), let candidate = attempt?.candidate else { return }
        attempt?.isSent = true
        attempt?.sent = now
        attempt?.lastSign = now
        attempt?.report.started = now - began
        attempt?.report.bytesSent = bytes
        attempt?.report.credential = credential
        let expected = candidate.keyCaches.indices.contains(key) ? candidate.keyCaches[key].expectedTokens : nil
        attempt?.report.expectedCachedTokens = expected
        attempt?.report.cachedTokensGivenUp = plan.cachedTokensGivenUp(at: candidate, expecting: expected)
    }

    /// The head of an attempt's response came.
    mutating func opened(_ id: Int, status: Int, requestID: String?, at now: Duration) {
        guard turn(to: id) else { return }
        attempt?.report.status = status
        attempt?.report.requestID = requestID
        if !(200..<300).contains(status) { attempt?.errorHead = now }
    }

    /// So many events of an attempt were passed over so far, because they were no JSON.
    mutating func skipped(_ id: Int, events: Int) {
        if events > 0, turn(to: id) { attempt?.report.skippedEvents = events }
    }

    /// Content, or another sign of life, came.
    mutating func received(
        _ id: Int, _ events: [AnswerEvent], progress: AnswerProgress, bytes: Int, at now: Duration, _ effects: inout CallEffects
    ) {
        guard turn(to: id) else { return }
        attempt?.report.bytesReceived += bytes
        if !events.isEmpty || attempt?.progress != progress { attempt?.lastSign = now }
        attempt?.progress = progress
        for event in events {
            attempt?.output.take(event)
            if event.isContent, attempt?.firstContent == nil {
                attempt?.firstContent = now
                attempt?.report.firstToken = now - began
                sawContent = true
                effects.commands.append(.promptKept(id))
                outrunRival(at: now, &effects)
            }
            guard handOver(event, &effects) else {
                effects.commands.append(.abandon(id))
                if let attempt { rungFailed(.differentReplay(attempt), at: now, &effects) }
                return
            }
        }
    }

    /// An answer failed after the provider may have reported its bill, as far as it came.
    mutating func told(_ id: Int, of answer: Answer) {
        if turn(to: id) { attempt?.note(answer) }
    }

    /// An answer came to its end.
    mutating func ended(_ id: Int, _ answer: Answer, at now: Duration, _ effects: inout CallEffects) {
        guard turn(to: id) else { return }
        attempt?.note(answer)
        guard let attempt else { return }
        let validation = answer.isWhole ? shape.check?.validation(of: answer.items) : nil
        let flaw = flaw(in: answer, of: attempt)
        if case .continuing = attempt.order.kind, flaw?.kind == .emptyAnswer {
            rungFailed(.emptyContinuation(attempt), at: now, &effects)
        } else if let failure = flaw ?? misfit(validation, of: attempt) {
            failed(id, failure, at: now, &effects)
        } else if attempt.match?.isComplete == false {
            rungFailed(.differentReplay(attempt), at: now, &effects)
        } else {
            succeed(attempt, answer, validation, at: now, &effects)
        }
    }

    /// An attempt has gone on for too long without what it owes.
    mutating func expire(_ attempt: RunningAttempt, at now: Duration, _ effects: inout CallEffects) {
        if attempt.awaitsOnlyItsEnd {
            effects.commands.append(.conclude(attempt.id))
            return
        }
        effects.commands.append(.abandon(attempt.id))
        let silence = (now - attempt.lastSign).shortText
        let model = attempt.candidate.model
        let failure =
            attempt.firstContent == nil
            ? ModelFailure(.silence, scope: .model, "No content came for \(silence).", model: model)
            : ModelFailure(.stall, scope: .model, "The stream paused for \(silence).", model: model)
        failed(attempt.id, failure, isAboutModel: hadItsTime(attempt, at: now), at: now, &effects)
    }

    /// Whether a model that is silent was given as much time as the route promises it: its stall limit or, before content, its first-token limit,
    /// or its equal share of the route's own deadline where that is less.
    ///
    /// A caller in more of a hurry, or one whose time others used up, learns nothing of the model.
    func hadItsTime(_ attempt: RunningAttempt, at now: Duration) -> Bool {
        guard attempt.firstContent == nil else { return attempt.progress == .open && now - attempt.lastSign >= attempt.candidate.stall }
        let share = (plan.settings.deadline ?? plan.deadline) / standings.count
        return now - attempt.lastSign >= min(attempt.candidate.firstToken, share)
    }

    /// Why a whole answer is not what was asked for; `nil` where it is, or where it is too late, since the caller has it.
    private func misfit(_ validation: OutputValidation?, of attempt: RunningAttempt) -> ModelFailure? {
        guard let issue = validation?.issues.first, delivered.isEmpty else { return nil }
        return ModelFailure(
            .invalidOutput, scope: .model, "The answer is not what was asked for: \(issue).", model: attempt.candidate.model,
            status: attempt.report.status, requestID: attempt.report.requestID)
    }

    /// Why an answer that ended well is none.
    private func flaw(in answer: Answer, of attempt: RunningAttempt) -> ModelFailure? {
        guard !answer.hasContent else { return nil }
        func failure(_ kind: FailureKind, _ scope: FailureScope, _ explanation: String) -> ModelFailure {
            ModelFailure(
                kind, scope: scope, explanation, model: attempt.candidate.model, status: attempt.report.status,
                requestID: attempt.report.requestID)
        }
        // A filter that ends a rest before it began withholds the end of an answer of which the beginning was delivered. A rest for which the
        // limit did not do is a rung that failed: the answer itself was begun within it.
        let isRest = if case .continuing = attempt.order.kind { true } else { false }
        switch answer.finishReason {
        case FinishReason.contentFilter? where isRest: return nil
        case FinishReason.length?:
            let limit = attempt.candidate.parameters.maxOutputTokens.map { "max_output_tokens of \($0)" } ?? "model's output limit"
            return failure(.outputLimitReached, isRest ? .model : .request, "The \(limit) was used up before any answer; raise it.")
        case FinishReason.contentFilter?:
            return failure(.contentPolicy, .request, "The provider's content filter withheld the answer.")
        default:
            return failure(.emptyAnswer, .model, "The answer held no text, tool call or refusal.")
        }
    }
}

extension Answer {
    /// Whether it came to its own end.
    fileprivate var isWhole: Bool { (finishReason ?? .stop).isWhole }
}
