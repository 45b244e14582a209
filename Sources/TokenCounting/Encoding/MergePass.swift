/// Encodes the pieces of a short text without any table: goes through all merges of a vocabulary once, by rank.
///
/// Byte-pair encoding makes the merge of the lowest rank first, wherever its halves stand side by side. What a merge makes takes part in later ones
/// alone, so whoever goes through them by rank and makes each that applies has encoded. This takes a fraction of a millisecond, however short the
/// text; tables take many times as long to make, and then each word next to nothing.
struct MergePass: PieceSink {
    /// The tokens so far of all different pieces, with a ``boundary`` after each.
    private var parts: [UInt32] = []
    /// Which of them each piece is.
    private var numbers: [Int] = []
    private var numberOfPiece: [[UInt8]: Int] = [:]
    private let ranks: PackedRanks
    /// The token of each byte.
    private var byteTokens = [UInt32](repeating: 0, count: 256)

    /// What is no token.
    private static let boundary = UInt32.max
    /// How many parts there may be: the work of a pass grows with their square.
    private static let room = 2048

    /// A pass over the merges of a vocabulary all of which are later than those that make their halves, as a ``PackedRanks`` has them.
    init(_ ranks: PackedRanks) {
        self.ranks = ranks
        for (token, byte) in ranks.singleBytes.enumerated() { byteTokens[Int(byte)] = UInt32(token) }
    }

    /// Whether it took more than is worth a pass.
    var isDone: Bool { parts.count > Self.room }

    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        let piece = [UInt8](UnsafeBufferPointer(start: piece, count: count))
        if let number = numberOfPiece[piece] { return numbers.append(number) }
        numbers.append(numberOfPiece.count)
        numberOfPiece[piece] = numberOfPiece.count
        for byte in piece { parts.append(byteTokens[Int(byte)]) }
        parts.append(Self.boundary)
    }

    /// The number of tokens of each piece that was taken.
    consuming func counts() -> [Int] {
        mergeAll()
        let counts = parts.split(separator: Self.boundary).map(\.count)
        return numbers.map { counts[$0] }
    }

    private mutating func mergeAll() {
        var neighbours = PairFilter()
        for place in parts.indices.dropLast() { neighbours.insert(TokenPair(left: parts[place], right: parts[place + 1])) }
        for token in 256..<UInt32(ranks.count) {
            let pair = ranks.halves(of: token)
            if neighbours.mayContain(pair) { merge(pair, into: token, &neighbours) }
        }
    }

    /// Makes a merge wherever it applies, from left to right.
    private mutating func merge(_ pair: TokenPair, into token: UInt32, _ neighbours: inout PairFilter) {
        var (end, place) = (0, 0)
        while place < parts.count {
            let applies = parts[place] == pair.left && place + 1 < parts.count && parts[place + 1] == pair.right
            parts[end] = applies ? token : parts[place]
            end += 1
            place += applies ? 2 : 1
        }
        guard end < parts.count else { return }
        parts.removeSubrange(end...)
        for place in parts.indices where parts[place] == token {
            if place > 0 { neighbours.insert(TokenPair(left: parts[place - 1], right: token)) }
            if place + 1 < end { neighbours.insert(TokenPair(left: token, right: parts[place + 1])) }
        }
    }
}

/// Which pairs of tokens may stand side by side: nearly all merges are told in a glance to apply nowhere.
private struct PairFilter {
    /// A bit for the hash of each pair that once did.
    private var bits = [UInt64](repeating: 0, count: 1 << (Self.width - 6))

    /// Few enough bits for the fastest memory, and so many that of a short text's pairs hardly any is mistaken for another.
    private static let width = 18

    @inline(__always)
    private static func place(_ pair: TokenPair) -> Int { Int(truncatingIfNeeded: pair.hash &>> UInt64(64 - width)) }

    mutating func insert(_ pair: TokenPair) {
        let place = Self.place(pair)
        bits[place &>> 6] |= 1 &<< UInt64(place & 63)
    }

    @inline(__always)
    func mayContain(_ pair: TokenPair) -> Bool {
        let place = Self.place(pair)
        return bits[place &>> 6] & 1 &<< UInt64(place & 63) != 0
    }
}
