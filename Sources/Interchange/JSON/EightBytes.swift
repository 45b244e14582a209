/// Eight bytes looked at in one step, for scanning text faster than byte by byte.
struct EightBytes {
    /// The bytes, the first in the lowest place.
    private let bits: UInt64

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Loads eight bytes.
    ///
    /// - Precondition: `offset + 8 <= bytes.count`.
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
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
