/// The tokens of a byte-level tokenizer, by rank: what they spell, what they are merged from, and how to find them.
///
/// A token is its rank: the lower, the earlier it is merged. Takes about 10 MB for 200 000 tokens.
///
/// Its tables are raw memory, written in ``init(singleBytes:merges:)`` alone and read by any thread until it goes.
final class Vocabulary: @unchecked Sendable {
    let tokens: TokenTable
    let pairs: PairTable
    let bytePairs: BytePairTable
    let prefixes: PrefixTable
    let boundaries: BoundaryTable

    /// Creates a vocabulary of 256 single bytes and the merges that make all longer tokens, by rank.
    init(singleBytes: [UInt8], merges: [TokenPair]) {
        tokens = TokenTable(singleBytes: singleBytes, merges: merges)
        pairs = PairTable(merges: merges)
        bytePairs = BytePairTable(tokens, merges: merges)
        prefixes = PrefixTable(tokens)
        boundaries = BoundaryTable(tokens)
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
    }
}
