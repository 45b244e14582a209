import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What one account may use of one model, and who waits for it, first come, first served.
///
/// One account may be used through several servers. Who waits for a slot of one of them holds up nobody who goes by another.
struct Lane: Sendable {
    /// What limits and pauses are kept by.
    struct Key: Hashable, Sendable {
        var account: Account
        var model: String
    }

    /// Who waits.
    struct Ticket: Sendable {
        /// Later tickets have larger numbers.
        let number: UInt64
        let way: TrafficWay
        let tokens: Int
    }

    /// What the files say that the account may use.
    private(set) var stated = RateLimits()
    var rate = RateLine()
    private(set) var line: [Ticket] = []
    /// How many in line go by each server.
    private var waiting: [String?: Int] = [:]
    /// Until when the provider asked to send nothing.
    private(set) var pausedUntil = Duration.zero
    /// When the line goes on after that: a little later, since other processes wait too.
    private(set) var resumes = Duration.zero

    /// Whether there is nothing to remember.
    func isIdle(at now: Duration) -> Bool {
        line.isEmpty && resumes <= now && (rate.requests?.reset(at: now) ?? .zero) == .zero
            && (rate.tokens?.reset(at: now) ?? .zero) == .zero
    }

    /// The first in line of those for whom there is room; `nil`: there is room for nobody who waits.
    func first(where hasRoom: (TrafficWay) -> Bool) -> Ticket? {
        guard let first = line.first else { return nil }
        if hasRoom(first.way) { return first }
        return waiting.count > 1 ? line.first { hasRoom($0.way) } : nil
    }

    /// When a ticket that comes before all others with room may go, as far as limits go.
    func moment(of ticket: Ticket, at now: Duration) -> Duration { max(resumes, rate.momentOfFirst(ticket.tokens, at: now)) }

    /// Takes over what the files say.
    mutating func state(_ limits: RateLimits, at now: Duration) {
        guard limits != stated else { return }
        rate.requests.state(limits.requestsPerMinute, instead: stated.requestsPerMinute, at: now)
        rate.tokens.state(limits.tokensPerMinute, instead: stated.tokensPerMinute, at: now)
        stated = limits
    }

    mutating func join(_ ticket: Ticket) {
        line.append(ticket)
        waiting[ticket.way.server, default: 0] += 1
        rate.waitingRequests += 1
        rate.waitingTokens += rate.share(of: ticket.tokens)
    }

    /// Lets go of who waits.
    ///
    /// - Returns: `false` where the ticket is not in line.
    mutating func leave(_ number: UInt64) -> Bool {
        guard let place = line.firstIndex(where: { $0.number == number }) else { return false }
        remove(at: place)
        return true
    }

    private mutating func remove(at place: Int) {
        let server = line.remove(at: place).way.server
        waiting[server] = waiting[server].flatMap { $0 > 1 ? $0 - 1 : nil }
        rate.waitingRequests = line.count
        // Counted anew where nobody is left: a limit may have changed meanwhile.
        rate.waitingTokens = line.isEmpty ? 0 : line.reduce(0) { $0 + rate.share(of: $1.tokens) }
    }

    mutating func pause(until end: Duration, jitter: Duration) {
        guard end > pausedUntil else { return }
        pausedUntil = end
        resumes = end + jitter
    }
}

extension RateBucket? {
    /// The files say another limit than before, or none any more.
    fileprivate mutating func state(_ limit: Int?, instead old: Int?, at now: Duration) {
        guard limit != old else { return }
        guard let limit else {
            self = nil
            return
        }
        if self == nil { self = RateBucket(limit: limit) } else { self?.resize(to: limit, at: now) }
    }

    /// A response told of the limit.
    ///
    /// - Parameter stated: What the files say: never exceeded, whatever a response says.
    mutating func learn(_ told: RateLimitStatus.Allowance, stated: Int?, _ mark: RateBucket.Mark?, at now: Duration) {
        let limit = min(told.limit ?? stated ?? .max, stated ?? .max)
        guard limit < .max else { return }
        if self == nil {
            var fresh = RateBucket(limit: limit)
            // The request that the answer belongs to, so that there is something to count from.
            let first = mark ?? fresh.take(0, at: now)
            if let remaining = told.remaining { fresh.correct(remaining: remaining, reset: told.reset, first, isOurs: true, at: now) }
            self = fresh
            return
        }
        self?.resize(to: limit, at: now)
        guard let remaining = told.remaining else { return }
        if let mark {
            self?.correct(remaining: remaining, reset: told.reset, mark, isOurs: limit == told.limit, at: now)
        } else {
            self?.lower(toRemaining: remaining, reset: told.reset, at: now)
        }
    }
}

/// What a quota belongs to.
enum Account: Hashable, Sendable {
    /// An account that provider files name: one, whatever its providers and keys.
    case named(String)
    /// A key of a server is an account of its own.
    case key(server: String, SecretReference?)
}
