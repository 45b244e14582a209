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
func alternatives(_ words: some Collection<String>) -> String {
    let quotedWords = words.map { "'\($0)'" }
    guard let last = quotedWords.last, quotedWords.count > 1 else { return quotedWords.last ?? "" }
    return quotedWords.dropLast().joined(separator: ", ") + " or " + last
}
