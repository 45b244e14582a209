/// A text in which phrases are looked for without regard to the case of ASCII letters.
struct Phrases {
    /// How much of a long text is looked at.
    private static let significantBytes = 16 << 10

    private let lowered: [UInt8]

    init(_ text: String) {
        lowered = text.utf8.prefix(Self.significantBytes).map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    /// Whether any row of a table is found: each of its phrases, which are written in lower case.
    func containAny(of rows: [[StaticString]]) -> Bool {
        rows.contains { $0.allSatisfy { start(of: $0) != nil } }
    }

    /// Whether a phrase, written in lower case, occurs.
    func contain(_ phrase: StaticString) -> Bool { start(of: phrase) != nil }

    /// Where a phrase begins.
    func start(of phrase: StaticString, from first: Int = 0) -> Int? {
        phrase.withUTF8Buffer { phrase in
            guard first + phrase.count <= lowered.count else { return nil }
            return (first...(lowered.count - phrase.count))
                .first { start in
                    phrase.indices.allSatisfy { lowered[start + $0] == phrase[$0] }
                }
        }
    }

    /// What follows the first occurrence of a phrase.
    func end(of phrase: StaticString) -> Int? {
        start(of: phrase).map { $0 + phrase.utf8CodeUnitCount }
    }

    /// Whether `rate limit` occurs, the two words joined in whatever way.
    var mentionRateLimit: Bool {
        var from = 0
        while let rate = start(of: "rate", from: from) {
            let rest = lowered[(rate + 4)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
            if rest.starts(with: "limit".utf8) { return true }
            from = rate + 4
        }
        return false
    }
}
