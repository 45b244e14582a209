/// Which two tokens merge, into which, and so whether two tokens can stand side by side.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to.
struct PairTable {
    /// What "these do not merge" is: later than any merge.
    static let never = TokenIndex.none

    /// What each token is merged from; a single byte is twice itself.
    private let halves: UnsafePointer<TokenPair>
    /// A hash table of buckets of two slots.
    ///
    /// A slot holds, from its lowest bit, 20 bits of the merged token and 41 of the pair; the highest bit of a bucket's first slot tells
    /// that the search goes on in the next bucket. An empty slot is zero.
    private let slots: UnsafeMutablePointer<UInt64>
    private let bucketCount: UInt64

    private static let overflow: UInt64 = 1 << 63

    init(merges: [TokenPair]) {
        let halves = UnsafeMutablePointer<TokenPair>.zeroed(256 + merges.count)
        for token in 0..<256 { halves[token] = TokenPair(left: UInt32(token), right: UInt32(token)) }
        bucketCount = UInt64(merges.count + 1)
        slots = .zeroed(2 * Int(bucketCount))
        // By rank, so that the merges that happen most are found first.
        for index in merges.indices { halves[256 + index] = merges[index] }
        self.halves = UnsafePointer(halves)
        for index in merges.indices { insert(merges[index].packed << 20 | UInt64(256 + index), merges[index]) }
    }

    private func insert(_ entry: UInt64, _ pair: TokenPair) {
        var bucket = firstBucket(pair)
        while slots[2 * bucket + 1] != 0 {
            slots[2 * bucket] |= Self.overflow
            bucket = self.bucket(after: bucket)
        }
        slots[slots[2 * bucket] == 0 ? 2 * bucket : 2 * bucket + 1] = entry
    }

    @inline(__always)
    private func firstBucket(_ pair: TokenPair) -> Int {
        Int(truncatingIfNeeded: (pair.hash &>> 32 &* bucketCount) &>> 32)
    }

    @inline(__always)
    private func bucket(after bucket: Int) -> Int {
        bucket &+ 1 == Int(truncatingIfNeeded: bucketCount) ? 0 : bucket &+ 1
    }

    func deallocate() {
        halves.deallocate()
        slots.deallocate()
    }

    /// What a token is merged from; a single byte is twice itself.
    func halves(of token: UInt32) -> TokenPair { halves[Int(token)] }

    /// The token that two tokens merge into, or ``never``.
    @inline(__always)
    func merged(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let pair = TokenPair(left: left, right: right)
        let wanted = pair.packed
        var bucket = firstBucket(pair)
        while true {
            // Without a branch for each slot: whether two tokens merge cannot be foreseen.
            let (first, second) = (slots[2 &* bucket], slots[2 &* bucket &+ 1])
            var found = Self.never
            found = (first & ~Self.overflow) &>> 20 == wanted ? UInt32(truncatingIfNeeded: first & 0xf_ffff) : found
            found = second &>> 20 == wanted ? UInt32(truncatingIfNeeded: second & 0xf_ffff) : found
            if first & Self.overflow == 0 || found != Self.never { return found }
            bucket = self.bucket(after: bucket)
        }
    }

    /// Whether the tokens can stand side by side in an encoding: whether their bytes together encode to just these two.
    ///
    /// Undoes the merges along the edge between them, latest first. If at any time the parts that meet there would have merged before the
    /// merge undone last, they did, and the two tokens never met.
    func canMeet(_ left: UInt32, _ right: UInt32) -> Bool {
        var (left, right) = (left, right)
        var latest = Self.never
        while true {
            if merged(left, right) < latest { return false }
            // Of two of the same rank the left one was merged first, so the right one is undone first.
            if left > right {
                latest = left
                left = halves[Int(latest)].right
                if left == latest {
                    latest = right &+ 1
                    right = halves[Int(right)].left
                    if right &+ 1 == latest { return true }
                }
            } else {
                latest = right &+ 1
                right = halves[Int(right)].left
                if right &+ 1 == latest {
                    latest = left
                    left = halves[Int(latest)].right
                    if left == latest { return true }
                }
            }
        }
    }
}
