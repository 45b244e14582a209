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
        var baseURL: String
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
    /// - Returns: When it may; `nil`: now. Whoever may, says afterwards how it went with ``note(_:at:rule:)``.
    func admit(to endpoint: Endpoint, at now: Duration) -> Duration? {
        state.withLock { state in
            guard var entry = state.entries[endpoint.healthKey] else { return nil }
            if entry.pausedUntil > now { return entry.pausedUntil }
            guard let admission = entry.breaker?.admit(at: now) else { return nil }
            state.entries[endpoint.healthKey] = entry
            if case .closed(let until) = admission { return until }
            return nil
        }
    }

    /// An attempt is over.
    ///
    /// - Parameters:
    ///   - failure: What went wrong; `nil`: it answered.
    ///   - isAboutModel: Whether the outcome says anything of the model.
    func note(
        _ failure: ModelFailure?, isAboutModel: Bool, of endpoint: Endpoint, rule: BreakerRule, at now: Duration
    ) {
        state.withLock { state in
            // What was always well needs no entry.
            if state.entries[endpoint.healthKey] == nil, failure == nil || !isAboutModel && failure?.retryAfter == nil { return }
            var entry = state.entries[endpoint.healthKey] ?? Entry(breaker: CircuitBreaker(rule))
            if let asked = failure?.retryAfter {
                // A little later than asked, so that not everybody comes back at one moment.
                let later = state.random.duration(upTo: min(asked / 10, .milliseconds(250)))
                entry.pausedUntil = max(entry.pausedUntil, now + asked + later)
            }
            if !isAboutModel {
                entry.breaker?.abstained(at: now)
            } else if failure == nil {
                entry.breaker?.succeeded(at: now)
            } else {
                entry.breaker?.failed(at: now, random: &state.random)
            }
            state.entries[endpoint.healthKey] = entry
        }
    }
}

extension ModelFailure {
    /// Whether the failure says something of the model's health: never a rate limit, nor a fault of the request, its size or its key.
    var isAboutModel: Bool {
        switch scope {
        case .request, .capability, .credential: false
        case .model, .provider: kind != .rateLimited && kind != .deadline && kind != .closed
        }
    }
}
