import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What a router has learned of the health of its models.
///
/// It is kept by what a model is reached by (base URL, key and id), so that it survives a change of the routes for whatever stayed.
final class HealthBook: Sendable {
    /// What a model is reached by.
    struct Key: Hashable, Sendable {
        var server: String
        var credential: SecretReference?
        var model: String
    }

    private struct Entry: Sendable {
        var breaker: CircuitBreaker?
        var pausedUntil = Duration.zero
    }

    private struct State: Sendable {
        var entries: [Key: Entry] = [:]
        var random: SeededGenerator
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    /// What the planner may know: the models that are not to be asked now.
    func snapshot(of endpoints: some Sequence<Endpoint>, at now: Duration) -> HealthSnapshot {
        state.withLock { state in
            guard !state.entries.isEmpty else { return HealthSnapshot() }
            var closures: [ModelName: HealthSnapshot.Closure] = [:]
            for endpoint in endpoints {
                guard let entry = state.entries[endpoint.healthKey] else { continue }
                if let until = entry.breaker?.closedUntil(at: now) {
                    closures[endpoint.name] = .breaker(until - now)
                } else if entry.pausedUntil > now {
                    closures[endpoint.name] = .pause(entry.pausedUntil - now)
                }
            }
            return HealthSnapshot(closures: closures)
        }
    }

    /// A call wants to send to an endpoint.
    ///
    /// - Returns: Whether it may. Whoever may, says afterwards how it went with ``note(_:isAboutModel:isProbe:of:rule:at:)``.
    func admit(to endpoint: Endpoint, at now: Duration) -> CircuitBreaker.Admission {
        state.withLock { state in
            guard var entry = state.entries[endpoint.healthKey] else { return .open }
            if entry.pausedUntil > now { return .closed(until: entry.pausedUntil) }
            guard let admission = entry.breaker?.admit(at: now) else { return .open }
            state.entries[endpoint.healthKey] = entry
            return admission
        }
    }

    /// An attempt is over.
    ///
    /// - Parameters:
    ///   - failure: What went wrong; `nil`: it answered.
    ///   - isAboutModel: Whether the outcome says anything of the model.
    ///   - isProbe: Whether it was admitted as a probe.
    func note(
        _ failure: ModelFailure?, isAboutModel: Bool, isProbe: Bool, of endpoint: Endpoint, rule: BreakerRule, at now: Duration
    ) {
        state.withLock { state in
            // What was always well needs no entry.
            if state.entries[endpoint.healthKey] == nil, failure == nil || !isAboutModel && failure?.retryAfter == nil { return }
            var entry = state.entries[endpoint.healthKey] ?? Entry()
            // A route without a breaker opens none for others, and none of theirs is kept from it.
            entry.breaker = entry.breaker ?? CircuitBreaker(rule)
            if let asked = failure?.retryAfter {
                // Exactly as asked: each call waits a little longer by itself, so that they do not all come back at one moment.
                entry.pausedUntil = max(entry.pausedUntil, now + asked)
            }
            if !isAboutModel {
                entry.breaker?.abstained(isProbe: isProbe, at: now)
            } else if failure == nil {
                entry.breaker?.succeeded(at: now)
            } else {
                entry.breaker?.failed(isProbe: isProbe, at: now, random: &state.random)
            }
            state.entries[endpoint.healthKey] = entry
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
        case .model, .provider: kind != .rateLimited && kind != .deadline && kind != .closed && kind != .invalidOutput
        }
    }
}
