/// The merges of a tokenizer file, and byte-pair encoding by its definition: the earliest merge first, of equals the leftmost.
///
/// Too slow to encode texts with; it tells which merges ever happen.
struct MergeList {
    /// What each merge joins, and into which token; tokens are numbered as in the file's vocabulary.
    struct Merge {
        var left: UInt32
        var right: UInt32
        var result: UInt32
    }

    let merges: [Merge]
    /// For each pair, its place among the merges, in a hash table that is at most half full; all ones where none is.
    private var slots: [UInt32]
    /// The parts of the token that is looked at, and for each the merge of it and the next one.
    private var parts: [UInt32] = []
    private var ranks: [UInt32] = []

    /// Later than any merge.
    private static let never = UInt32.max

    /// Takes over merges in their order.
    ///
    /// - Throws: The place of a merge whose pair came before.
    init(_ merges: [Merge]) throws(DuplicateMerge) {
        self.merges = merges
        var size = 2
        while size < 2 * merges.count { size *= 2 }
        slots = [UInt32](repeating: Self.never, count: size)
        for (rank, merge) in merges.enumerated() {
            var slot = place(merge.left, merge.right)
            while slots[slot] != Self.never {
                let other = merges[Int(slots[slot])]
                if other.left == merge.left, other.right == merge.right { throw DuplicateMerge(place: rank) }
                slot = (slot + 1) & (slots.count - 1)
            }
            slots[slot] = UInt32(rank)
        }
    }

    struct DuplicateMerge: Error {
        let place: Int
    }

    private func place(_ left: UInt32, _ right: UInt32) -> Int {
        let hash = (UInt64(left) << 32 | UInt64(right)) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) >> 8) & (slots.count - 1)
    }

    private func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var slot = place(left, right)
        while slots[slot] != Self.never {
            let merge = merges[Int(slots[slot])]
            if merge.left == left, merge.right == right { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return Self.never
    }

    /// The place of the merge that makes one token of all these, which come last to be merged; `nil` if they do not become one.
    mutating func lastMerge(of tokens: some Sequence<UInt32>) -> Int? {
        parts.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        for token in tokens {
            if let last = parts.last { ranks.append(rank(last, token)) }
            parts.append(token)
        }
        var latest: Int?
        while parts.count > 1 {
            var (place, first) = (0, ranks[0])
            for index in 1..<max(ranks.count, 1) where ranks[index] < first { (place, first) = (index, ranks[index]) }
            guard first != Self.never else { return nil }
            parts[place] = merges[Int(first)].result
            parts.remove(at: place + 1)
            ranks.remove(at: place)
            if place > 0 { ranks[place - 1] = rank(parts[place - 1], parts[place]) }
            if place < ranks.count { ranks[place] = rank(parts[place], parts[place + 1]) }
            latest = Int(first)
        }
        return latest
    }
}
