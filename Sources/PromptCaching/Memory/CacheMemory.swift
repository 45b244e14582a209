public import WaybillRoutes

/// What was sent where, and when: by that, how much of a prompt is still kept there.
///
/// It keeps no text, only fingerprints: of prompts as far as each of their segments, with the moment at which that was last written or read. It
/// holds at most 32 768 of them, in about 4 MB; those not sent again for longest are forgotten first, some at a time. A value that reads no
/// clock: moments are given to it, all on one scale.
///
/// ## Usage
/// ```swift
/// var memory = CacheMemory()
/// memory.note(prompt, in: scope, by: rules, at: now)                              // its answer began
/// let shared = memory.keptSegments(of: next, in: scope, by: rules, at: later)     // of a prompt that goes on from it
/// ```
public struct CacheMemory: Sendable {
    /// How many prefixes a generation has; when the young one is full it becomes the old one.
    static let generationSize = 16_384

    private struct Key: Hashable {
        let scope: UInt64
        let prefix: PromptFingerprint
    }

    private var young: [Key: Duration] = [:]
    private var old: [Key: Duration] = [:]

    /// Creates an empty memory.
    public init() {}

    /// How many prefixes it holds, those that are in both generations counted twice.
    var count: Int { young.count + old.count }

    /// Whether nothing was sent yet.
    public var isEmpty: Bool { young.isEmpty && old.isEmpty }

    /// Notes that a prompt is kept: the answer to it began.
    ///
    /// What a model keeps by its rules counts as written now or, where that was kept already, as read now.
    public mutating func note(_ prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, at now: Duration) {
        let boundaries = CacheBoundaries(of: prompt, by: rules)
        let read = keptSegments(of: prompt, boundaries, in: scope, by: rules, at: now)
        for end in boundaries.kept {
            put(Key(scope: scope.number, prefix: prompt.fingerprint(ofFirst: end)), by: rules, at: now)
        }
        // Whatever is kept within what is read is used too, also where this prompt is not kept.
        guard rules.takesBreakpoints else { return }
        for end in boundaries.readable where end <= read {
            let key = Key(scope: scope.number, prefix: prompt.fingerprint(ofFirst: end))
            if let used = find(key), isLive(used, by: rules, at: now) { put(key, by: rules, at: now) }
        }
    }

    /// How many segments of a prompt, from the first, are kept and can be read now.
    public func keptSegments(of prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, at now: Duration) -> Int {
        isEmpty ? 0 : keptSegments(of: prompt, CacheBoundaries(of: prompt, by: rules), in: scope, by: rules, at: now)
    }

    private func keptSegments(
        of prompt: FingerprintedPrompt, _ boundaries: CacheBoundaries, in scope: CacheScope, by rules: CacheRules, at now: Duration
    ) -> Int {
        func isKept(_ end: Int) -> Bool {
            guard let used = find(Key(scope: scope.number, prefix: prompt.fingerprint(ofFirst: end))) else { return false }
            return isLive(used, by: rules, at: now)
        }
        // What is kept in steps hangs on all that is before it; what ends at a breakpoint stands for itself.
        return rules.takesBreakpoints
            ? boundaries.readable.last(where: isKept) ?? 0 : boundaries.readable.prefix(while: isKept).last ?? 0
    }

    private func find(_ key: Key) -> Duration? { young[key] ?? old[key] }

    private func isLive(_ used: Duration, by rules: CacheRules, at now: Duration) -> Bool {
        rules.lifetime.map { now - used < $0 } ?? true
    }

    private mutating func put(_ key: Key, by rules: CacheRules, at now: Duration) {
        var used = now
        if !rules.renews, let written = find(key), isLive(written, by: rules, at: now) { used = written }
        if young.count >= Self.generationSize, young[key] == nil { (old, young) = (young, [:]) }
        young[key] = used
    }
}
