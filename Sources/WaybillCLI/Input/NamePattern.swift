/// Chooses models by a part of `provider/model-id`, or by a pattern with `*` for any letters.
///
/// Case does not matter.
struct NamePattern {
    private let pieces: [[Unicode.Scalar]]
    private let word: String
    private let hasStar: Bool

    init(_ text: String) {
        word = text.lowercased()
        hasStar = text.contains("*")
        pieces = word.split(separator: "*", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    }

    /// Whether the pattern means this model.
    func matches(provider: String, id: String) -> Bool {
        let name = "\(provider)/\(id)".lowercased()
        return hasStar ? matchesPieces(Array(name.unicodeScalars)[...]) : name.contains(word)
    }

    /// Whether the name begins with the first piece, ends with the last, and has the others between them in order.
    private func matchesPieces(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = pieces.first, let last = pieces.last, name.count >= first.count + last.count, name.starts(with: first),
            name.reversed().starts(with: last.reversed())
        else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() {
            guard let start = rest.indices.first(where: { rest[$0...].starts(with: piece) }) else { return piece.isEmpty }
            rest = rest[start...].dropFirst(piece.count)
        }
        return true
    }
}
