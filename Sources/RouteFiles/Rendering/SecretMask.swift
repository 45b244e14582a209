/// Tells what may be a key, for text that is about to be shown.
enum SecretMask {
    /// Beginnings of the keys of well-known providers.
    private static let prefixes = ["sk-", "sk_", "pk-", "key-", "gsk_", "hf_", "ghp_", "xai-", "AIza", "Bearer ", "bearer "]
    /// How names end under which people write keys, without `_` and `-`.
    private static let endings = [
        "apikey", "authkey", "accesskey", "secretkey", "privatekey", "accesstoken", "authtoken", "apitoken", "secret", "password", "passwd",
        "authorization", "credential",
        "cookie",
    ]

    /// Whether a text looks like a key.
    static func looksLikeKey(_ text: String) -> Bool {
        text.utf8.count >= 8 && prefixes.contains { text.hasPrefix($0) } || holdsCallersKey(text)
    }

    /// Whether a text has a part of the form in which the gateway makes keys: `wb-` and 43 letters, digits, `-` or `_`.
    private static func holdsCallersKey(_ text: String) -> Bool {
        text.ranges(of: "wb-")
            .contains { start in
                let rest = text[start.upperBound...].utf8.prefix(43)
                return rest.count == 43 && rest.allSatisfy { $0.isLetterOrDigit || "-_".utf8.contains($0) }
            }
    }

    /// Whether what stands under this name is likely to be a key, as under `api_key`, `apiKey` or `X-Api-Key`.
    static func isNameOfSecret(_ name: String) -> Bool {
        let letters = name.lowercased().filter { $0 != "_" && $0 != "-" }
        return letters == "key" || letters == "token" || endings.contains { letters.hasSuffix($0) }
    }

    /// A line of a file with everything marked that may be a key: words that look like one, and what follows `api_key:` and its like unless it is
    /// a reference.
    ///
    /// This also holds for lines that could not be parsed, of which nothing else is known.
    static func masked(_ line: [(scalar: Unicode.Scalar, isSecret: Bool)]) -> [(scalar: Unicode.Scalar, isSecret: Bool)] {
        var line = line
        for word in words(in: line) {
            let text = String(String.UnicodeScalarView(line[word].map(\.scalar)))
            if looksLikeKey(text) { hide(word, &line) }
            guard text.hasSuffix(":"), isNameOfSecret(String(text.dropLast())) else { continue }
            let rest = line[word.upperBound...]
            guard let first = rest.first(where: { $0.scalar != " " })?.scalar, first != "{", first != "#" else { continue }
            let start = rest.firstIndex { $0.scalar != " " } ?? rest.endIndex
            if !isNone(line[start...]) { hide(start..<line.count, &line) }
        }
        return line
    }

    private static func isNone(_ rest: ArraySlice<(scalar: Unicode.Scalar, isSecret: Bool)>) -> Bool {
        let word = rest.prefix { $0.scalar != " " && $0.scalar != "," && $0.scalar != "}" }
        return word.map(\.scalar).elementsEqual("none".unicodeScalars)
    }

    private static func hide(_ range: Range<Int>, _ line: inout [(scalar: Unicode.Scalar, isSecret: Bool)]) {
        for offset in range { line[offset].isSecret = true }
    }

    /// The stretches between blanks, quotes and brackets.
    private static func words(in line: [(scalar: Unicode.Scalar, isSecret: Bool)]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (offset, entry) in line.enumerated() {
            let isBreak = " \t,\"'{}[]".unicodeScalars.contains(entry.scalar)
            if isBreak, let first = start {
                words.append(first..<offset)
                start = nil
            } else if !isBreak, start == nil {
                start = offset
            }
        }
        if let start { words.append(start..<line.count) }
        return words
    }
}
