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
    mutating func note(_ attempts: [AttemptReport], wentOn: Bool, at now: Duration) {
        calls += 1
        recentCalls.note(at: now)
        if wentOn { fallbacks += 1 }
        for attempt in attempts { note(attempt, at: now) }
    }

    private mutating func note(_ attempt: AttemptReport, at now: Duration) {
        switch attempt.outcome {
        case .answered: noteAnswer(attempt, at: now)
        case .failed:
            if let failure = attempt.failure { failures[failure, default: 0] += 1 }
            // Left out, silence would make a slow model look fast.
            if attempt.failure == .silence { firstToken.note((attempt.ended - attempt.started) / .seconds(1), at: now) }
        case .hedgedOut: firstToken.note((attempt.ended - attempt.started) / .seconds(1), at: now)
        default: break
        }
    }

    private mutating func noteAnswer(_ answer: AttemptReport, at now: Duration) {
        answers += 1
        if answer.isIncomplete { incomplete += 1 }
        let tokens = answer.usage?.output ?? 0
        if let first = answer.firstToken {
            firstToken.note((first - answer.started) / .seconds(1), at: now)
            if tokens > 0 { tokenTime.note(max(.zero, answer.ended - first) / .seconds(tokens), at: now) }
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
