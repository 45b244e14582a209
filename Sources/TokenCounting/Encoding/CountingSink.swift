/// Adds up the tokens of pieces.
struct CountingSink: ~Copyable, PieceSink, PieceCounter {
    /// The tokens so far.
    var total = 0
    /// The total above which no more pieces are wanted.
    var limit = Int.max

    private let tokens: TokenTable
    private let boundaries: BoundaryTable
    private let unmerged: UnmergedTokens
    private var encoder: PieceEncoder
    private let memo = PieceMemo()
    private let longMemo = LongPieceMemo()

    init(_ vocabulary: Vocabulary) {
        tokens = vocabulary.tokens
        boundaries = vocabulary.boundaries
        unmerged = vocabulary.unmerged
        encoder = PieceEncoder(vocabulary)
    }

    @inline(__always)
    var isDone: Bool { total > limit }

    /// Looks all pieces up before it does anything about those that are not remembered.
    ///
    /// Nothing in the first loop waits for an answer, so that the processor waits for memory once for all of them.
    @inline(__always)
    mutating func take(_ bytes: UnsafePointer<UInt8>, ends: UInt64, readable: UnsafePointer<UInt8>) {
        var (left, start, sum) = (ends, 0, 0)
        var unknown: UInt64 = 0
        while left != 0 {
            let end = left.trailingZeroBitCount
            let known = remembered(bytes + start, count: end &- start)
            sum &+= known
            unknown |= (known == 0 ? left & (0 &- left) : 0)
            start = end
            left &= left &- 1
        }
        total &+= sum
        while unknown != 0 {
            let end = unknown.trailingZeroBitCount
            let before = ends & ((1 &<< UInt64(end)) &- 1)
            let start = before == 0 ? 0 : 63 &- before.leadingZeroBitCount
            take(bytes + start, count: end &- start, readable: readable)
            unknown &= unknown &- 1
        }
    }

    @inline(__always)
    func remembered(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        let key = memo.key(piece, count: min(count, PieceMemo.longestPiece))
        return count > PieceMemo.longestPiece ? 0 : memo.bucket(key).tokens(key)
    }

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        if count <= PieceMemo.longestPiece {
            takeShort(piece, count, readable)
        } else {
            takeLong(piece, count, readable)
        }
    }

    @inline(__always)
    mutating func tokens(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        let before = total
        take(piece, count: count, readable: readable)
        return total &- before
    }

    @inline(__always)
    private mutating func takeShort(_ piece: UnsafePointer<UInt8>, _ count: Int, _ readable: UnsafePointer<UInt8>) {
        let key = memo.key(piece, count: count)
        let bucket = memo.bucket(key)
        let known = bucket.tokens(key)
        if known > 0 {
            total &+= known
        } else {
            takeUnknown(piece, count, readable, key, bucket)
        }
    }

    @inline(never)
    private mutating func takeUnknown(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ readable: UnsafePointer<UInt8>, _ key: ByteKey, _ bucket: PieceMemo.Bucket
    ) {
        let before = total
        if tokens.token(PieceMemo.bytes(key), count: count) != nil || unmerged.token(piece, count: count, readable: readable) != nil {
            total &+= 1
        } else if boundaries.firstCut(piece, count: count) < count {
            takeParts(piece, count, readable)
        } else {
            total &+= encoder.count(piece, count: count, readable: readable)
        }
        bucket.remember(key, tokens: total &- before)
    }

    @inline(never)
    private mutating func takeLong(_ piece: UnsafePointer<UInt8>, _ count: Int, _ readable: UnsafePointer<UInt8>) {
        guard unmerged.token(piece, count: count, readable: readable) == nil else {
            total &+= 1
            return
        }
        guard !boundaries.mayCut(piece, count: count) else { return takeParts(piece, count, readable) }
        guard count <= LongPieceMemo.longestPiece else {
            let isToken = tokens.token(piece, count: count, readable: readable) != nil
            total &+= isToken ? 1 : encoder.count(piece, count: count, readable: readable)
            return
        }
        let bucket = longMemo.bucket(piece, count: count)
        var number = bucket.tokens(piece, count: count)
        if number == 0 {
            let isToken = tokens.token(piece, count: count, readable: readable) != nil
            number = isToken ? 1 : encoder.count(piece, count: count, readable: readable)
            bucket.remember(piece, count: count, tokens: number)
        }
        total &+= number
    }

    /// Takes a piece part by part, cut where no token reaches across.
    @inline(never)
    private mutating func takeParts(_ piece: UnsafePointer<UInt8>, _ count: Int, _ readable: UnsafePointer<UInt8>) {
        var start = 0
        while start < count {
            let part = piece + start
            let length = boundaries.firstCut(part, count: count &- start)
            // What is remembered is of whole pieces, which can be a token that a part never becomes.
            let isRemembered = unmerged.token(part, count: length, readable: readable) == nil
            if isRemembered, length <= PieceMemo.longestPiece, part + ByteKey.size <= readable {
                takeShort(part, length, readable)
            } else {
                total &+= encoder.count(part, count: length, readable: readable)
            }
            start &+= length
        }
    }
}
