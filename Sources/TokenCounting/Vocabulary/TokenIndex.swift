/// A hash table of tokens that holds no keys: it names a candidate, and the caller knows what that one stands for.
///
/// Four bytes for each token, in buckets of four. Small, because nearly all the time of encoding goes into waiting for memory.
struct TokenIndex {
    /// What "no such token" is.
    static let none = UInt32.max
    /// The largest number of tokens.
    static let capacity = 1 << 20

    /// A slot holds 20 bits of a token and above them 11 of its hash, the lowest of which is 1; an empty one is zero.
    ///
    /// The highest bit of a bucket's first slot tells that the search goes on in the next bucket.
    private let slots: UnsafeMutablePointer<UInt32>
    private let bucketCount: UInt64

    private static let tokenMask: UInt32 = 0x000f_ffff
    private static let hashMask: UInt32 = 0x7ff0_0000
    private static let overflow: UInt32 = 0x8000_0000

    /// Makes room for `count` tokens.
    init(count: Int) {
        precondition(count <= Self.capacity, "too many tokens")
        let bucketCount = count * 2 / 5 + 1
        self.bucketCount = UInt64(bucketCount)
        slots = .zeroed(4 * bucketCount)
    }

    func deallocate() { slots.deallocate() }

    @inline(__always)
    private func firstBucket(_ hash: UInt64) -> Int {
        4 &* Int(truncatingIfNeeded: ((hash &>> 32) &* bucketCount) &>> 32)
    }

    @inline(__always)
    private func bucket(after bucket: Int) -> Int {
        bucket &+ 4 == 4 &* Int(truncatingIfNeeded: bucketCount) ? 0 : bucket &+ 4
    }

    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) & hashMask | 0x0010_0000 }

    /// Adds a token whose hash, best in its higher half, is not that of another key.
    ///
    /// Earlier ones are found faster.
    func insert(_ token: UInt32, hash: UInt64) {
        var bucket = firstBucket(hash)
        while slots[bucket + 3] != 0 {
            slots[bucket] |= Self.overflow
            bucket = self.bucket(after: bucket)
        }
        var slot = bucket
        while slots[slot] != 0 { slot += 1 }
        slots[slot] = token | Self.tag(hash)
    }

    /// The token with this hash that `fits`, or ``none``.
    ///
    /// `fits` may be asked of any token.
    @inline(__always)
    func token(hash: UInt64, fits: (UInt32) -> Bool) -> UInt32 {
        let tag = Self.tag(hash)
        var bucket = firstBucket(hash)
        while true {
            // No branch for each slot, and none for whether there is a candidate: neither can be foreseen.
            let (a, b, c, d) = (slots[bucket], slots[bucket &+ 1], slots[bucket &+ 2], slots[bucket &+ 3])
            var candidate = Self.none
            candidate = (d ^ tag) & Self.hashMask == 0 ? d & Self.tokenMask : candidate
            candidate = (c ^ tag) & Self.hashMask == 0 ? c & Self.tokenMask : candidate
            candidate = (b ^ tag) & Self.hashMask == 0 ? b & Self.tokenMask : candidate
            candidate = (a ^ tag) & Self.hashMask == 0 ? a & Self.tokenMask : candidate
            let isNone = candidate == Self.none
            let fit = fits(isNone ? 0 : candidate)
            if (isNone && a & Self.overflow == 0) || (fit && !isNone) { return candidate }
            if !isNone {
                for index in bucket..<bucket &+ 4 where (slots[index] ^ tag) & Self.hashMask == 0 {
                    if fits(slots[index] & Self.tokenMask) { return slots[index] & Self.tokenMask }
                }
                if a & Self.overflow == 0 { return Self.none }
            }
            bucket = self.bucket(after: bucket)
        }
    }
}
