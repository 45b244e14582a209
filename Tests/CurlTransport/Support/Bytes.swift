/// Bodies that tests send and receive.
enum Bytes {
    /// Bytes that differ from place to place, so that a piece lost or doubled is noticed.
    static func varied(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count { bytes += pattern.prefix(count - bytes.count) }
        return bytes
    }

    /// Its length shares no factor with the size of any buffer on the way.
    private static let pattern = (0..<100_003).map { UInt8(truncatingIfNeeded: ($0 &* 31) >> 3 ^ $0 >> 11) }

    /// "hello hello hello hello", compressed with gzip.
    static let gzippedHello: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0x01, 0xe3, 0x51,
        0x3d, 0x8d, 0x17, 0x00, 0x00, 0x00,
    ]
}
