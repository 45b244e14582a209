/// Encodes pieces of up to 62 bytes as byte-pair encoding is defined: merges the two neighbours that merge first, again and again.
///
/// Most of the first merges can be done all at once: two bytes that merge earlier than either could merge with anything on its other side
/// will merge, whatever else happens.
struct MergingEncoder: ~Copyable {
    private let pairs: PairTable
    private let bytePairs: BytePairTable
    /// The token of each byte.
    private let byteTokens: UnsafeMutablePointer<UInt32>
    /// The parts of the piece, from place 1 on, each at the place where it was first put.
    ///
    /// At both ends stands a ``boundary``.
    private let parts: UnsafeMutablePointer<UInt32>
    /// For each part its key: what it and the next one merge into, above six bits of its place.
    private let keys: UnsafeMutablePointer<UInt32>
    /// The places of each part's neighbours.
    private let next: UnsafeMutablePointer<UInt8>
    private let previous: UnsafeMutablePointer<UInt8>

    static let longestPiece = 62
    private static let room = 64

    /// A token that merges with none.
    private static let boundary = UInt32(TokenIndex.capacity - 1)
    /// The least key of parts that do not merge.
    private static let never = boundary << 6

    init(_ vocabulary: Vocabulary) {
        pairs = vocabulary.pairs
        bytePairs = vocabulary.bytePairs
        byteTokens = .zeroed(256)
        for token in 0..<UInt32(256) { byteTokens[Int(vocabulary.tokens[token][0])] = token }
        parts = .zeroed(Self.room)
        keys = .zeroed(Self.room)
        next = .zeroed(Self.room)
        previous = .zeroed(Self.room)
    }

    deinit {
        byteTokens.deallocate()
        parts.deallocate()
        keys.deallocate()
        next.deallocate()
        previous.deallocate()
    }

    /// The number of tokens of a piece of 1 to 62 bytes.
    mutating func count(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        let partCount = mergeBytes(piece, count: count)
        let end = partCount &+ 1
        parts[0] = Self.boundary
        parts[end] = Self.boundary
        keys[0] = Self.never
        next[0] = 1
        for place in 1...partCount {
            next[place] = UInt8(truncatingIfNeeded: place &+ 1)
            previous[place] = UInt8(truncatingIfNeeded: place &- 1)
            setKey(place, with: parts[place &+ 1])
        }
        previous[end] = UInt8(truncatingIfNeeded: partCount)
        let keyCount = (end &+ 15) & ~15
        for place in end..<keyCount { keys[place] = Self.never }
        var left = partCount
        while true {
            var first = leastKey(from: 0)
            var place = 16
            while place < keyCount {
                first = min(first, leastKey(from: place))
                place &+= 16
            }
            if first >= Self.never { return left }
            merge(at: Int(first & 63), into: first &>> 6)
            left &-= 1
        }
    }

    /// Gives the tokens that were found last.
    @inline(__always)
    func forEachToken(_ body: (UInt32) -> Void) {
        var place = Int(next[0])
        while parts[place] != Self.boundary {
            body(parts[place])
            place = Int(next[place])
        }
    }

    /// Makes the first parts, of one byte or two; returns their number.
    @inline(__always)
    private func mergeBytes(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        let last = count &- 1
        var before = BytePairTable.Entry.nothing
        var here = last > 0 ? bytePairs[piece[0], piece[1]] : .nothing
        var merges: UInt64 = 0
        for index in 0..<last {
            let after = index &+ 1 < last ? bytePairs[piece[index &+ 1], piece[index &+ 2]] : .nothing
            let isFirst = here.merged < min(before.secondTaken, after.firstTaken)
            merges |= (isFirst ? 1 : 0) &<< UInt64(truncatingIfNeeded: index)
            before = here
            here = after
        }
        var starts = ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1) & ~(merges &<< 1)
        var place = 0
        while starts != 0 {
            let index = starts.trailingZeroBitCount
            starts &= starts &- 1
            place &+= 1
            let isMerged = merges &>> UInt64(truncatingIfNeeded: index) & 1 != 0
            parts[place] = isMerged ? bytePairs[piece[index], piece[index &+ 1]].merged : byteTokens[Int(piece[index])]
        }
        return place
    }

    /// Makes one part of the part at `place` and the next one.
    @inline(__always)
    private func merge(at place: Int, into token: UInt32) {
        let right = Int(next[place])
        let after = Int(next[right])
        let before = Int(previous[place])
        parts[place] = token
        keys[right] = Self.never
        next[place] = UInt8(truncatingIfNeeded: after)
        previous[after] = UInt8(truncatingIfNeeded: place)
        setKey(place, with: parts[after])
        setKey(before, with: token)
    }

    /// Sets the key of the part at `place`, whose neighbour is `right`.
    ///
    /// At a boundary too: that it never merges is found without a branch.
    @inline(__always)
    private func setKey(_ place: Int, with right: UInt32) {
        keys[place] = (pairs.merged(parts[place], right) & Self.boundary) &<< 6 | UInt32(truncatingIfNeeded: place)
    }

    /// The least of sixteen keys.
    @inline(__always)
    private func leastKey(from place: Int) -> UInt32 {
        let keys = keys + place
        let a = min(min(keys[0], keys[1]), min(keys[2], keys[3]))
        let b = min(min(keys[4], keys[5]), min(keys[6], keys[7]))
        let c = min(min(keys[8], keys[9]), min(keys[10], keys[11]))
        let d = min(min(keys[12], keys[13]), min(keys[14], keys[15]))
        return min(min(a, b), min(c, d))
    }
}
