public import WaybillRoutes

/// How often prompts were sent lately: by that, over how many keys a prefix is spread, and which of a provider's machines a request comes to.
///
/// It keeps no text. It holds at most 2 048 prefixes and 256 keys in about 4 MB; those not sent for longest are forgotten first. A value that
/// reads no clock: moments are given to it, all on one scale.
///
/// ## Usage
/// ```swift
/// var traffic = CacheTraffic()
/// let rate = traffic.rate(of: prompt.stable, at: place, now: now)             // decides over its keys
/// let machine = traffic.machine(for: prompt, in: scope, by: rules, now: now)  // 0, unless its key has too many
/// traffic.note(prompt, at: place, in: scope, by: rules, now: now)             // it was sent
/// ```
public struct CacheTraffic: Sendable {
    private struct Prefix: Hashable {
        let place: UInt64
        let stable: PromptFingerprint
    }

    /// What requests are brought to a machine by: beside their key, what their prompts begin with.
    private struct Key: Hashable {
        let scope: UInt64
        let beginning: PromptFingerprint

        init(_ scope: CacheScope, _ prompt: FingerprintedPrompt) {
            self.scope = scope.number
            beginning = prompt.ends.first?.fingerprint ?? .empty
        }
    }

    /// A request that was sent.
    private struct Send {
        let moment: Duration
        let machine: Int
    }

    /// How long a request counts.
    private static let minute = Duration.seconds(60)
    /// Of one key no more are remembered.
    private static let mostSends = 512

    private var rates = Recent<Prefix, PrefixRate>(generationSize: 1_024)
    private var sends = Recent<Key, [Send]>(generationSize: 128)

    /// Creates an empty one.
    public init() {}

    /// How many requests with a stable part are sent to a place a minute.
    ///
    /// A rate that was higher is held for some time, as prefixes that are taken from one key and given back lose their cache each time.
    public func rate(of stable: PromptFingerprint, at place: CachePlace, now: Duration) -> Double {
        rates[Prefix(place: place.number, stable: stable)]?.value(at: now) ?? 0
    }

    /// Which of a provider's machines a request comes to: the first that did not take as many in the last minute as a key is good for.
    public func machine(for prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, now: Duration) -> Int {
        guard let most = rules.requestsPerKey else { return 0 }
        return machine(after: recentSends(of: Key(scope, prompt), now), takingEach: most)
    }

    /// A request was sent.
    ///
    /// - Returns: Which machine it came to.
    public mutating func note(
        _ prompt: FingerprintedPrompt, at place: CachePlace, in scope: CacheScope, by rules: CacheRules, now: Duration
    ) -> Int {
        guard let most = rules.requestsPerKey else { return 0 }
        let prefix = Prefix(place: place.number, stable: prompt.stable)
        var rate = rates[prefix] ?? PrefixRate()
        rate.note(at: now)
        rates.put(rate, for: prefix)
        let key = Key(scope, prompt)
        var recent = recentSends(of: key, now)
        let machine = machine(after: recent, takingEach: most)
        if recent.count >= Self.mostSends { recent.removeFirst() }
        recent.append(Send(moment: now, machine: machine))
        sends.put(recent, for: key)
        return machine
    }

    private func recentSends(of key: Key, _ now: Duration) -> [Send] { (sends[key] ?? []).filter { now - $0.moment < Self.minute } }

    private func machine(after recent: [Send], takingEach most: Int) -> Int {
        var taken: [Int: Int] = [:]
        for send in recent { taken[send.machine, default: 0] += 1 }
        var machine = 0
        while taken[machine, default: 0] >= most { machine += 1 }
        return machine
    }
}
