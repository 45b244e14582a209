import WaybillInterchange
import WaybillRoutePlanning

/// An attempt under way.
///
/// A class, so that to look at it is one reference and not a copy of everything it knows. Its ``CallMachine`` alone changes it.
final class RunningAttempt {
    /// Its number in the call, from 1.
    let id: Int
    let order: AttemptOrder
    let candidate: PlannedCandidate
    /// When its request went out; until then when it was decided on.
    var sent: Duration
    /// Whether its request went out.
    var isSent = false
    /// Until when it may go without content.
    let budgetEnd: Duration
    /// When the provider last showed a sign of life that counts.
    var lastSign: Duration
    /// When the first content came.
    var firstContent: Duration?
    /// How near the answer is to its end.
    var progress = AnswerProgress.open
    /// When the head of an error came.
    var errorHead: Duration?
    /// Counts the answer as it comes.
    var output: OutputTokens
    /// The tokens as the provider reported them at the end.
    var reportedUsage: TokenUsage?
    /// Checks a replayed answer against what was delivered.
    var match: ReplayMatch?
    /// The keys that its call tried before: they are used last.
    var triedKeys = TriedKeys()
    var report: AttemptReport

    /// How long a server may take to send usage and end the body after the finish reason.
    static let finishingGrace = Duration.seconds(1)

    /// How long a server may take to end the body after the terminal event.
    ///
    /// The connection can serve again if it does.
    static let endedGrace = Duration.milliseconds(20)

    /// How long a server may take over the body of an error.
    static let errorBodyLimit = Duration.seconds(2)

    /// Whether all that matters has come, and only the end of the body has not.
    var awaitsOnlyItsEnd: Bool { errorHead != nil || progress != .open }

    /// When it has gone on for too long without what it owes.
    var expiry: Duration {
        // Its key is being read, for which there is a limit elsewhere.
        guard isSent else { return .seconds(Int64.max) }
        if let errorHead { return errorHead + Self.errorBodyLimit }
        switch progress {
        case .ended: return lastSign + Self.endedGrace
        case .finishing: return lastSign + Self.finishingGrace
        case .open: return firstContent == nil ? min(lastSign + candidate.firstToken, budgetEnd) : lastSign + candidate.stall
        }
    }

    init(id: Int, order: AttemptOrder, candidate: PlannedCandidate, at now: Duration, budgetEnd: Duration, report: AttemptReport) {
        self.id = id
        self.order = order
        self.candidate = candidate
        sent = now
        lastSign = now
        self.budgetEnd = budgetEnd
        output = OutputTokens(candidate.tokenizer)
        self.report = report
    }

    /// Takes notice of what the provider says of the bill; of service tiers, `auto` names none.
    func note(_ answer: Answer) {
        if let named = answer.serviceTier, named != ServiceTier.auto.rawValue { report.serviceTier = ServiceTier(rawValue: named) }
        report.reportedCost = answer.reportedCost
        reportedUsage = answer.usage
    }

    /// Its tokens as counted here.
    var counted: CountedTokens { CountedTokens(input: countedInput, output: output.count) }

    /// The tokens of what was asked; with the beginning of an answer that is gone on from.
    private var countedInput: TokenCount {
        guard case .continuing(let text) = order.kind else { return candidate.inputTokens }
        return candidate.inputTokens.adding(candidate.tokenizer.count(text)).estimated("an answer that is gone on from is part of it")
    }
}
