// Swift compares and hashes strings after Unicode normalization, JSON does not: "é" as one scalar and "é" as two are different keys. These compare bytes.
extension String {
    /// Whether both strings are the same UTF-8 bytes.
    func hasSameBytes(as other: String) -> Bool {
        // The standard comparison is fast and never tells apart what has the same bytes, so only its "equal" needs a second look.
        utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
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
