/// Remembers the number of tokens of pieces of 16 to 62 bytes, in 3 MB: a new piece takes the place of an old one.
struct LongPieceMemo: ~Copyable {
    /// Slots for pieces of up to 30 bytes, then slots for longer ones.
    ///
    /// A slot holds a piece and, in its last two bytes, its length and count.
    private let memory: LazyMemory

    static let longestPiece = 62
    private static let small = Slots(size: 32, bits: 16, start: 0)
    private static let large = Slots(size: 64, bits: 14, start: 32 << 16)
    private static let memorySize = large.start + large.size << Int(large.bits)

    private struct Slots {
        let size: Int
        let bits: UInt64
        let start: Int
    }

    init() { memory = LazyMemory(size: Self.memorySize) }

    /// The slot for a piece.
    @inline(__always)
    func slot(_ piece: UnsafePointer<UInt8>, count: Int) -> Slot {
        let slots = count <= Self.small.size &- 2 ? Self.small : Self.large
        let index = Int(truncatingIfNeeded: piece.hash(count: count) &>> (64 &- slots.bits))
        let bytes = memory.base + (slots.start &+ index &* slots.size)
        return Slot(bytes: bytes.assumingMemoryBound(to: UInt8.self), size: slots.size)
    }

    /// Where a piece is remembered, if it is.
    struct Slot {
        fileprivate let bytes: UnsafeMutablePointer<UInt8>
        fileprivate let size: Int

        /// The piece's tokens; 0 if it is not remembered.
        @inline(__always)
        func tokens(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
            guard bytes[size &- 2] == UInt8(truncatingIfNeeded: count), piece.equals(bytes, count: count) else { return 0 }
            return Int(bytes[size &- 1])
        }

        /// Remembers the piece's tokens.
        @inline(__always)
        func remember(_ piece: UnsafePointer<UInt8>, count: Int, tokens: Int) {
            bytes.update(from: piece, count: count)
            bytes[size &- 2] = UInt8(truncatingIfNeeded: count)
            bytes[size &- 1] = UInt8(truncatingIfNeeded: tokens)
        }
    }
}
