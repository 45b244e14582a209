/// Collects the tokens of pieces.
struct EncodingSink: ~Copyable, PieceSink {
    /// The tokens so far, as ranks.
    var found: [UInt32] = []

    private let tokens: TokenTable
    private let boundaries: BoundaryTable
    private let unmerged: UnmergedTokens
    private var encoder: PieceEncoder

    init(_ vocabulary: Vocabulary) {
        tokens = vocabulary.tokens
        boundaries = vocabulary.boundaries
        unmerged = vocabulary.unmerged
        encoder = PieceEncoder(vocabulary)
    }

    @inline(__always)
    var isDone: Bool { false }

    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        let whole = tokens.token(piece, count: count, readable: readable) ?? unmerged.token(piece, count: count, readable: readable)
        if let token = whole {
            found.append(token)
            return
        }
        var start = 0
        while start < count {
            let part = piece + start
            let length = boundaries.firstCut(part, count: count &- start)
            encoder.encode(part, count: length, readable: readable) { found.append($0) }
            start &+= length
        }
    }
}
