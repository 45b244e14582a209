/// Tells the tokens of single pieces, one after the other.
protocol PieceCounter: ~Copyable {
    /// The tokens of a short piece that was seen before, or 0.
    func remembered(_ piece: UnsafePointer<UInt8>, count: Int) -> Int

    /// The tokens of the next piece, at `piece`.
    mutating func tokens(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int
}
