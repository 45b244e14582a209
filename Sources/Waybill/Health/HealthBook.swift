import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What a router has learned of the health of its models and keys.
///
/// It is kept by what a model is reached by (base URL, key and id), so that it survives a change of the routes for whatever stayed.
final class HealthBook: Sendable {
    /// What a model is reached by.
    struct Key: Hashable, Sendable {
        var server: String
        var credential: SecretReference?
        var model: String

        /// The key, whatever the model.
        fileprivate var ofCredential: Key { Key(server: server, credential: credential, model: "") }
    }

    /// Why a way is not to be gone now.
    enum Obstacle: Sendable, Hashable {
        /// The model failed lately.
        case breaker(until: Duration)
        /// The key was refused, or its account is out of funds.
        case credential(FailureKind, until: Duration)

        var until: Duration {
            switch self {
            case .breaker(let until), .credential(_, let until): until
            }
        }
    }

    /// What a call that wants to send may do.
    enum Admission: Sendable, Hashable {
        case open
        /// Send: this attempt finds out for everybody.
        case probe(Probe)
        case closed(Obstacle)
    }

    /// What an attempt finds out for everybody: whether a model is well again, or a key.
    struct Probe: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        static let model = Probe(rawValue: 1)
        static let key = Probe(rawValue: 2)
    }

    private struct CredentialHealth: Sendable {
        var breaker: CircuitBreaker
        /// What was wrong last.
        var kind: FailureKind
    }

    private struct State: Sendable {
        var models: [Key: CircuitBreaker] = [:]
        var credentials: [Key: CredentialHealth] = [:]
        var latencies: [Key: Latency] = [:]
        var random: SeededGenerator

        func obstacle(of key: Key, at now: Duration) -> Obstacle? {
            if let credential = credentials[key.ofCredential], let until = credential.breaker.closedUntil(at: now) {
                return .credential(credential.kind, until: until)
            }
            return models[key]?.closedUntil(at: now).map { .breaker(until: $0) }
        }
    }

    /// For how long a key that was refused, or whose account is out of funds, is not used: 2 s at first, then twice as long each time, up to
    /// 5 minutes; then one attempt finds out.
    private static let credentialRule = BreakerRule.rule(failures: 1, cooldown: .seconds(2), cap: .seconds(300))

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    /// Why each of these ways is not to be gone now; `nil`: none has an obstacle.
    func obstacles(of endpoints: some Sequence<Endpoint>, at now: Duration) -> [HealthBook.Key: Obstacle]? {
        state.withLock { state in
            guard !state.models.isEmpty || !state.credentials.isEmpty else { return nil }
            var found: [Key: Obstacle] = [:]
            for endpoint in endpoints {
                for way in endpoint.ways { found[way.health] = state.obstacle(of: way.health, at: now) }
            }
            return found.isEmpty ? nil : found
        }
    }

    /// How long answers took on a way lately; `nil`: there were none.
    func latency(of way: Way) -> Latency? { state.withLock { $0.latencies[way.health] } }

    /// Why a way is not to be gone now; `nil`: nothing is known against it.
    func obstacle(of way: Way, at now: Duration) -> Obstacle? { state.withLock { $0.obstacle(of: way.health, at: now) } }

    /// A call wants to send.
    ///
    /// - Returns: Whether it may. Whoever may, says afterwards how it went with ``note(_:probe:lostConnection:of:rule:)``.
    func admit(to way: Way, at now: Duration) -> Admission {
        state.withLock { state in
            let key = way.health
            if let obstacle = state.obstacle(of: key, at: now) { return .closed(obstacle) }
            // Neither refuses now, so both answer with what the attempt is to them.
            var probe: Probe = []
            if state.models[key]?.admit(at: now) == .probe { probe.insert(.model) }
            if state.credentials[key.ofCredential]?.breaker.admit(at: now) == .probe { probe.insert(.key) }
            return probe.isEmpty ? .open : .probe(probe)
        }
    }

    /// An attempt is over.
    ///
    /// - Parameters:
    ///   - probe: What it was admitted to find out.
    ///   - lostConnection: The connection that it was lost with.
    ///   - rule: The rule of the breaker that a first failure makes.
    func note(
        _ end: CallEffects.AttemptEnd, probe: Probe, lostConnection: ConnectionID? = nil, of way: Way, rule: BreakerRule
    ) {
        state.withLock { state in
            let key = way.health
            let (failure, isAboutModel, now) = (end.failure, end.isAboutModel, end.time)
            if let latency = end.latency { state.latencies[key, default: Latency()].note(latency) }
            noteCredential(failure, isAboutModel: isAboutModel, isProbe: probe.contains(.key), of: key.ofCredential, at: now, &state)
            // What was always well needs no entry, and a route without a breaker opens none for others; none of theirs is kept from it.
            if state.models[key] == nil {
                guard isAboutModel, failure != nil, let breaker = CircuitBreaker(rule) else { return }
                state.models[key] = breaker
            }
            if !isAboutModel {
                state.models[key]?.abstained(isProbe: probe.contains(.model), at: now)
            } else if failure == nil {
                state.models[key]?.succeeded(at: now)
            } else {
                state.models[key]?
                    .failed(isProbe: probe.contains(.model), lostConnection: lostConnection, at: now, random: &state.random)
            }
        }
    }

    /// The routes are others from now on: what stayed keeps what is known of it, what is gone is let go.
    ///
    /// - Parameter rules: The breakers' rules of the routes that may ask each model, in their order.
    func adopt(_ rules: [Key: [BreakerRule]]) {
        state.withLock { state in
            state.latencies = state.latencies.filter { rules[$0.key] != nil }
            let credentials = Set(rules.keys.map(\.ofCredential))
            state.credentials = state.credentials.filter { credentials.contains($0.key) }
            for (key, breaker) in state.models where !(rules[key] ?? []).contains(breaker.rule) {
                var breaker = breaker
                let goesOn = (rules[key] ?? []).contains { breaker.adopt($0) }
                state.models[key] = goesOn ? breaker : nil
            }
        }
    }

    private func noteCredential(
        _ failure: ModelFailure?, isAboutModel: Bool, isProbe: Bool, of key: Key, at now: Duration, _ state: inout State
    ) {
        if let failure, failure.scope == .credential {
            var health =
                state.credentials[key] ?? CircuitBreaker(Self.credentialRule).map { CredentialHealth(breaker: $0, kind: failure.kind) }
            health?.kind = failure.kind
            health?.breaker.failed(isProbe: isProbe, at: now, random: &state.random)
            state.credentials[key] = health
        } else if isAboutModel, failure == nil, isProbe || state.credentials[key]?.breaker.closedUntil(at: now) == nil {
            // An answer that was begun before the key was refused says nothing of it now.
            state.credentials[key] = nil
        } else {
            state.credentials[key]?.breaker.abstained(isProbe: isProbe, at: now)
        }
    }
}

extension ModelFailure {
    /// Whether the failure says something of the model's health: never a rate limit, nor a fault of the request, its size or its key.
    ///
    /// Nor an answer that does not fit its schema: whoever writes a wrong answer is up and well, and one program's hard schema must not close
    /// a model to all others.
    var isAboutModel: Bool {
        switch scope {
        case .request, .capability, .credential: false
        case .model, .provider:
            ![.rateLimited, .deadline, .closed, .invalidOutput, .outputLimitReached].contains(kind)
        }
    }
}
