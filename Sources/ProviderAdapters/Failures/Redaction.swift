/// Takes keys out of a provider's words: some echo the beginning and the end of the key that they refuse.
enum Redaction {
    /// The most of a provider's words that is kept, in bytes.
    private static let longest = 2_048
    private static let mark = "•••"
    /// What the keys of well-known providers begin with.
    private static let prefixes = [
        "sk-", "sk_", "pk-", "pk_", "rk-", "rk_", "gsk_", "csk-", "xai-", "AIza", "hf_", "r8_", "nvapi-", "pplx-", "tgp_", "fw_", "ghp_",
        "eyJ",
    ]
    /// Words that a key may follow within three words.
    private static let heralds: Set<String> = ["key", "apikey", "api_key", "api-key", "token", "secret", "password", "bearer"]

    /// A provider's words as the caller may see them: without keys and control characters, and bounded.
    static func quotable(_ text: String) -> String {
        // A margin, so that no key at the cut loses what it is known by.
        let beginning = String(decoding: text.utf8.prefix(longest + 512), as: UTF8.self)
        let clean = redacted(String(String.UnicodeScalarView(beginning.unicodeScalars.map { $0.isControl ? " " : $0 })))
        guard clean.utf8.count > longest else { return clean }
        var end = clean.utf8.index(clean.startIndex, offsetBy: longest)
        while end.samePosition(in: clean.unicodeScalars) == nil { end = clean.utf8.index(before: end) }
        return clean[..<end] + "…"
    }

    /// The text with `•••` for whatever looks like a key.
    static func redacted(_ text: String) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        var wordsSinceHerald = Int.max
        while let first = rest.first {
            let token = rest.prefix(while: \.isKeyPart)
            guard !token.isEmpty else {
                result.unicodeScalars.append(first)
                rest.removeFirst()
                continue
            }
            rest = rest.dropFirst(token.count)
            let word = String(token)
            wordsSinceHerald = wordsSinceHerald == .max ? .max : wordsSinceHerald + 1
            result += isKey(word) || wordsSinceHerald <= 3 && couldBeKey(word) ? mark : word
            if heralds.contains(word.lowercased()) { wordsSinceHerald = 0 }
        }
        return result
    }

    /// Whether a word by itself looks like a key: known by its beginning, partly starred out, or long and without any sense.
    static func isKey(_ word: String) -> Bool {
        let hasPrefix = word.utf8.count >= 8 && prefixes.contains { word.hasPrefix($0) }
        return hasPrefix || word.contains("***") || (word.utf8.count >= 32 && couldBeKey(word) && word.utf8.allSatisfy(\.isLetterOrDigit))
    }

    /// Whether a word could be a key where one is spoken of: letters and digits mixed, and not short.
    private static func couldBeKey(_ word: String) -> Bool {
        word.utf8.count >= 8 && word.utf8.contains(where: \.isDigit) && word.utf8.contains { $0.isLetterOrDigit && !$0.isDigit }
    }
}

extension Unicode.Scalar {
    /// Whether this controls a terminal rather than being seen; line feed and tab are harmless.
    fileprivate var isControl: Bool { properties.generalCategory == .control && self != "\n" && self != "\t" }

    /// Whether a key, or a masked one, may hold this.
    fileprivate var isKeyPart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "*", "•", "…": true
        default: false
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetterOrDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
