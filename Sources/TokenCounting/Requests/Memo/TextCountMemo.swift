import Synchronization

/// Remembers how many tokens texts have, so that a conversation that grew by one message costs the counting of that message.
///
/// It keeps fingerprints, never texts. It takes at most 512 KB, for 16 384 texts, in shards that take their share when they are first used;
/// a new text pushes out an older one. Any thread may use it: a shard's lock is held to look up and to put, never to count.
public final class TextCountMemo: Sendable {
    private final class Shard: Sendable {
        let counts = Mutex(TextCountShard())
    }

    private let shards = (0..<16).map { _ in Shard() }
    private let keys = Fingerprinter.Keys()

    /// Creates an empty memo.
    public init() {}

    /// Begins the fingerprint of one or several texts.
    func fingerprint(kind: UInt64) -> Fingerprinter { Fingerprinter(keys, kind: kind) }

    /// The remembered count, or what `measure` says, which is then remembered.
    func count(_ fingerprint: TextFingerprint, measure: () -> TokenEstimate) -> TokenEstimate {
        let shard = shards[Int(truncatingIfNeeded: fingerprint.high & 15)]
        if let known = shard.counts.withLock({ $0.find(fingerprint) }) { return known }
        let measured = measure()
        shard.counts.withLock { $0.put(fingerprint, measured) }
        return measured
    }
}
