public import WaybillRoutes

/// What was sent where, and when: by that, how much of a prompt is still kept there.
///
/// It keeps no text, only fingerprints: of prompts as far as each of their ends, with the moment at which that was last written or read. It
/// holds at most 32 768 of them, in about 4 MB; those not sent again for longest are forgotten first, some at a time. A value that reads no
/// clock: moments are given to it, all on one scale.
///
/// ## Usage
/// ```swift
/// var memory = CacheMemory()
/// memory.note(prompt, in: scope, by: rules, at: now)                              // its answer began
/// let shared = memory.keptEnds(of: next, in: scope, by: rules, at: later)         // of a prompt that goes on from it
/// ```
public struct CacheMemory: Sendable {
    /// How many prefixes a generation has.
    static let generationSize = 16_384

    private struct Key: Hashable {
        let scope: UInt64
        let prefix: PromptFingerprint

        /// A prompt up to one of its ends.
        init(_ scope: CacheScope, _ prompt: FingerprintedPrompt, _ end: Int) {
            self.scope = scope.number
            prefix = prompt.ends[end - 1].fingerprint
        }
    }

    private var moments = Recent<Key, Duration>(generationSize: generationSize)

    /// Creates an empty memory.
    public init() {}

    /// How many prefixes it holds, those that are in both generations counted twice.
    var count: Int { moments.count }

    /// Whether nothing was sent yet.
    public var isEmpty: Bool { moments.isEmpty }

    /// Notes that a prompt is kept: the answer to it began.
    ///
    /// What a model keeps by its rules counts as written now or, where that was kept already, as read now.
    ///
    /// - Parameter isMarked: Whether a breakpoint is set at the end of its stable part, where the rules know of any.
    public mutating func note(
        _ prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, isMarked: Bool = true, at now: Duration
    ) {
        let boundaries = CacheBoundaries(of: prompt, by: rules, isMarked: isMarked)
        let read = keptEnds(of: prompt, boundaries, in: scope, by: rules, at: now)
        for end in boundaries.kept { put(Key(scope, prompt, end), by: rules, at: now) }
        // Whatever is kept within what is read is used too, also where this prompt is not kept.
        guard rules.takesBreakpoints else { return }
        for end in boundaries.readable where end <= read {
            let key = Key(scope, prompt, end)
            if let used = moments[key], isLive(used, by: rules, at: now) { put(key, by: rules, at: now) }
        }
    }

    /// How many ends of a prompt, from the first, are kept and can be read now.
    ///
    /// - Parameter isMarked: Whether a breakpoint is set at the end of its stable part, where the rules know of any.
    public func keptEnds(
        of prompt: FingerprintedPrompt, in scope: CacheScope, by rules: CacheRules, isMarked: Bool = true, at now: Duration
    ) -> Int {
        isEmpty ? 0 : keptEnds(of: prompt, CacheBoundaries(of: prompt, by: rules, isMarked: isMarked), in: scope, by: rules, at: now)
    }

    private func keptEnds(
        of prompt: FingerprintedPrompt, _ boundaries: CacheBoundaries, in scope: CacheScope, by rules: CacheRules, at now: Duration
    ) -> Int {
        func isKept(_ end: Int) -> Bool { moments[Key(scope, prompt, end)].map { isLive($0, by: rules, at: now) } ?? false }
        // What is kept in steps hangs on all that is before it; what ends at a breakpoint stands for itself.
        return rules.takesBreakpoints
            ? boundaries.readable.last(where: isKept) ?? 0 : boundaries.readable.prefix(while: isKept).last ?? 0
    }

    private func isLive(_ used: Duration, by rules: CacheRules, at now: Duration) -> Bool {
        rules.lifetime.map { now - used < $0 } ?? true
    }

    private mutating func put(_ key: Key, by rules: CacheRules, at now: Duration) {
        var moment = now
        if !rules.renews, let written = moments[key], isLive(written, by: rules, at: now) { moment = written }
        moments.put(moment, for: key)
    }
}
