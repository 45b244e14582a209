/// Tokens that no merges make: a piece can be one of them as a whole, where a tokenizer looks for that before it merges.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to. They are numbered after all tokens that merges make.
struct UnmergedTokens {
    private let tokens: TokenTable
    private let first: UInt32
    /// Whether whole pieces become them; if not, no text does.
    private let takesPieces: Bool
    /// A bit for each length that one of them has; the highest stands for all from 63 on.
    private let lengths: UInt64

    init(_ spellings: ByteStrings, after count: Int, takesPieces: Bool) {
        tokens = TokenTable(spellings)
        tokens.fillIndex()
        first = UInt32(count)
        self.takesPieces = takesPieces && spellings.count > 0
        lengths = (0..<spellings.count).reduce(0) { $0 | Self.bit(spellings.range(of: $1).count) }
    }

    func deallocate() { tokens.deallocate() }

    @inline(__always)
    private static func bit(_ length: Int) -> UInt64 { 1 &<< UInt64(min(length, 63)) }

    /// The token that this piece is as a whole, if it is one of them.
    @inline(__always)
    func token(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> UInt32? {
        guard takesPieces else { return nil }
        return found(piece, count, readable)
    }

    @inline(never)
    private func found(_ piece: UnsafePointer<UInt8>, _ count: Int, _ readable: UnsafePointer<UInt8>) -> UInt32? {
        guard lengths & Self.bit(count) != 0 else { return nil }
        return tokens.token(piece, count: count, readable: readable).map { first &+ $0 }
    }

    /// The bytes of a token.
    subscript(token: UInt32) -> UnsafeBufferPointer<UInt8> { tokens[token - first] }
}
