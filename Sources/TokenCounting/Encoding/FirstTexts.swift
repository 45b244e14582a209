import Synchronization

/// Counts the first short texts of a process without tables, so that a command that counts a few words need not make them.
///
/// It remembers them by their fingerprints: several tokenizers estimate from the same tokens.
final class FirstTexts: Sendable {
    private let ranks: PackedRanks
    private let rules: PieceRules
    private let keys = Fingerprinter.Keys()
    /// The tokens of each piece of the texts so far.
    private let counted = Mutex<[TextFingerprint: CountedPieces]>([:])
    /// Whether there are tables.
    private let isOver = Atomic<Bool>(false)

    /// How many texts are counted in this way; more are worth tables.
    private static let limit = 16
    /// The longest of them, in bytes.
    private static let longestText = 16_384

    init(_ ranks: PackedRanks, _ rules: PieceRules) {
        self.ranks = ranks
        self.rules = rules
    }

    /// Counts nothing more, since there are tables now.
    func end() {
        isOver.store(true, ordering: .relaxed)
        counted.withLock { $0 = [:] }
    }

    /// The tokens of each piece of a text, or `nil` if tables should count it.
    func pieces(of text: String) -> CountedPieces? {
        guard !isOver.load(ordering: .relaxed), text.utf8.count <= Self.longestText else { return nil }
        var print = Fingerprinter(keys, kind: 0)
        print.add(text)
        return counted.withLock { counted in
            if let known = counted[print.fingerprint] { return known }
            guard counted.count < Self.limit else { return nil }
            guard let pieces = count(text) else { return nil }
            counted[print.fingerprint] = pieces
            return pieces
        }
    }

    private func count(_ text: String) -> CountedPieces? {
        var text = text
        return text.withUTF8 { bytes in
            var pass = MergePass(ranks)
            PieceWalk(rules).pieces(of: bytes, to: &pass)
            return pass.isDone ? nil : CountedPieces(counts: pass.counts())
        }
    }
}

/// The tokens of a text's pieces, told in the order of the pieces.
struct CountedPieces: PieceCounter {
    private var counts: ArraySlice<Int>

    init(counts: [Int]) { self.counts = counts[...] }

    /// The tokens of the pieces that were not told yet.
    var total: Int { counts.reduce(0, +) }

    func remembered(_ piece: UnsafePointer<UInt8>, count: Int) -> Int { 0 }

    mutating func tokens(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int { counts.removeFirst() }
}
