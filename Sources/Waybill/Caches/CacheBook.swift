import Synchronization
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

/// What all calls of a router sent where, as far as prompts are kept there.
final class CacheBook: Sendable {
    private struct State {
        var memory = CacheMemory()
        var traffic = CacheTraffic()
    }

    private let state = Mutex(State())

    /// How many ends of a prompt are kept where it could be sent now.
    func keptEnds(of prompt: FingerprintedPrompt, at targets: [CacheTarget], now: Duration) -> [Int] {
        state.withLock { state in
            targets.map { target in
                let machine = state.traffic.machine(for: prompt, in: target.scope, by: target.rules, now: now)
                return state.memory.keptEnds(
                    of: prompt, in: target.scope.on(machine: machine), by: target.rules, isMarked: target.isMarked, at: now)
            }
        }
    }

    /// How many requests with a prompt's stable part go to the busiest of some places a minute.
    func rate(of prompt: FingerprintedPrompt, at places: some Sequence<CachePlace>, now: Duration) -> Double {
        state.withLock { state in places.map { state.traffic.rate(of: prompt.stable, at: $0, now: now) }.max() ?? 0 }
    }

    /// A prompt was sent.
    ///
    /// - Returns: Where it is kept once its answer began: which of the provider's machines it came to is certain now.
    func sent(_ prompt: FingerprintedPrompt, to target: CacheTarget, at now: Duration) -> CacheTarget {
        state.withLock { state in
            let machine = state.traffic.note(prompt, at: target.place, in: target.scope, by: target.rules, now: now)
            var reached = target
            reached.scope = target.scope.on(machine: machine)
            return reached
        }
    }

    /// The answer to a prompt began, so that it is kept.
    func keep(_ prompt: FingerprintedPrompt, at target: CacheTarget, now: Duration) {
        state.withLock { $0.memory.note(prompt, in: target.scope, by: target.rules, isMarked: target.isMarked, at: now) }
    }
}

/// Where a prompt is sent, and how it is kept there.
struct CacheTarget: Sendable {
    /// Whose cache it is.
    let place: CachePlace
    /// What it is kept by there.
    var scope: CacheScope
    /// The rules that hold for it.
    let rules: CacheRules
    /// Whether a breakpoint is set at the end of its stable part.
    let isMarked: Bool

    /// A request that goes by a way to a model with these rules and asks this of its cache in the end.
    init(_ way: Way, _ rules: CacheRules, _ parameters: GenerationParameters, _ sent: CacheSteering) {
        place = way.cache
        scope = CacheScope(place, parameters, key: sent.key, salt: sent.salt)
        self.rules = rules.steered(by: sent)
        isMarked = sent.marksStablePart
    }
}
