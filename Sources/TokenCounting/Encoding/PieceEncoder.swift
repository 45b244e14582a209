/// Encodes pieces that are more than one token, each in the way that suits its length.
struct PieceEncoder: ~Copyable {
    private var merging: MergingEncoder
    private var backtracking: BacktrackingEncoder
    /// In its place, where it does not fit.
    private var queueing: QueueingEncoder?

    init(_ vocabulary: Vocabulary) {
        merging = MergingEncoder(vocabulary)
        backtracking = BacktrackingEncoder(vocabulary)
        queueing = vocabulary.isOrdered ? nil : QueueingEncoder(vocabulary)
    }

    /// The number of tokens of a piece of at least one byte.
    @inline(__always)
    mutating func count(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        count <= MergingEncoder.longestPiece
            ? merging.count(piece, count: count) : countLong(piece, count: count, readable: readable)
    }

    private mutating func countLong(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        queueing?.count(piece, count: count) ?? backtracking.count(piece, count: count, readable: readable)
    }

    /// Gives the tokens of a piece of at least one byte.
    @inline(__always)
    mutating func encode(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>, _ body: (UInt32) -> Void) {
        if count <= MergingEncoder.longestPiece {
            _ = merging.count(piece, count: count)
            merging.forEachToken(body)
        } else {
            let tokens = countLong(piece, count: count, readable: readable)
            if let queueing { return queueing.forEachToken(body) }
            for index in 0..<tokens { body(backtracking.found[index]) }
        }
    }
}
