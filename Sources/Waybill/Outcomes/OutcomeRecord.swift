import WaybillInterchange
import WaybillRoutePlanning

/// What became of one candidate of one workload so far.
struct OutcomeRecord: Sendable {
    private var calls = 0
    private var answers = 0
    private var incomplete = 0
    private var failures: [FailureKind: Int] = [:]
    private var fallbacks = 0
    private var recentCalls = DecayedCount()
    private var firstToken = DecayedMean()
    private var tokenTime = DecayedMean()
    private var outputTokens = DecayedMean()
    private var cost = DecayedMean()

    /// A call asked the candidate.
    ///
    /// - Parameters:
    ///   - attempts: Its attempts there, at least one.
    ///   - wentOn: Whether it was asked in vain, and another model after it.
    ///   - mayBePart: Whether what it answered may be the rest of an answer alone.
    mutating func note(_ attempts: [AttemptReport], wentOn: Bool, mayBePart: Bool, at now: Duration) {
        calls += 1
        recentCalls.note(at: now)
        if wentOn { fallbacks += 1 }
        for place in attempts.indices { note(attempts[place], mayBePart: mayBePart, at: now) }
    }

    private mutating func note(_ attempt: AttemptReport, mayBePart: Bool, at now: Duration) {
        // Left out, silence would make a slow model look fast.
        let silence = (attempt.ended - attempt.started) / .seconds(1)
        switch attempt.outcome {
        case .answered: noteAnswer(attempt, mayBePart: mayBePart, at: now)
        case .failed:
            if let failure = attempt.failure { failures[failure, default: 0] += 1 }
            if attempt.failure == .silence { firstToken.note(atLeast: silence, at: now) }
        case .hedgedOut: firstToken.note(atLeast: silence, at: now)
        default: break
        }
    }

    private mutating func noteAnswer(_ answer: AttemptReport, mayBePart: Bool, at now: Duration) {
        answers += 1
        if answer.isIncomplete { incomplete += 1 }
        if let first = answer.firstToken { firstToken.note((first - answer.started) / .seconds(1), at: now) }
        guard !mayBePart else { return }
        let tokens = answer.usage?.output ?? 0
        if let first = answer.firstToken, tokens > 0 {
            tokenTime.note(max(.zero, answer.ended - first) / .seconds(tokens), at: now)
        }
        if tokens > 0 { outputTokens.note(Double(tokens), at: now) }
        if let cost = answer.cost { self.cost.note(Double(cost.picodollars), at: now) }
    }

    /// What is known of it now.
    func outcomes(of model: ModelName, at now: Duration) -> CandidateOutcomes {
        var outcomes = CandidateOutcomes(model: model)
        outcomes.calls = calls
        outcomes.answers = answers
        outcomes.incomplete = incomplete
        outcomes.failures = failures
        outcomes.fallbacks = fallbacks
        outcomes.firstToken = firstToken.mean.map { .seconds($0) }
        outcomes.tokenTime = tokenTime.mean.map { .seconds($0) }
        outcomes.outputTokens = outputTokens.mean.map { Int($0.rounded()) }
        outcomes.cost = cost.mean.map { Money(picodollars: Int128($0.rounded())) }
        outcomes.recentCalls = recentCalls.value(at: now)
        return outcomes
    }
}
