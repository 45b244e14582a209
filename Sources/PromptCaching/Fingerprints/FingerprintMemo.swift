import Synchronization
import WaybillTokenCounting

/// Remembers fingerprints, so that a conversation that grew by one turn costs the hashing of that turn.
///
/// It keeps no texts. It holds at most 8 192 fingerprints, in about 1 MB; those not asked for are forgotten first. Any thread may use it: its lock is
/// held to look up and to put, never to hash.
public final class FingerprintMemo: Sendable {
    /// How many fingerprints a generation has; when the young one is full it becomes the old one.
    static let generationSize = 4_096

    private struct State {
        var young: [TextFingerprint: PromptFingerprint] = [:]
        var old: [TextFingerprint: PromptFingerprint] = [:]
        var hashedBytes = 0

        mutating func put(_ fingerprint: PromptFingerprint, for key: TextFingerprint) {
            if young.count >= generationSize { (old, young) = (young, [:]) }
            young[key] = fingerprint
        }
    }

    private let keys = Fingerprinter.Keys()
    private let state = Mutex(State())

    /// Creates an empty memo.
    public init() {}

    /// How many fingerprints it holds.
    var count: Int { state.withLock { $0.young.count + $0.old.count } }

    /// How many bytes were hashed, since they were not remembered.
    public var hashedBytes: Int { state.withLock { $0.hashedBytes } }

    /// The fingerprint of a prompt that goes on from `start` with these bytes: remembered, or what `hash` says.
    func fingerprint(from start: PromptFingerprint, _ bytes: [UInt8], hash: () -> PromptFingerprint) -> PromptFingerprint {
        var key = Fingerprinter(keys, kind: start.spread)
        key.add(bytes)
        if let known = find(key.fingerprint) { return known }
        let fresh = hash()
        state.withLock { state in
            state.hashedBytes += bytes.count
            state.put(fresh, for: key.fingerprint)
        }
        return fresh
    }

    private func find(_ key: TextFingerprint) -> PromptFingerprint? {
        state.withLock { state in
            if let known = state.young[key] { return known }
            guard let known = state.old[key] else { return nil }
            state.put(known, for: key)
            return known
        }
    }
}
