/// What a text is remembered by: 128 bits, from which it cannot be read.
package struct TextFingerprint: Hashable, Sendable {
    package let low: UInt64
    let high: UInt64
}

/// Makes fingerprints: two lanes that multiply and fold sixteen bytes at a time, keyed with numbers that nobody else knows.
///
/// Much faster than counting, and without the keys nobody can write two texts of one fingerprint.
package struct Fingerprinter {
    /// The secret of one memo.
    package struct Keys: Sendable {
        let words: (UInt64, UInt64, UInt64, UInt64)

        package init() {
            var random = SystemRandomNumberGenerator()
            words = (random.next(), random.next(), random.next(), random.next())
        }
    }

    private let keys: Keys
    private var first: UInt64
    private var second: UInt64

    /// Begins one, which differs by `kind` for the same text.
    package init(_ keys: Keys, kind: UInt64) {
        self.keys = keys
        first = kind
        second = ~kind
    }

    package var fingerprint: TextFingerprint { TextFingerprint(low: first, high: second) }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var place = 0
        while place + 16 <= bytes.count {
            mix(
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)),
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)))
            place += 16
        }
        var tail = (UInt64(0), UInt64(0))
        for (index, byte) in bytes[place...].enumerated() {
            if index < 8 { tail.0 |= UInt64(byte) << UInt64(index * 8) } else { tail.1 |= UInt64(byte) << UInt64((index - 8) * 8) }
        }
        mix(tail.0, tail.1)
        // So that texts that end in zero bytes differ, and where one text ends and the next begins counts.
        mix(UInt64(bytes.count), keys.words.0)
    }

    private mutating func mix(_ left: UInt64, _ right: UInt64) {
        first = Self.fold(left ^ keys.words.0 ^ first, right ^ keys.words.1)
        second = Self.fold(right ^ keys.words.2 ^ second, left ^ keys.words.3)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
