/// The known word that `word` was probably meant to be, or `nil` where none is near.
///
/// Near means an edit distance (with neighbouring letters swapped counting as one edit) of at most a third of the longer word, and at least
/// one letter in common; the first of equals wins, so that the answer never depends on hashing.
package func nearestWord(to word: String, among known: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    for candidate in known {
        let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
        let allowed = max(1, max(letters.count, other.count) / 3)
        guard abs(letters.count - other.count) <= allowed else { continue }
        let distance = editDistance(letters, other)
        guard distance <= allowed, distance < max(letters.count, other.count) else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
}

/// The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row] + [Int](repeating: 0, count: right.count)
        for column in 1...right.count {
            let cost = left[row - 1] == right[column - 1] ? 0 : 1
            current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                current[column] = min(current[column], beforeLast[column - 2] + 1)
            }
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
