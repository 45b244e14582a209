import WaybillInterchange

/// The SHA-256 of a caller's key: what is kept in place of the key itself.
///
/// A key that was drawn at random cannot be found from its hash, so that who reads the file that holds the hashes can call nobody with them.
/// Two hashes are compared whole, however early they part: how long that takes tells nothing about where.
public struct KeyHash: Sendable {
    /// How many hexadecimal digits a hash has.
    static let digits = 64

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Hashes a key.
    public init(of key: Substring) {
        var key = key
        var hash = SHA256()
        key.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        self.init(bytes: hash.finalize())
    }

    /// Reads 64 hexadecimal digits, in letters of either case; `nil` for anything else.
    public init?(hexadecimal text: String) {
        guard text.utf8.count == Self.digits else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for letter in text.utf8 {
            guard let digit = Self.value(ofDigit: letter) else { return nil }
            if let first = high.take() { bytes.append(first << 4 | digit) } else { high = digit }
        }
        self.init(bytes: bytes)
    }

    /// - Parameter bytes: 32 of them.
    private init(bytes: [UInt8]) {
        func word(_ index: Int) -> UInt64 { bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        words = (word(0), word(1), word(2), word(3))
    }

    private static func value(ofDigit letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): letter - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): letter - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bits in which two hashes differ, laid over each other: zero where they are the same, and only there.
    public func difference(from other: KeyHash) -> UInt64 {
        let first = (words.0 ^ other.words.0) | (words.1 ^ other.words.1)
        let second = (words.2 ^ other.words.2) | (words.3 ^ other.words.3)
        return first | second
    }
}

extension KeyHash: Hashable {
    public static func == (left: KeyHash, right: KeyHash) -> Bool { left.difference(from: right) == 0 }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension KeyHash: CustomStringConvertible {
    /// 64 lowercase hexadecimal digits, as they stand in a file.
    public var description: String {
        [words.0, words.1, words.2, words.3]
            .map { word in
                let text = String(word, radix: 16)
                return String(repeating: "0", count: 16 - text.utf8.count) + text
            }
            .joined()
    }
}
