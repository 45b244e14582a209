/// Encodes pieces that are more than one token, each in the way that suits its length.
struct PieceEncoder: ~Copyable {
    private var merging: MergingEncoder
    private var backtracking: BacktrackingEncoder

    init(_ vocabulary: Vocabulary) {
        merging = MergingEncoder(vocabulary)
        backtracking = BacktrackingEncoder(vocabulary)
    }

    /// The number of tokens of a piece of at least one byte.
    @inline(__always)
    mutating func count(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        count <= MergingEncoder.longestPiece
            ? merging.count(piece, count: count) : backtracking.count(piece, count: count, readable: readable)
    }

    /// Gives the tokens of a piece of at least one byte.
    @inline(__always)
    mutating func encode(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>, _ body: (UInt32) -> Void) {
        if count <= MergingEncoder.longestPiece {
            _ = merging.count(piece, count: count)
            merging.forEachToken(body)
        } else {
            let tokens = backtracking.count(piece, count: count, readable: readable)
            for index in 0..<tokens { body(backtracking.found[index]) }
        }
    }
}
