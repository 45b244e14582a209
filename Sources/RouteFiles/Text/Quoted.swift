/// Text from a file as a message shows it: in quotes, on one line, shortened, and without anything that looks like a key.
func quoted(_ text: String) -> String {
    var result = "'"
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == 60 {
            result += "…"
            break
        }
        result.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return SecretMask.looksLikeKey(text) ? "'•••'" : result + "'"
}

/// Words in quotes, as a sentence lists alternatives: `'a', 'b' or 'c'`.
///
/// - Parameter otherwise: One more alternative, which is no word.
func alternatives(_ words: some Collection<String>, otherwise: String? = nil) -> String {
    let all = words.map { "'\($0)'" } + [otherwise].compactMap(\.self)
    guard let last = all.last, all.count > 1 else { return all.last ?? "" }
    return all.dropLast().joined(separator: ", ") + " or " + last
}
