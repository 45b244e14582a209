/// Encodes pieces of any length, in a time that grows with the length alone.
///
/// An encoding is what byte-pair encoding gives if and only if every two neighbours in it can meet (``PairTable/canMeet(_:_:)``), and every
/// text has exactly one such. So this takes the longest token that can meet the one before, again and again, and goes back where none can.
/// A position that it went back from is not tried again.
struct BacktrackingEncoder: ~Copyable {
    private let tokens: TokenTable
    private let pairs: PairTable
    private let prefixes: PrefixTable
    /// The tokens so far; after ``count(_:count:readable:)``, those of the piece.
    private(set) var found: UnsafeMutablePointer<UInt32>
    /// A bit for each position of the piece from which no encoding goes on.
    private var deadEnds: UnsafeMutablePointer<UInt64>
    private var capacity: Int

    /// The room that is kept, in bytes of a piece.
    ///
    /// A longer piece takes 4⅛ bytes for each of its own while it is encoded.
    private static let usualCapacity = 4096

    init(_ vocabulary: Vocabulary) {
        tokens = vocabulary.tokens
        pairs = vocabulary.pairs
        prefixes = vocabulary.prefixes
        capacity = Self.usualCapacity
        found = .allocate(capacity: capacity)
        deadEnds = .zeroed(capacity / 64)
    }

    deinit {
        found.deallocate()
        deadEnds.deallocate()
    }

    /// The number of tokens of a piece of at least one byte.
    mutating func count(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        prepare(count)
        var (position, depth) = (0, 0)
        var candidate = prefixes.longest(tokens, piece, limit: count, readable: readable)
        while true {
            let end = position &+ candidate.length
            if !isDeadEnd(end), depth == 0 || pairs.canMeet(found[depth &- 1], candidate.token) {
                found[depth] = candidate.token
                depth &+= 1
                position = end
                if position == count { return depth }
                candidate = prefixes.longest(tokens, piece + position, limit: count &- position, readable: readable)
                continue
            }
            while candidate.length == 1 {
                deadEnds[position &>> 6] |= 1 &<< UInt64(position & 63)
                depth &-= 1
                candidate = (found[depth], tokens.length(of: found[depth]))
                position &-= candidate.length
            }
            candidate = prefixes.longest(tokens, piece + position, limit: candidate.length &- 1, readable: readable)
        }
    }

    @inline(__always)
    private func isDeadEnd(_ position: Int) -> Bool {
        deadEnds[position &>> 6] & 1 &<< UInt64(position & 63) != 0
    }

    /// Makes room for a piece, and forgets the dead ends of the one before.
    private mutating func prepare(_ count: Int) {
        // One position more: the one after the last byte.
        let needed = max((count + 64) & ~63, Self.usualCapacity)
        if needed == Self.usualCapacity, capacity == needed {
            for word in 0...(count &>> 6) { deadEnds[word] = 0 }
            return
        }
        found.deallocate()
        deadEnds.deallocate()
        capacity = needed
        found = .allocate(capacity: capacity)
        deadEnds = .zeroed(capacity / 64)
    }
}
