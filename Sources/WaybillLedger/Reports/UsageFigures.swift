public import WaybillInterchange

/// What some calls did, brought and cost together.
///
/// Every call counts in one group of a report and every attempt in one, so that the figures of the groups sum to those of all.
public struct UsageFigures: Sendable, Hashable {
    // MARK: Calls

    /// The calls: those below, each of which is one of four kinds.
    public var calls: Int { answered + degraded + failed + unfinished }
    /// Calls that a model answered.
    public var answered = 0
    /// Calls that were served by their route's last resort.
    public var degraded = 0
    /// Calls that failed.
    public var failed = 0
    /// Calls that are not known to have ended: they still go on, or their process was killed.
    public var unfinished = 0
    /// Those of the answered that another model than the first that was asked answered.
    public var fellBack = 0

    // MARK: Attempts

    /// The attempts that are over.
    public var attempts = 0
    /// Those that failed.
    public var failedAttempts = 0
    /// Their tokens.
    public var tokens = UsageTokens()
    /// Those whose tokens were estimated here, since the provider did not report them.
    public var estimatedAttempts = 0

    // MARK: Money

    /// What the attempts cost whose price is known.
    public var cost = Money.zero
    /// The part of the cost that rests on estimated tokens.
    public var estimatedCost = Money.zero
    /// The attempts that used something whose price is not known: the whole cost is higher, by nobody knows how much.
    public var unpricedAttempts = 0
    /// The attempts whose provider says that they cost something else than our price makes.
    public var disputedAttempts = 0
    /// What reading input from prompt caches saved against its ordinary price, as far as that is known.
    public var cacheSavings = Money.zero
    /// The tokens that were read from caches of which it is not known what that saved.
    public var unvaluedCachedInput = 0

    // MARK: Expectations

    /// The input that was expected to be read from caches, of the attempts of which that was known and whose provider reported tokens.
    public var expectedCachedInput = 0
    /// The input that these attempts did read from caches.
    public var foundCachedInput = 0

    // MARK: Counts

    /// The input that was counted here, of the attempts whose provider reported it too.
    public var countedInput = 0
    /// The input that was reported of these attempts.
    public var reportedInput = 0
    /// The output without reasoning that was counted here, of these attempts.
    public var countedOutput = 0
    /// The output without reasoning that was reported of these attempts.
    public var reportedOutput = 0
    /// The attempts of which count and report differ more than they should.
    public var driftedAttempts = 0

    // MARK: Times

    /// Until the first content came, of the answered calls, from their beginning.
    public var firstToken = TimeSamples()
    /// Until the answer was whole, of the answered calls.
    public var duration = TimeSamples()

    /// Creates figures of nothing.
    public init() {}

    static func += (left: inout UsageFigures, right: UsageFigures) {
        left.answered += right.answered
        left.degraded += right.degraded
        left.failed += right.failed
        left.unfinished += right.unfinished
        left.fellBack += right.fellBack
        left.attempts += right.attempts
        left.failedAttempts += right.failedAttempts
        left.tokens += right.tokens
        left.estimatedAttempts += right.estimatedAttempts
        left.cost = left.cost + right.cost
        left.estimatedCost = left.estimatedCost + right.estimatedCost
        left.unpricedAttempts += right.unpricedAttempts
        left.disputedAttempts += right.disputedAttempts
        left.cacheSavings = left.cacheSavings + right.cacheSavings
        left.unvaluedCachedInput += right.unvaluedCachedInput
        left.expectedCachedInput += right.expectedCachedInput
        left.foundCachedInput += right.foundCachedInput
        left.countedInput += right.countedInput
        left.reportedInput += right.reportedInput
        left.countedOutput += right.countedOutput
        left.reportedOutput += right.reportedOutput
        left.driftedAttempts += right.driftedAttempts
        left.firstToken += right.firstToken
        left.duration += right.duration
    }
}

extension UsageFigures {
    /// How much more input was counted here than was reported, as a share of what was reported; `nil`: nothing was reported.
    public var inputDrift: Double? { Self.drift(countedInput, reportedInput) }

    /// How much more output was counted here than was reported, as a share of what was reported; `nil`: nothing was reported.
    public var outputDrift: Double? { Self.drift(countedOutput, reportedOutput) }

    private static func drift(_ counted: Int, _ reported: Int) -> Double? {
        reported > 0 ? Double(counted - reported) / Double(reported) : nil
    }
}
