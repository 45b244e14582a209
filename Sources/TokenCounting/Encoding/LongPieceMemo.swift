/// Remembers the number of tokens of pieces of 16 to 62 bytes, in 6 MB: a new piece takes the place of an old one.
struct LongPieceMemo: ~Copyable {
    /// Buckets of two slots: first those for pieces of up to 30 bytes, then those for longer ones.
    ///
    /// A slot holds a piece and, in its last two bytes, its length and count.
    private let memory: LazyMemory

    static let longestPiece = 62
    private static let small = Buckets(slotSize: 32, bits: 16, start: 0)
    private static let large = Buckets(slotSize: 64, bits: 14, start: small.end)

    private struct Buckets {
        let slotSize: Int
        let bits: UInt64
        let start: Int

        var end: Int { start + 2 * slotSize << Int(bits) }
    }

    init() { memory = LazyMemory(size: Self.large.end) }

    /// The bucket of a piece.
    @inline(__always)
    func bucket(_ piece: UnsafePointer<UInt8>, count: Int) -> Bucket {
        let buckets = count <= Self.small.slotSize &- 2 ? Self.small : Self.large
        let index = Int(truncatingIfNeeded: piece.hash(count: count) &>> (64 &- buckets.bits))
        let first = memory.base + (buckets.start &+ index &* 2 &* buckets.slotSize)
        return Bucket(first: first.assumingMemoryBound(to: UInt8.self), slotSize: buckets.slotSize)
    }

    /// Where a piece is remembered, if it is.
    struct Bucket {
        fileprivate let first: UnsafeMutablePointer<UInt8>
        fileprivate let slotSize: Int

        /// The piece's tokens; 0 if it is not remembered.
        @inline(__always)
        func tokens(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
            let known = tokens(piece, count: count, in: first)
            return known > 0 ? known : tokens(piece, count: count, in: first + slotSize)
        }

        @inline(__always)
        private func tokens(_ piece: UnsafePointer<UInt8>, count: Int, in slot: UnsafeMutablePointer<UInt8>) -> Int {
            guard slot[slotSize &- 2] == UInt8(truncatingIfNeeded: count), piece.equals(slot, count: count) else { return 0 }
            return Int(slot[slotSize &- 1])
        }

        /// Remembers the piece's tokens.
        @inline(__always)
        func remember(_ piece: UnsafePointer<UInt8>, count: Int, tokens: Int) {
            (first + slotSize).update(from: first, count: slotSize)
            first.update(from: piece, count: count)
            first[slotSize &- 2] = UInt8(truncatingIfNeeded: count)
            first[slotSize &- 1] = UInt8(truncatingIfNeeded: tokens)
        }
    }
}
