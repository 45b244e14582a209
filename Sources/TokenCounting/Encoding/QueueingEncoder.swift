/// Encodes pieces of any length as byte-pair encoding is defined, with the merges that are possible in a queue, earliest first.
///
/// For vocabularies in which a token can be merged earlier than its halves; ``BacktrackingEncoder`` does not fit those. The time grows a little
/// faster than the length.
struct QueueingEncoder {
    private let pairs: PairTable
    private let byteTokens: [UInt32]
    /// The parts of the piece, each at the place of its first byte.
    private var parts: [UInt32] = []
    /// The places after and before each part.
    private var next: [Int] = []
    private var previous: [Int] = []
    /// A heap of what two neighbours merge into, above the place of the left one.
    ///
    /// Some are not neighbours any more.
    private var queue: [UInt64] = []

    private static let placeBits: UInt64 = 44

    init(_ vocabulary: Vocabulary) {
        pairs = vocabulary.pairs
        var byteTokens = [UInt32](repeating: 0, count: 256)
        for token in 0..<UInt32(256) { byteTokens[Int(vocabulary.tokens[token][0])] = token }
        self.byteTokens = byteTokens
    }

    /// The number of tokens of a piece of at least one byte.
    mutating func count(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        parts = (0..<count).map { byteTokens[Int(piece[$0])] }
        next = Array(1...count)
        previous = Array(-1..<count - 1)
        queue.removeAll(keepingCapacity: count <= 4096)
        for place in 0..<count { enqueue(place) }
        var left = count
        while let (token, place) = dequeue() {
            // What is queued may have been merged otherwise since.
            guard previous[place] != Self.gone, next[place] < count, pairs.merged(parts[place], parts[next[place]]) == token else {
                continue
            }
            merge(at: place, into: token)
            left -= 1
        }
        return left
    }

    /// Gives the tokens that were found last.
    func forEachToken(_ body: (UInt32) -> Void) {
        var place = 0
        while place < parts.count {
            body(parts[place])
            place = next[place]
        }
    }

    /// What is before a part that is there no more.
    private static let gone = -2

    private mutating func merge(at place: Int, into token: UInt32) {
        let right = next[place]
        parts[place] = token
        next[place] = next[right]
        previous[right] = Self.gone
        if next[place] < parts.count { previous[next[place]] = place }
        enqueue(place)
        if previous[place] >= 0 { enqueue(previous[place]) }
    }

    // MARK: Queue

    private mutating func enqueue(_ place: Int) {
        guard next[place] < parts.count else { return }
        let token = pairs.merged(parts[place], parts[next[place]])
        guard token != PairTable.never else { return }
        var index = queue.count
        let entry = UInt64(token) << Self.placeBits | UInt64(place)
        queue.append(entry)
        while index > 0, queue[(index - 1) / 2] > entry {
            queue[index] = queue[(index - 1) / 2]
            index = (index - 1) / 2
        }
        queue[index] = entry
    }

    private mutating func dequeue() -> (token: UInt32, place: Int)? {
        guard let first = queue.first, let last = queue.popLast() else { return nil }
        var index = 0
        while 2 * index + 1 < queue.count {
            var child = 2 * index + 1
            if child + 1 < queue.count, queue[child + 1] < queue[child] { child += 1 }
            guard queue[child] < last else { break }
            queue[index] = queue[child]
            index = child
        }
        if !queue.isEmpty { queue[index] = last }
        return (UInt32(first >> Self.placeBits), Int(first & (1 << Self.placeBits - 1)))
    }
}
