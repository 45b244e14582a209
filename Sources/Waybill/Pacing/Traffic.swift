import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What a request passes on its way: the lane of its account and model, and its server's slots.
struct TrafficWay: Sendable, Hashable {
    var lane: Lane.Key
    /// What the files say that the account may use of the model.
    var limits = RateLimits()
    /// The server, where the requests to it at a time are limited.
    var server: String?
    /// The most requests to it at a time.
    var slots = Int.max
}

/// The right to send one request, given back exactly once.
struct Permit: Sendable {
    let way: TrafficWay
    /// The tokens that are reserved.
    let tokens: Int
    /// When it was given.
    let given: Duration
    fileprivate(set) var requestMark: RateBucket.Mark?
    fileprivate(set) var tokenMark: RateBucket.Mark?

    /// Whether it holds nothing, so that nobody waits for it.
    var isFree: Bool { way.server == nil && requestMark == nil && tokenMark == nil }
}

/// Why a request waits in line.
enum LineReason: Sendable, Hashable {
    /// A rate limit would be overshot.
    case rate
    /// All slots of its server are taken.
    case slots
}

/// Holds requests back so that no rate limit is overshot and no server has more of them at a time than it should.
///
/// A value that takes what happened and says who may go: it reads no clock and keeps no lock. Who waits for the same lane goes in the order of
/// arrival, a large request before the small ones behind it, but past those who wait for a slot of another server; of several lanes that wait
/// for a slot of one server, whose first came first.
struct Traffic: Sendable {
    /// What who wants to send is told.
    enum Entrance: Sendable {
        /// Go; give the permit back when it is over.
        case go(Permit)
        /// The provider asked to send nothing before this moment.
        case paused(until: Duration)
        /// Wait in line under this number, for about so long.
        case wait(UInt64, about: Duration, LineReason)
    }

    /// How many lanes are kept before those with nothing to remember are let go.
    private static let laneLimit = 1_024

    private(set) var lanes: [Lane.Key: Lane] = [:]
    private(set) var servers: [String: Slots] = [:]
    /// The lanes in which somebody waits.
    private var busy: Set<Lane.Key> = []
    /// Permits that were given to waiting requests and not collected yet.
    private var given: [UInt64: Permit] = [:]
    private var lastNumber: UInt64 = 0
    /// What the files say now; a call that began before they changed knows older limits.
    private var stated = LaneLimits()

    /// Whether nothing is limited or paused, so that nobody has to ask.
    var isEmpty: Bool { lanes.isEmpty && servers.isEmpty }

    // MARK: Coming and going

    /// Somebody wants to send a request that reserves so many tokens.
    mutating func enter(_ way: TrafficWay, tokens: Int, at now: Duration) -> Entrance {
        prepare(way, at: now)
        if let lane = lanes[way.lane] {
            if lane.pausedUntil > now { return .paused(until: lane.pausedUntil) }
            let (wait, reason) = expectedWait(way, tokens: tokens, at: now)
            if lane.first(where: hasRoom) != nil || wait > .zero || !hasRoom(way, at: now) {
                return queue(way, tokens: tokens, about: wait, reason)
            }
        } else if !hasRoom(way, at: now) {
            lanes[way.lane] = Lane()
            return queue(way, tokens: tokens, about: servers[way.server ?? ""]?.wait ?? .zero, .slots)
        }
        return .go(give(way, tokens: tokens, at: now))
    }

    /// About how long a request would wait in line, and for what.
    func expectedWait(_ way: TrafficWay, tokens: Int, at now: Duration) -> (Duration, LineReason) {
        let byRate =
            lanes[way.lane]
            .map { lane in
                // Who waits for a slot of another server is not waited for.
                let isFirst = hasRoom(way) && lane.first(where: hasRoom) == nil
                let moment = isFirst ? lane.rate.momentOfFirst(tokens, at: now) : lane.rate.moment(for: tokens, at: now)
                return max(.zero, moment - now)
            } ?? .zero
        let bySlots = way.server.flatMap { servers[$0]?.wait } ?? .zero
        return byRate >= bySlots && byRate > .zero ? (byRate, .rate) : (bySlots, .slots)
    }

    /// A request waits no longer.
    ///
    /// - Returns: Who may go now: of those behind it, and where it had been let go itself.
    mutating func leave(_ number: UInt64, lane key: Lane.Key, at now: Duration) -> [UInt64] {
        if let permit = given.removeValue(forKey: number) { return finish(permit, used: nil, wasSent: false, at: now) }
        guard let ticket = lanes[key]?.line.first(where: { $0.number == number }), lanes[key]?.leave(number) == true else { return [] }
        if let server = ticket.way.server { servers[server]?.waiting -= 1 }
        return letGo(at: now)
    }

    /// The permit of a request that was let go; `nil`: it was not, or has left.
    mutating func collect(_ number: UInt64) -> Permit? { given.removeValue(forKey: number) }

    /// A request is over.
    ///
    /// - Parameters:
    ///   - used: The tokens that it used; `nil`: none, as far as is known.
    ///   - wasSent: Whether it counted as a request for its provider.
    /// - Returns: Who may go now.
    mutating func finish(_ permit: Permit, used: Int?, wasSent: Bool, at now: Duration) -> [UInt64] {
        if let server = permit.way.server { servers[server]?.free(held: wasSent ? now - permit.given : nil) }
        if let mark = permit.requestMark {
            lanes[permit.way.lane]?.rate.requests?.finish(1)
            if !wasSent { lanes[permit.way.lane]?.rate.requests?.settle(reserved: 1, used: 0, taken: permit.given, mark, at: now) }
        }
        if let mark = permit.tokenMark {
            lanes[permit.way.lane]?.rate.tokens?.finish(permit.tokens)
            lanes[permit.way.lane]?.rate.tokens?.settle(reserved: permit.tokens, used: used ?? 0, taken: permit.given, mark, at: now)
        }
        return letGo(at: now)
    }

    // MARK: What is learned

    /// A response told of limits.
    mutating func learn(_ status: RateLimitStatus, from permit: Permit, at now: Duration) -> [UInt64] {
        let key = permit.way.lane
        let stated = limits(of: permit.way)
        if let requests = status.requests {
            lanes[key, default: Lane()].rate.requests.learn(requests, stated: stated.requestsPerMinute, permit.requestMark, at: now)
        }
        if let tokens = status.tokens {
            lanes[key, default: Lane()].rate.tokens.learn(tokens, stated: stated.tokensPerMinute, permit.tokenMark, at: now)
        }
        return letGo(at: now)
    }

    /// A provider asked to send nothing to a lane before a moment.
    ///
    /// - Parameter jitter: How much later the line goes on.
    mutating func pause(_ key: Lane.Key, until end: Duration, jitter: Duration) {
        lanes[key, default: Lane()].pause(until: end, jitter: jitter)
    }

    /// The files say something else from now on: what was taken stays taken, and who is on the way stays counted.
    ///
    /// What they no longer know is let go when there is nothing to remember of it.
    ///
    /// - Returns: Who may go now.
    mutating func adopt(_ limits: LaneLimits, at now: Duration) -> [UInt64] {
        stated = limits
        lanes = lanes.filter { limits.rates[$0.key] != nil || !$0.value.isIdle(at: now) }
        for (key, limits) in limits.rates { lanes[key]?.state(limits, at: now) }
        servers = servers.filter { limits.slots[$0.key] != nil || !$0.value.isIdle }
        for server in servers.keys { servers[server]?.limit = limits.slots[server] ?? .max }
        return letGo(at: now)
    }

    // MARK: Time

    /// When somebody may go who must wait now, if nothing happens before.
    func nextMoment(at now: Duration) -> Duration? {
        busy.compactMap { key in
            guard let lane = lanes[key], let first = lane.first(where: hasRoom) else { return nil }
            return lane.moment(of: first, at: now)
        }
        .min()
    }

    /// Lets everybody go who may.
    mutating func letGo(at now: Duration) -> [UInt64] {
        var numbers: [UInt64] = []
        while let first = firstToGo(at: now) {
            _ = lanes[first.way.lane]?.leave(first.number)
            if let server = first.way.server { servers[server]?.waiting -= 1 }
            given[first.number] = give(first.way, tokens: first.tokens, at: now)
            numbers.append(first.number)
        }
        return numbers
    }

    private mutating func firstToGo(at now: Duration) -> Lane.Ticket? {
        var found: Lane.Ticket?
        for key in busy {
            guard let lane = lanes[key], !lane.line.isEmpty else {
                busy.remove(key)
                continue
            }
            guard let first = lane.first(where: hasRoom), first.number < found?.number ?? .max, lane.moment(of: first, at: now) <= now
            else { continue }
            found = first
        }
        return found
    }

    // MARK: Parts

    /// Makes a lane and slots where a way is limited, and takes over what the files say.
    private mutating func prepare(_ way: TrafficWay, at now: Duration) {
        if let server = way.server { servers[server, default: Slots()].limit = stated.slots[server] ?? way.slots }
        let limits = limits(of: way)
        guard limits != (lanes[way.lane]?.stated ?? RateLimits()) else { return }
        if lanes[way.lane] == nil, lanes.count >= Self.laneLimit { lanes = lanes.filter { !$0.value.isIdle(at: now) } }
        lanes[way.lane, default: Lane()].state(limits, at: now)
    }

    /// What the files say of a way, or where they no longer know it, what they said when its call began.
    private func limits(of way: TrafficWay) -> RateLimits { stated.rates[way.lane] ?? way.limits }

    private func hasRoom(_ way: TrafficWay) -> Bool { way.server.flatMap { servers[$0]?.hasRoom } ?? true }

    /// Whether there is a slot for one more, that is, one which nobody who came before could take now.
    private func hasRoom(_ way: TrafficWay, at now: Duration) -> Bool {
        guard let server = way.server, let slots = servers[server] else { return true }
        guard slots.hasRoom, slots.waiting > 0 else { return slots.hasRoom }
        return !busy.contains { key in
            guard let lane = lanes[key], let first = lane.first(where: hasRoom) else { return false }
            return first.way.server == server && lane.moment(of: first, at: now) <= now
        }
    }

    private mutating func queue(_ way: TrafficWay, tokens: Int, about wait: Duration, _ reason: LineReason) -> Entrance {
        lastNumber += 1
        lanes[way.lane]?.join(Lane.Ticket(number: lastNumber, way: way, tokens: tokens))
        if let server = way.server { servers[server]?.waiting += 1 }
        busy.insert(way.lane)
        return .wait(lastNumber, about: wait, reason)
    }

    private mutating func give(_ way: TrafficWay, tokens: Int, at now: Duration) -> Permit {
        if let server = way.server { servers[server]?.taken += 1 }
        let share = lanes[way.lane]?.rate.share(of: tokens) ?? tokens
        var permit = Permit(way: way, tokens: share, given: now)
        permit.requestMark = lanes[way.lane]?.rate.requests?.take(1, at: now)
        permit.tokenMark = lanes[way.lane]?.rate.tokens?.take(share, at: now)
        return permit
    }
}
