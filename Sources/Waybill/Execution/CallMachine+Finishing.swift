import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension CallMachine {
    /// Writes down how the attempt under way ended, exactly once, and lets go of it.
    ///
    /// - Parameter isAboutModel: Whether it says something of the model's health; `nil`: by what it was.
    mutating func settle(
        failing failure: ModelFailure? = nil, outcome: AttemptReport.Outcome = .failed, usage: TokenUsage?,
        isAboutModel: Bool? = nil, at now: Duration, decision: String, _ effects: inout CallEffects
    ) {
        guard var row = attempt?.report else { return }
        row.serviceTier = row.serviceTier ?? attempt?.candidate.serviceTier
        if let usage, let attempt {
            attempt.bill(usage, in: &row)
            attempt.compare(usage, in: &row, isAnswer: outcome == .answered)
        }
        attempt = nil
        row.outcome = outcome
        row.ended = now - began
        row.usage = usage
        row.decision = decision
        if let failure {
            row.failure = failure.kind
            row.scope = failure.scope
            row.status = failure.status ?? row.status
            row.providerCode = failure.providerCode
            row.retryAfter = failure.retryAfter
            row.requestID = failure.requestID ?? row.requestID
        }
        report.attempts[row.number - 1] = row
        lastEnded = row.number - 1
        idleSince = now
        // What is tried beside another is an extra: it never opens a model to others, nor closes it.
        let isAboutModel = !row.isHedge && (isAboutModel ?? (outcome == .answered || failure?.isAboutModel ?? false))
        var end = CallEffects.AttemptEnd(failure: failure, isAboutModel: isAboutModel, usage: usage, cost: row.cost, time: now)
        if outcome == .answered, let firstToken = row.firstToken {
            end.latency = .answered(firstToken: firstToken - row.started, whole: row.ended - row.started)
        } else if outcome == .hedgedOut && !row.isHedge || failure?.kind == .silence {
            // Of one that was asked beside another and lost at once, nothing is known of how long it would have taken.
            end.latency = .silent(for: row.ended - row.started)
        }
        effects.commands.append(.account(row.number, end))
    }

    /// An attempt brought the answer.
    mutating func succeed(
        _ attempt: RunningAttempt, _ answer: Answer, _ validation: OutputValidation?, at now: Duration, _ effects: inout CallEffects
    ) {
        let usage = attempt.usage
        settle(outcome: .answered, usage: usage, at: now, decision: "answered", &effects)
        if let look = shape.cacheDrop, let lastEnded { report.cacheDrop = look(report.attempts[lastEnded]) }
        report.adjustments = attempt.candidate.adjustments + answer.adjustments
        report.duration = now - began
        phase = .finished
        let reason = answer.finishReason ?? .stop
        if let lastEnded { report.attempts[lastEnded].isIncomplete = !reason.isWhole }
        let response = ModelResponse(
            model: attempt.candidate.model, items: items(of: answer, attempt), finishReason: reason,
            isComplete: reason.isWhole, validation: validation, usage: usage, reportedModel: answer.reportedModel,
            responseID: answer.responseID, serviceTier: answer.serviceTier, route: report)
        effects.commands.append(.close(report, nil))
        if delivery == .heldStream { release(response, of: attempt.candidate.model, &effects) }
        effects.events.append(.finished(response))
    }

    /// Hands over what was held back until the answer was whole.
    private func release(_ response: ModelResponse, of model: ModelName, _ effects: inout CallEffects) {
        effects.events.append(.began(model))
        var calls = 0
        for item in response.items {
            switch item {
            case .message(let message):
                for part in message.content {
                    switch part {
                    case .text(let text): effects.events.append(.textDelta(text))
                    case .refusal(let text): effects.events.append(.refusalDelta(text))
                    case .image, .file, .audio: break
                    }
                }
            case .toolCall(let call):
                let delta = ToolCallDelta(index: calls, id: call.id, name: call.name, arguments: call.arguments)
                effects.events.append(.toolCallDelta(delta))
                calls += 1
            case .reasoning, .toolResult, .other: break
            }
        }
    }

    /// The whole answer: with a continued one, what was delivered before and what came after.
    private func items(of answer: Answer, _ attempt: RunningAttempt) -> [ConversationItem] {
        switch attempt.order.kind {
        case .fresh: answer.items
        case .continuing: delivered.items
        case .replaying: attempt.match?.withDeliveredIDs(answer.items) ?? answer.items
        }
    }

    /// The call failed: serves the route's last resort where it may, else tells the caller.
    mutating func finish(failing failure: ModelFailure, at now: Duration, _ effects: inout CallEffects) {
        endAttempts("the call ended", at: now, &effects)
        phase = .finished
        report.duration = now - began
        if let text = lastResort(for: failure) {
            report.degraded = true
            let response = ModelResponse(model: nil, items: [.assistant(text)], finishReason: .lastResort, route: report)
            effects.commands.append(.close(report, failure.kind))
            if delivery != .response { effects.events += [.lastResort, .textDelta(text)] }
            effects.events.append(.finished(response))
            return
        }
        let told = failure
        var failure = failure
        failure.route = report
        failure.partial = delivered.items
        failure.others = failures
        if let place = failures.firstIndex(of: told) { failure.others.remove(at: place) }
        effects.commands.append(.close(report, failure.kind))
        effects.failure = failure
    }

    /// The route's fixed answer.
    ///
    /// Never for a fault of the request itself, where a tool must be called, after content, or where it does not fit the output's schema.
    private func lastResort(for failure: ModelFailure) -> String? {
        guard let resort = plan.lastResort, delivered.isEmpty, !shape.forcesTool else { return nil }
        // What one model cannot do is no reason, but another that could do it may have been down.
        guard failure.scope != .request, (failures + [failure]).contains(where: { $0.scope != .capability }) else { return nil }
        let text =
            switch resort {
            case .text(let text): text
            case .json(let value): value.text()
            }
        // What a program cannot read is no answer, wherever it comes from.
        return shape.check?.validation(of: [.assistant(text)])?.isValid ?? true ? text : nil
    }

    /// Every model that could serve is closed by its health for longer than the call may wait.
    ///
    /// - Parameter wait: How long until the first is free; `nil`: not known.
    func nobodyIsFree(for wait: Duration? = nil) -> ModelFailure {
        let why = "each failed lately, asked for time or is at a limit"
        let when = wait.map { "in \($0.shortText)" } ?? "later"
        return ModelFailure(
            .noCandidate, scope: .model,
            "No model of '\(plan.workload)' is free within the deadline of \(plan.deadline.shortText): \(why). Try again \(when).",
            retryAfter: wait)
    }

    /// The deadline of the call passed.
    func deadlineFailure() -> ModelFailure {
        ModelFailure(.deadline, scope: .model, "The deadline of \(plan.deadline.shortText) passed without an answer.")
    }

    /// The deadline of the call passed while an attempt was under way.
    func deadlineFailure(of attempt: RunningAttempt) -> ModelFailure {
        ModelFailure(.deadline, scope: .model, "The call's deadline passed.", model: attempt.candidate.model)
    }
}

extension RoutePlan {
    /// What a call fails with where no candidate can be asked.
    var noCandidate: ModelFailure {
        let reasons = candidates.compactMap { candidate in
            candidate.verdict.reason.map { "\(candidate.model): \($0)" }
        }
        let why = reasons.isEmpty ? "the route has no candidates" : reasons.joined(separator: "; ")
        // Of a key that was refused the caller is told as of one that is refused now.
        for case .keysDown(let kind, let wait)? in candidates.map(\.verdict.reason) {
            return ModelFailure(kind, scope: .credential, "No candidate of '\(workload)' can be asked now: \(why).", retryAfter: wait)
        }
        let kind: FailureKind = candidates.contains { $0.verdict.reason?.code == "budget-spent" } ? .budgetSpent : .noCandidate
        return ModelFailure(kind, scope: .request, "No candidate of '\(workload)' can serve this request: \(why).")
    }
}
