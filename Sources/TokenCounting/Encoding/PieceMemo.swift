/// Remembers the number of tokens of pieces of up to 15 bytes, in 4 MB: a new piece takes the place of an old one.
struct PieceMemo: ~Copyable {
    /// Buckets of two slots.
    ///
    /// A slot holds 15 bytes of a piece, then in one byte its length and, lower, its count. An empty slot is zero.
    private let memory: LazyMemory
    /// Sixteen bytes of ones and as many of zeros: from the right place on, a mask for any number of bytes.
    private let mask: UnsafeMutablePointer<UInt64>

    static let longestPiece = 15
    private static let bucketSize = 32
    private static let bucketBits: UInt64 = 17
    private static let countMask: UInt64 = 15 << 56

    init() {
        memory = LazyMemory(size: Self.bucketSize << Int(Self.bucketBits))
        mask = .zeroed(4)
        mask[0] = .max
        mask[1] = .max
    }

    deinit { mask.deallocate() }

    /// A piece in the form of a slot without its count.
    ///
    /// Sixteen bytes are read, whatever the piece's length.
    @inline(__always)
    func key(_ piece: UnsafePointer<UInt8>, count: Int) -> ByteKey {
        let piece = UnsafeRawPointer(piece)
        let mask = UnsafeRawPointer(mask) + (ByteKey.size &- count)
        let low = piece.loadUnaligned(as: UInt64.self) & mask.loadUnaligned(as: UInt64.self)
        let high = (piece + 8).loadUnaligned(as: UInt64.self) & (mask + 8).loadUnaligned(as: UInt64.self)
        return ByteKey(low: UInt64(littleEndian: low), high: UInt64(littleEndian: high) | UInt64(truncatingIfNeeded: count) &<< 60)
    }

    /// The bytes alone of a key.
    @inline(__always)
    static func bytes(_ key: ByteKey) -> ByteKey { ByteKey(low: key.low, high: key.high & (1 << 56 - 1)) }

    /// The bucket of a piece with this key.
    @inline(__always)
    func bucket(_ key: ByteKey) -> Bucket {
        let index = Int(truncatingIfNeeded: key.hash &>> (64 - Self.bucketBits))
        return Bucket(slots: (memory.base + index &* Self.bucketSize).assumingMemoryBound(to: UInt64.self))
    }

    /// Where a piece is remembered, if it is.
    struct Bucket {
        fileprivate let slots: UnsafeMutablePointer<UInt64>

        /// The piece's tokens; 0 if it is not remembered.
        @inline(__always)
        func tokens(_ key: ByteKey) -> Int {
            // Without a branch for each slot, since it cannot be foreseen which one it is.
            let first = slots[1] ^ key.high
            let second = slots[3] ^ key.high
            let isFirst = (slots[0] ^ key.low) | (first & ~PieceMemo.countMask) == 0
            let isSecond = (slots[2] ^ key.low) | (second & ~PieceMemo.countMask) == 0
            return Int(truncatingIfNeeded: (isFirst ? first : isSecond ? second : 0) &>> 56)
        }

        /// Remembers the piece's tokens, which are 1 to 15.
        @inline(__always)
        func remember(_ key: ByteKey, tokens: Int) {
            slots[2] = slots[0]
            slots[3] = slots[1]
            slots[0] = key.low
            slots[1] = key.high | UInt64(truncatingIfNeeded: tokens) &<< 56
        }
    }
}
