// Swift compares and hashes strings after Unicode normalization, JSON does not: "é" as one scalar and "é" as two are different keys. These compare bytes.
extension String {
    /// Whether both strings are the same UTF-8 bytes.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { own in
            other.utf8.withContiguousStorageIfAvailable { own.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Whether an ASCII character stands anywhere in the string.
    package func containsASCII(_ character: Unicode.Scalar) -> Bool {
        var text = self
        let byte = UInt8(ascii: character)
        return text.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text)
            let whole = bytes.count & ~7
            for place in stride(from: 0, to: whole, by: 8) where !EightBytes(bytes, at: place).equal(to: byte).isEmpty { return true }
            return bytes[whole...].contains(byte)
        }
    }

    /// Whether this string's UTF-8 bytes sort before the other's.
    func precedesByBytes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Feeds the UTF-8 bytes to a hasher, in accord with ``hasSameBytes(as:)``.
    func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
