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

    /// A gzip stream of stored blocks with 60,000 zeros each: compressed in form, but not in size.
    static func gzipStored(blocks: Int) -> [UInt8] {
        var stream: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        for index in 1...blocks {
            stream += [index == blocks ? 1 : 0, 0x60, 0xea, 0x9f, 0x15]
            stream += [UInt8](repeating: 0, count: 60_000)
        }
        // Checksum and length of so many zeros.
        for value in [zeroChecksum(60_000 * blocks), UInt32(truncatingIfNeeded: 60_000 * blocks)] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) { stream.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return stream
    }

    /// CRC-32 of zeros.
    private static func zeroChecksum(_ count: Int) -> UInt32 {
        var table: [UInt32] = []
        for byte: UInt32 in 0..<256 {
            var value = byte
            for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
            table.append(value)
        }
        var checksum: UInt32 = 0xffff_ffff
        for _ in 0..<count { checksum = table[Int(checksum & 0xff)] ^ (checksum >> 8) }
        return checksum ^ 0xffff_ffff
    }
}
