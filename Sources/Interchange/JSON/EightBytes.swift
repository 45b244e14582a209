/// Eight bytes looked at in one step, for scanning text faster than byte by byte.
struct EightBytes {
    /// The bytes, the first in the lowest place.
    private let bits: UInt64

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Loads the eight bytes at an offset; what lies behind the end is zero.
    ///
    /// - Precondition: `0 <= offset && offset <= bytes.count`.
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        if bytes.count - offset >= 8 {
            bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        } else {
            var bits: UInt64 = 0
            for place in (offset..<bytes.count).reversed() {
                bits = bits << 8 | UInt64(bytes[place])
            }
            self.bits = bits
        }
    }

    /// Marks by their high bit the bytes that are equal to one byte.
    ///
    /// Exact up to and including the first byte marked; what lies above it may be marked by mistake. The same holds for every mark below.
    func equal(to byte: UInt8) -> Marks {
        let difference = bits ^ (Self.lowBits &* UInt64(byte))
        return Marks(bits: (difference &- Self.lowBits) & ~difference & Self.highBits)
    }

    /// Marks the bytes below a bound of at most 0x80.
    func below(_ bound: UInt8) -> Marks {
        Marks(bits: (bits &- (Self.lowBits &* UInt64(bound))) & ~bits & Self.highBits)
    }

    /// Marks the bytes that are not ASCII; always exact.
    var nonASCII: Marks {
        Marks(bits: bits & Self.highBits)
    }

    /// Marks what cannot stand in a JSON string as it is: quotes, backslashes and control characters.
    var specialInString: Marks {
        equal(to: UInt8(ascii: "\"")) | equal(to: UInt8(ascii: "\\")) | below(0x20)
    }

    /// Bytes marked by their high bit.
    struct Marks {
        fileprivate let bits: UInt64

        /// Whether no byte is marked.
        var isEmpty: Bool { bits == 0 }

        /// The place of the first byte marked; 8 if none is.
        var first: Int { bits.trailingZeroBitCount / 8 }

        static func | (left: Marks, right: Marks) -> Marks {
            Marks(bits: left.bits | right.bits)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The place of the first byte that is marked, from a place on, or the end.
    ///
    /// - Parameter mark: Marks bytes in eight that are looked at together.
    @inline(__always)
    func firstPlace(from start: Int, _ mark: (EightBytes) -> EightBytes.Marks) -> Int {
        var place = start
        while place < count {
            let marks = mark(EightBytes(self, at: place))
            place += marks.first
            if !marks.isEmpty { break }
        }
        return Swift.min(place, count)
    }

    /// The bytes in a range, as a buffer of their own.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }
}
