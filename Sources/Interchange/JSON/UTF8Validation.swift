/// Finds what is not UTF-8.
package enum UTF8Validation {
    /// The place of the first byte that belongs to no valid sequence, or nil if all bytes do (RFC 3629: nothing overlong, no surrogates).
    package static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
        var place = 0
        while place < bytes.count {
            if place + 8 <= bytes.count {
                let ascii = EightBytes(bytes, at: place).nonASCII.first
                place += ascii
                if ascii == 8 { continue }
            }
            let length = lengthOfSequence(in: bytes, at: place)
            if length == 0 { return place }
            place += length
        }
        return nil
    }

    /// What begins at a place at which no valid sequence does: the bytes that could begin one, or the one byte that cannot.
    ///
    /// `isCutOff` tells that they are the last bytes, and that others after them could make the sequence whole.
    package static func lengthOfInvalidSequence(in bytes: UnsafeRawBufferPointer, at place: Int) -> (bytes: Int, isCutOff: Bool) {
        let (length, second) = shape(lead: bytes[place])
        var end = place + 1
        while end < min(place + length, bytes.count), end == place + 1 ? second.contains(bytes[end]) : bytes[end] & 0xC0 == 0x80 {
            end += 1
        }
        return (end - place, end == bytes.count && end < place + length)
    }

    /// The length of the valid sequence that begins at a place, or zero if none does.
    private static func lengthOfSequence(in bytes: UnsafeRawBufferPointer, at place: Int) -> Int {
        let (length, second) = shape(lead: bytes[place])
        guard place + length <= bytes.count else { return 0 }
        if length > 1, !second.contains(bytes[place + 1]) { return 0 }
        if length > 2, bytes[place + 2] & 0xC0 != 0x80 { return 0 }
        if length > 3, bytes[place + 3] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The length of the sequences that begin with a byte, zero if none does, and what their second byte may be.
    ///
    /// That keeps out overlong forms, surrogates and what is beyond U+10FFFF.
    @inline(__always)
    private static func shape(lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch lead {
        case 0x00...0x7F: (1, 0x80...0xBF)
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }
}
