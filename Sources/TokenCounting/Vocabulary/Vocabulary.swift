/// The tokens of a byte-level tokenizer, by rank: what they spell, what they are merged from, and how to find them.
///
/// A token is its rank: the lower, the earlier it is merged. Takes about 10 MB for 200 000 tokens.
///
/// Its tables are raw memory, written in ``init(singleBytes:merges:ids:unmerged:takesWholePieces:)`` alone and read by any thread until it goes.
final class Vocabulary: @unchecked Sendable {
    let tokens: TokenTable
    let pairs: PairTable
    let bytePairs: BytePairTable
    let prefixes: PrefixTable
    let boundaries: BoundaryTable
    let unmerged: UnmergedTokens
    let ids: TokenIDs

    /// Creates a vocabulary of 256 single bytes and the merges that make all longer tokens, by rank.
    ///
    /// Both halves of a merge must be made before it, and every token must encode to itself.
    ///
    /// - Parameters:
    ///   - ids: The ids of all tokens, the unmerged ones last; by default their ranks.
    ///   - unmerged: Tokens that no merges make.
    ///   - takesWholePieces: Whether a piece that is an unmerged token becomes that.
    init(
        singleBytes: [UInt8], merges: [TokenPair], ids: TokenIDs? = nil, unmerged: ByteStrings = ByteStrings(),
        takesWholePieces: Bool = false
    ) {
        tokens = TokenTable(singleBytes: singleBytes, merges: merges)
        pairs = PairTable(merges: merges)
        bytePairs = BytePairTable(tokens, merges: merges)
        prefixes = PrefixTable(tokens)
        boundaries = BoundaryTable(tokens)
        self.unmerged = UnmergedTokens(unmerged, after: tokens.count, takesPieces: takesWholePieces)
        self.ids = ids ?? TokenIDs(count: tokens.count)
    }

    convenience init(_ packed: PackedRanks) {
        self.init(singleBytes: packed.singleBytes, merges: packed.merges())
    }

    deinit {
        tokens.deallocate()
        pairs.deallocate()
        bytePairs.deallocate()
        prefixes.deallocate()
        boundaries.deallocate()
        unmerged.deallocate()
    }

    /// The bytes of the token with an id; `nil` if there is none.
    func bytes(ofID id: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let token = ids.token(of: id) else { return nil }
        return token < tokens.count ? tokens[token] : unmerged[token]
    }
}
