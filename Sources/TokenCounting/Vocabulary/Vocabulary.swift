import Dispatch

/// The tokens of a byte-level tokenizer, by rank: what they spell, what they are merged from, and how to find them.
///
/// A token is its rank: the lower, the earlier it is merged. Takes about 10 MB for 200 000 tokens.
///
/// Its tables are raw memory, written in its initializer alone and read by any thread until it goes.
final class Vocabulary: @unchecked Sendable {
    let tokens: TokenTable
    let pairs: PairTable
    let bytePairs: BytePairTable
    let prefixes: PrefixTable
    let boundaries: BoundaryTable
    let unmerged: UnmergedTokens
    let ids: TokenIDs

    /// Whether every token is merged later than its halves, as mostly.
    let isOrdered: Bool

    /// Creates a vocabulary of 256 single bytes and the merges that make all longer tokens, by rank, each after those that make its halves.
    ///
    /// Every token must encode to itself.
    convenience init(singleBytes: [UInt8], merges: [TokenPair]) {
        let tokens = TokenTable(singleBytes: singleBytes, merges: merges)
        self.init(tokens, merges: merges, ids: TokenIDs(count: tokens.count), unmerged: ByteStrings(), takesWholePieces: false)
    }

    /// Creates a vocabulary of tokens that are spelled like this: 256 single bytes, then those that merges make, by rank.
    ///
    /// Every token must encode to itself.
    ///
    /// - Parameters:
    ///   - ids: The ids of all tokens, the unmerged ones last.
    ///   - unmerged: Tokens that no merges make.
    ///   - takesWholePieces: Whether a piece that is an unmerged token becomes that.
    convenience init(spellings: ByteStrings, merges: [TokenPair], ids: TokenIDs, unmerged: ByteStrings, takesWholePieces: Bool) {
        self.init(TokenTable(spellings), merges: merges, ids: ids, unmerged: unmerged, takesWholePieces: takesWholePieces)
    }

    private init(_ tokens: TokenTable, merges: [TokenPair], ids: TokenIDs, unmerged: ByteStrings, takesWholePieces: Bool) {
        self.tokens = tokens
        // Side by side, since a command that counts a few words waits for this alone. Each is written by one thread, and read when all are done.
        nonisolated(unsafe) var (pairs, bytePairs, prefixes, boundaries): (PairTable?, BytePairTable?, PrefixTable?, BoundaryTable?)
        // Of the tokens the others read only the spellings, which are there; one thread fills their index.
        nonisolated(unsafe) let spellings = tokens
        DispatchQueue.concurrentPerform(iterations: 5) { table in
            switch table {
            case 0: pairs = PairTable(merges: merges)
            case 1: prefixes = PrefixTable(spellings)
            case 2: bytePairs = BytePairTable(spellings, merges: merges)
            case 3: boundaries = BoundaryTable(spellings)
            default: spellings.fillIndex()
            }
        }
        guard let pairs, let bytePairs, let prefixes, let boundaries else { preconditionFailure("every table is made") }
        (self.pairs, self.bytePairs, self.prefixes, self.boundaries) = (pairs, bytePairs, prefixes, boundaries)
        isOrdered = merges.indices.allSatisfy { max(merges[$0].left, merges[$0].right) < 256 + $0 }
        self.unmerged = UnmergedTokens(unmerged, after: tokens.count, takesPieces: takesWholePieces)
        self.ids = ids
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
