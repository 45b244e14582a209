/// How many requests or tokens an account may use of a model per minute, or a caller of the program, and how many of them are taken.
///
/// What is taken comes back a minute later, so in no minute, wherever it begins, is more taken than the limit: right for providers that fill
/// a bucket steadily and for those that count by the minute alike. What a response's headers say corrects it: where a provider gives back
/// sooner, so does the bucket.
///
/// A value: every moment is given to it, on one scale.
public struct RateBucket: Sendable, Hashable {
    /// What was taken in a short while, and when it comes back.
    private struct Portion: Sendable, Hashable {
        var back: Duration
        var amount: Int
    }

    /// A place in the order of all that was ever taken, by which a header's count and a reservation are compared.
    public struct Mark: Sendable, Hashable {
        fileprivate var total: Int
        /// What had been taken for others that were under way then: they may have been sent after it.
        fileprivate var beside = 0
    }

    /// For how long what was taken is missing.
    public static let span = Duration.seconds(60)
    /// Portions that come back within this time are one, so that there are at most 240.
    private static let step = Duration.milliseconds(250)

    /// How much is allowed per minute.
    public private(set) var limit: Int
    /// In the order in which they come back.
    private var portions: [Portion] = []
    /// The sum of ``portions``.
    private var own = 0
    /// What others took, or a provider counts otherwise.
    private var elsewhere: SteadyReturn?
    /// All that was ever taken.
    private var total = 0
    /// Up to where a header has counted.
    private var counted = 0
    /// What was taken for requests that are not over.
    private var underWay = 0

    /// A full bucket.
    public init(limit: Int) { self.limit = max(1, limit) }

    /// A bucket at the moment zero of which so much is left; the rest comes back evenly.
    package init(limit: Int, remaining: Int, reset: Duration) {
        self.init(limit: limit)
        if remaining < self.limit {
            elsewhere = SteadyReturn(amount: self.limit - remaining, from: .zero, until: max(reset, Self.step))
        }
    }

    /// How much is there; less than nothing where more was used than was reserved.
    public func available(at now: Duration) -> Int {
        var free = limit - own - (elsewhere?.missing(at: now) ?? 0)
        for portion in portions {
            guard portion.back <= now else { break }
            free += portion.amount
        }
        return free
    }

    /// When this much will be there, if nobody takes anything before.
    ///
    /// - Parameter amount: May be more than the bucket holds: so often it will be emptied first.
    public func moment(offering amount: Int, at now: Duration) -> Duration {
        guard amount > limit else { return momentWithin(amount, at: now) }
        let rounds = (amount - 1) / limit
        return momentWithin(amount - rounds * limit, at: now) + Self.span * rounds
    }

    private func momentWithin(_ amount: Int, at now: Duration) -> Duration {
        // What is missing but for the steady return, and until when nothing else comes back.
        var missing = amount - (limit - own - (elsewhere?.amount ?? 0))
        var moment = now
        for portion in portions {
            if let soon = elsewhere?.moment(returning: missing), soon <= max(portion.back, now) { return max(moment, soon) }
            if missing <= 0 { return moment }
            missing -= portion.amount
            moment = max(moment, portion.back)
        }
        guard missing > 0, let elsewhere else { return moment }
        return max(moment, elsewhere.moment(returning: missing) ?? elsewhere.until)
    }

    /// How long until all of it is there again, as things are.
    package func reset(at now: Duration) -> Duration {
        max(.zero, max(portions.last?.back ?? now, elsewhere?.until ?? now) - now)
    }

    /// Takes something out, even more than there is.
    public mutating func take(_ amount: Int, at now: Duration) -> Mark {
        settleReturned(at: now)
        put(amount, back: Self.back(from: now))
        total += amount
        defer { underWay += amount }
        return Mark(total: total, beside: underWay)
    }

    /// The request that so much was taken for is over.
    public mutating func finish(_ amount: Int) { underWay -= amount }

    /// It turned out that something else was used than was reserved.
    ///
    /// - Parameter moment: When it was taken. What came back since, or was counted by a header, stays as it is.
    public mutating func settle(reserved: Int, used: Int, taken moment: Duration, _ mark: Mark, at now: Duration) {
        guard mark.total > counted else { return }
        settleReturned(at: now)
        let back = Self.back(from: moment)
        guard back > now else { return }
        put(used - reserved, back: back)
    }

    /// A response told what is left.
    ///
    /// - Parameters:
    ///   - mark: When the request was taken. What was taken after it, the provider need not have counted yet.
    ///   - isOurs: Whether the limit that the provider counts by is this one. A larger one says only how much is left, never that more is.
    package mutating func correct(remaining: Int, reset: Duration?, _ mark: Mark, isOurs: Bool, at now: Duration) {
        // An answer that began earlier but came later knows less.
        guard mark.total >= counted else { return }
        counted = mark.total
        settleReturned(at: now)
        elsewhere = nil
        let missing = limit - (max(0, remaining) - (total - mark.total))
        if missing > own {
            elsewhere = SteadyReturn(amount: missing - own, from: now, until: now + max(reset ?? Self.span, Self.step))
        } else if isOurs {
            // Who took before it and was sent after it is not counted either.
            giveBackOldest(own - max(0, missing) - mark.beside)
        }
    }

    /// A response to a request that was sent before there was a bucket told what is left.
    ///
    /// Of many such, which come in any order, the one counts that leaves the least.
    package mutating func lower(toRemaining remaining: Int, reset: Duration?, at now: Duration) {
        guard remaining - total < available(at: now) else { return }
        correct(remaining: remaining, reset: reset, Mark(total: 0), isOurs: false, at: now)
    }

    /// The limit is another from now on; what is there does not grow by that.
    public mutating func resize(to newLimit: Int, at now: Duration) {
        let newLimit = max(1, newLimit)
        guard newLimit != limit else { return }
        settleReturned(at: now)
        let grown = newLimit - limit
        limit = newLimit
        guard grown > 0 else { return }
        let left = elsewhere?.missing(at: now) ?? 0
        elsewhere = SteadyReturn(amount: left + grown, from: now, until: max(elsewhere?.until ?? now, now + Self.span))
    }

    private static func back(from now: Duration) -> Duration {
        let steps = Int((now + span) / step)
        return step * (steps + 1)
    }

    private mutating func put(_ amount: Int, back: Duration) {
        guard amount != 0 else { return }
        own += amount
        var place = portions.endIndex
        while place > 0, portions[place - 1].back > back { place -= 1 }
        if place > 0, portions[place - 1].back == back {
            portions[place - 1].amount += amount
        } else {
            portions.insert(Portion(back: back, amount: amount), at: place)
        }
    }

    /// Lets go of what came back.
    private mutating func settleReturned(at now: Duration) {
        let returned = portions.prefix { $0.back <= now }
        guard !returned.isEmpty else { return }
        for portion in returned { own -= portion.amount }
        portions.removeFirst(returned.count)
    }

    private mutating func giveBackOldest(_ amount: Int) {
        var rest = amount
        while rest > 0, let first = portions.first {
            let part = min(rest, first.amount)
            own -= part
            rest -= part
            if part == first.amount { portions.removeFirst() } else { portions[0].amount -= part }
        }
    }
}
