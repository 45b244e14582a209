import Synchronization
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutePlanning
import WaybillRoutes

/// What all calls of a router sent where, as far as prompts are kept there.
final class CacheBook: Sendable {
    private let memory = Mutex(CacheMemory())

    /// How many segments of a prompt are kept in each of these scopes.
    func keptSegments(of prompt: FingerprintedPrompt, in scopes: [CacheScope], by rules: CacheRules, at now: Duration) -> [Int] {
        memory.withLock { memory in
            scopes.map { memory.keptSegments(of: prompt, in: $0, by: rules, at: now) }
        }
    }

    /// A prompt is kept.
    func note(_ prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, at now: Duration) {
        memory.withLock { $0.note(prompt, in: scope, by: rules, at: now) }
    }
}

extension CallContext {
    /// What the planner may know of the prompt caches of a route's candidates.
    ///
    /// - Parameter parameters: With what each would be sent the request.
    func cacheSnapshot(
        of prompt: FingerprintedPrompt, _ request: PreparedRequest, for entry: RouteEntry, _ parameters: [ModelName: GenerationParameters],
        at now: Duration
    ) -> CacheSnapshot {
        var keys: [ModelName: [CacheSnapshot.Key]] = [:]
        for endpoint in entry.endpoints {
            guard let rules = endpoint.cache, let parameters = parameters[endpoint.name] else { continue }
            let scopes = endpoint.ways.map { CacheScope($0.cache, parameters, salt: rules.salt(for: request)) }
            let kept = caches.keptSegments(of: prompt, in: scopes, by: rules, at: now)
            let prefix = prompt.home(by: rules) ?? request.requestKey
            keys[endpoint.name] = zip(endpoint.ways, kept)
                .map { way, kept in
                    // A single key is used whatever is known of it.
                    guard endpoint.ways.count > 1 else { return CacheSnapshot.Key(keptSegments: kept) }
                    return CacheSnapshot.Key(
                        keptSegments: kept, weight: way.cache.weight(for: prefix), isClosed: health.obstacle(of: way, at: now) != nil)
                }
        }
        return CacheSnapshot(of: prompt, keys: keys)
    }
}

extension CacheRules {
    /// The salt that a request has.
    fileprivate func salt(for request: PreparedRequest) -> String? { salt == .user ? request.safetyIdentifier : nil }
}

extension FingerprintedPrompt {
    /// What requests of this prefix are kept together by; `nil` where the stable part is surely too short to be read from a cache.
    fileprivate func home(by rules: CacheRules) -> UInt64? {
        // No token has less than a byte.
        let bytes = segments.prefix(stableSegments).reduce(0) { $0 + $1.byteCount }
        return bytes >= max(1, rules.minimum) ? stable.spread : nil
    }
}

extension PreparedCall {
    /// The answer to an attempt began, so that its prompt is kept.
    func notePrompt(at model: ModelName, by way: Way) {
        guard let prompt, let rules = endpoint(of: model).cache, let candidate = plan.candidates.first(where: { $0.model == model }) else {
            return
        }
        context.caches.note(prompt, in: scope(of: candidate, by: way, rules), by: rules, at: context.time.now)
    }

    /// What the request is kept by at a candidate.
    func scope(of candidate: PlannedCandidate, by way: Way, _ rules: CacheRules) -> CacheScope {
        CacheScope(way.cache, candidate.parameters, salt: rules.salt(for: request))
    }
}
