/// What two bytes merge into, and how soon each of them might merge with something else instead.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to.
struct BytePairTable {
    /// For each pair of bytes, the first byte being the higher part of the index.
    private let entries: UnsafeMutablePointer<Entry>

    /// What is known of two bytes, each a rank in 20 bits; all ones is never.
    struct Entry {
        fileprivate var bits: UInt64

        static let never: UInt32 = 0xf_ffff
        static let nothing = Entry(bits: .max)

        /// The token that the two merge into.
        @inline(__always)
        var merged: UInt32 { UInt32(truncatingIfNeeded: bits) & Self.never }

        /// The first merge of something that ends with the first byte and the second byte alone.
        @inline(__always)
        var secondTaken: UInt32 { UInt32(truncatingIfNeeded: bits &>> 20) & Self.never }

        /// The first merge of the first byte alone and something that begins with the second byte.
        @inline(__always)
        var firstTaken: UInt32 { UInt32(truncatingIfNeeded: bits &>> 40) & Self.never }
    }

    init(_ tokens: TokenTable, merges: [TokenPair]) {
        entries = .allocate(capacity: 1 << 16)
        entries.initialize(repeating: .nothing, count: 1 << 16)
        // Tokens that something could be merged with earlier than they are merged themselves: to merge them at once would let that happen
        // sooner than it does.
        var late: Set<UInt32> = []
        for index in merges.indices {
            let later = max(merges[index].left, merges[index].right)
            if later > UInt32(256 + index) { late.insert(later) }
        }
        // Later merges first, so that the earliest stays.
        for index in merges.indices.reversed() {
            let (token, pair) = (UInt64(256 + index), merges[index])
            let left = tokens[pair.left]
            let right = tokens[pair.right]
            let entry = entries + Self.index(left[left.count - 1], right[0])
            if right.count == 1 { entry.pointee.bits = entry.pointee.bits & ~(0xf_ffff << 20) | token << 20 }
            if left.count == 1 { entry.pointee.bits = entry.pointee.bits & ~(0xf_ffff << 40) | token << 40 }
            if left.count == 1, right.count == 1, !late.contains(UInt32(256 + index)) {
                entry.pointee.bits = entry.pointee.bits & ~0xf_ffff | token
            }
        }
    }

    func deallocate() { entries.deallocate() }

    @inline(__always)
    private static func index(_ first: UInt8, _ second: UInt8) -> Int { Int(first) &<< 8 | Int(second) }

    @inline(__always)
    subscript(first: UInt8, second: UInt8) -> Entry { entries[Self.index(first, second)] }
}
