import Waybill

/// What one caller has under way, and what it used in the last minute.
///
/// A value: every moment is given to it.
struct Gate: Sendable {
    /// What a request took, to be given back when it is over.
    struct Ticket: Sendable {
        fileprivate let moment: Duration
        fileprivate let tokens: Int
        /// Which of the buckets for tokens they were taken from, and where in it; `nil` where there was no limit.
        fileprivate let mark: (bucket: Int, mark: RateBucket.Mark)?
    }

    private var concurrency: Int?
    private var requests: RateBucket?
    private var tokens: RateBucket?
    /// How many buckets for tokens there were, so that none is given back what was taken from another.
    private var tokenBuckets = 0
    /// How many requests are under way.
    private(set) var underWay = 0
    /// Whether nobody is let through any more, since there is no such caller now.
    private var isClosed = false

    /// A gate through which nothing went yet.
    init(_ caller: Caller, at now: Duration) { limit(to: caller, at: now) }

    /// The limits are these from now on; what was used before counts on, and a larger limit gives its more over a minute.
    mutating func limit(to caller: Caller, at now: Duration) {
        isClosed = false
        concurrency = caller.concurrency
        requests.limit(to: caller.rateLimits.requestsPerMinute, at: now)
        let hadTokens = tokens != nil
        tokens.limit(to: caller.rateLimits.tokensPerMinute, at: now)
        if !hadTokens, tokens != nil { tokenBuckets += 1 }
    }

    /// Nobody is let through from now on, until there are limits again.
    mutating func close() { isClosed = true }

    /// Whether there is nothing left to remember.
    var isOver: Bool { isClosed && underWay == 0 }

    /// Lets a request through, or not; one that is refused takes nothing.
    ///
    /// - Parameter wanted: The tokens that it is likely to use, input and output together; what it used is said when it is over.
    mutating func admit(tokens wanted: Int, at now: Duration) throws(AccessRefusal) -> Ticket {
        guard !isClosed else { throw .unknownKey }
        let wanted = max(0, wanted)
        if let concurrency, underWay >= concurrency { throw .tooManyAtOnce(most: concurrency) }
        if let limit = tokens?.limit, wanted > limit { throw .largerThanLimit(tokens: wanted, limit: limit) }
        // Who is refused is told of the limit that takes longer, so that there is room for both after the wait.
        let forRequest = requests?.moment(offering: 1, at: now) ?? now
        let forTokens = tokens?.moment(offering: wanted, at: now) ?? now
        let moment = max(forRequest, forTokens)
        if moment > now { throw .rateLimited(forRequest >= forTokens ? .requests : .tokens, wait: moment - now) }
        underWay += 1
        _ = requests?.take(1, at: now)
        let mark = tokens?.take(wanted, at: now)
        return Ticket(moment: now, tokens: wanted, mark: mark.map { (tokenBuckets, $0) })
    }

    /// A request is over.
    ///
    /// - Parameter used: The tokens that it used; `nil` where nobody knows, so that all it might have used stay taken.
    mutating func finish(_ ticket: Ticket, used: Int?, at now: Duration) {
        underWay -= 1
        guard let (bucket, mark) = ticket.mark, bucket == tokenBuckets else { return }
        tokens?.finish(ticket.tokens)
        guard let used else { return }
        tokens?.settle(reserved: ticket.tokens, used: max(0, used), taken: ticket.moment, mark, at: now)
    }
}

extension RateBucket? {
    /// The limit is this from now on, or there is none any more.
    fileprivate mutating func limit(to limit: Int?, at now: Duration) {
        guard let limit else {
            self = nil
            return
        }
        if self == nil { self = RateBucket(limit: limit) } else { self?.resize(to: limit, at: now) }
    }
}
