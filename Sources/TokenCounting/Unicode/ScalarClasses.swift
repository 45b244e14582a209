import CWaybillTokenRanks

/// The class of every Unicode scalar, by the pinned ``version``.
///
/// The tables of the Swift runtime differ by its version and by the system, and with them token counts would.
struct ScalarClasses {
    /// The version of Unicode that classifies: the one that tiktoken 0.14 has.
    static let version = "16.0.0"

    /// The block of each 256 scalars, then the classes of each block.
    private let table: UnsafePointer<UInt8>
    private static let blockCount = 0x11_0000 >> 8

    init() {
        table = waybill_unicode_classes().bytes
    }

    /// The class of a scalar.
    @inline(__always)
    subscript(scalar: UInt32) -> ScalarClass {
        let block = Int(table[Int(scalar &>> 8)])
        return Self.known(table[Self.blockCount &+ block &<< 8 &+ Int(scalar & 0xff)])
    }

    /// The class of an ASCII byte.
    @inline(__always)
    subscript(ascii byte: UInt8) -> ScalarClass {
        Self.known(table[Self.blockCount &+ Int(byte)])
    }

    /// The table holds the eight classes' raw values alone; asking `init(rawValue:)` would cost a comparison for each byte of text.
    @inline(__always)
    private static func known(_ byte: UInt8) -> ScalarClass { unsafeBitCast(byte, to: ScalarClass.self) }
}
