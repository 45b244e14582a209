import WaybillInterchange
import WaybillRoutes

/// Closes a model that keeps failing, for a short time at first and longer each time, and lets one probe find out when it is well again.
struct CircuitBreaker: Sendable {
    /// What a caller who wants to send may do.
    enum Admission: Sendable, Hashable {
        /// Send.
        case open
        /// Send: this attempt finds out for everybody.
        case probe
        /// Not before this moment.
        case closed(until: Duration)
    }

    /// How many outcomes of the last ``windowLength`` must be known before their share counts.
    private static let windowMinimum = 10
    private static let windowLength = Duration.seconds(30)
    /// How long callers wait for the outcome of another's probe before they look again.
    private static let probePatience = Duration.milliseconds(100)

    /// How many lost connections are told apart, which is more than a server's client has at a time.
    private static let rememberedLosses = 16

    private enum State: Sendable {
        case closed
        /// Nothing is sent until then.
        case open(until: Duration)
        /// One probe is under way.
        case probing
    }

    private var threshold: Int
    private var cooldown: Duration
    private var cap: Duration

    private var state = State.closed
    private var failuresInRow = 0
    private var timesOpened = 0
    private var recent: [(at: Duration, failed: Bool)] = []
    /// The lost connections that were counted, the latest last.
    private var lostConnections: [ConnectionID] = []

    /// Creates a closed breaker; `nil` where the rule is `off`.
    init?(_ rule: BreakerRule) {
        guard case .rule(let failures, let cooldown, let cap) = rule else { return nil }
        self.threshold = failures
        self.cooldown = cooldown
        self.cap = cap
    }

    /// What it goes by.
    var rule: BreakerRule { .rule(failures: threshold, cooldown: cooldown, cap: cap) }

    /// Goes by another rule from now on; what it has seen counts on.
    ///
    /// - Returns: `false` where the rule is `off`.
    mutating func adopt(_ rule: BreakerRule) -> Bool {
        guard case .rule(let failures, let cooldown, let cap) = rule else { return false }
        (threshold, self.cooldown, self.cap) = (failures, cooldown, cap)
        return true
    }

    /// Until when nothing is sent, as far as is known; `nil`: the model may be asked.
    func closedUntil(at now: Duration) -> Duration? {
        switch state {
        case .closed: nil
        case .open(let until): until > now ? until : nil
        case .probing: now + Self.probePatience
        }
    }

    /// A caller wants to send.
    mutating func admit(at now: Duration) -> Admission {
        switch state {
        case .closed: return .open
        case .open(let until) where until > now: return .closed(until: until)
        case .open:
            state = .probing
            return .probe
        case .probing: return .closed(until: now + Self.probePatience)
        }
    }

    /// An attempt succeeded.
    mutating func succeeded(at now: Duration) {
        state = .closed
        failuresInRow = 0
        timesOpened = 0
        note(failed: false, at: now)
    }

    /// An attempt failed by the model's fault.
    ///
    /// - Parameters:
    ///   - isProbe: Whether it was admitted as ``Admission/probe``.
    ///   - lostConnection: The connection that it was lost with, which counts once however many attempts it carried.
    mutating func failed(
        isProbe: Bool = false, lostConnection: ConnectionID? = nil, at now: Duration, random: inout SeededGenerator
    ) {
        guard isNew(lostConnection) || isProbe else { return }
        failuresInRow += 1
        note(failed: true, at: now)
        switch state {
        case .probing where isProbe: open(at: now, &random)
        case .closed where failuresInRow >= threshold || isMostlyFailing: open(at: now, &random)
        // An attempt sent before it opened says nothing new.
        case .closed, .open, .probing: break
        }
    }

    /// An attempt ended without saying anything of the model: it was cancelled, or failed by another's fault.
    ///
    /// - Parameter isProbe: Whether it was admitted as ``Admission/probe``: another may find out then.
    mutating func abstained(isProbe: Bool, at now: Duration) {
        if isProbe, case .probing = state { state = .open(until: now) }
    }

    private mutating func open(at now: Duration, _ random: inout SeededGenerator) {
        let time = min(cap, cooldown * (1 << min(timesOpened, 16)))
        // Up to a fifth less, so that many processes do not probe at one moment.
        state = .open(until: now + time - random.duration(upTo: time / 5))
        timesOpened += 1
        failuresInRow = 0
        recent.removeAll(keepingCapacity: true)
    }

    /// Whether a loss was not counted before.
    private mutating func isNew(_ lost: ConnectionID?) -> Bool {
        guard let lost else { return true }
        guard !lostConnections.contains(lost) else { return false }
        lostConnections.append(lost)
        if lostConnections.count > Self.rememberedLosses { lostConnections.removeFirst() }
        return true
    }

    private var isMostlyFailing: Bool {
        recent.count >= Self.windowMinimum && recent.count(where: \.failed) * 2 >= recent.count
    }

    private mutating func note(failed: Bool, at now: Duration) {
        recent.append((now, failed))
        if recent.count > 64 { recent.removeFirst(recent.count - 64) }
        recent.removeAll { $0.at < now - Self.windowLength }
    }
}
