/// Adds up the tokens of pieces.
struct CountingSink: ~Copyable, PieceSink {
    /// The tokens so far.
    var total = 0
    /// The total above which no more pieces are wanted.
    var limit = Int.max

    private let tokens: TokenTable
    private let boundaries: BoundaryTable
    private var encoder: PieceEncoder
    private let memo = PieceMemo()
    private let longMemo = LongPieceMemo()

    init(_ vocabulary: Vocabulary) {
        tokens = vocabulary.tokens
        boundaries = vocabulary.boundaries
        encoder = PieceEncoder(vocabulary)
    }

    @inline(__always)
    var isDone: Bool { total > limit }

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        if count <= PieceMemo.longestPiece {
            takeShort(piece, count, readable)
        } else {
            takeLong(piece, count, readable)
        }
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
        if tokens.token(PieceMemo.bytes(key), count: count) != nil {
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
        guard !boundaries.mayCut(piece, count: count) else { return takeParts(piece, count, readable) }
        guard count <= LongPieceMemo.longestPiece else {
            let isToken = tokens.token(piece, count: count, readable: readable) != nil
            total &+= isToken ? 1 : encoder.count(piece, count: count, readable: readable)
            return
        }
        let slot = longMemo.slot(piece, count: count)
        var number = slot.tokens(piece, count: count)
        if number == 0 {
            let isToken = tokens.token(piece, count: count, readable: readable) != nil
            number = isToken ? 1 : encoder.count(piece, count: count, readable: readable)
            slot.remember(piece, count: count, tokens: number)
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
            if length <= PieceMemo.longestPiece, part + ByteKey.size <= readable {
                takeShort(part, length, readable)
            } else {
                total &+= encoder.count(part, count: length, readable: readable)
            }
            start &+= length
        }
    }
}
