/// Writes gzip (RFC 1952) that is compressed in form, but not in size.
public enum Gzip {
    /// The bytes as stored blocks.
    public static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(60_000)
            rest = rest.dropFirst(block.count)
            let count = UInt16(block.count)
            stream.append(rest.isEmpty ? 1 : 0)
            append(count, to: &stream)
            append(~count, to: &stream)
            stream += block
        } while !rest.isEmpty
        append(checksum(of: bytes), to: &stream)
        append(UInt32(truncatingIfNeeded: bytes.count), to: &stream)
        return stream
    }

    private static func append(_ value: some FixedWidthInteger, to stream: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { stream += $0 }
    }

    /// CRC-32.
    private static func checksum(of bytes: [UInt8]) -> UInt32 {
        var table: [UInt32] = []
        for byte: UInt32 in 0..<256 {
            var value = byte
            for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
            table.append(value)
        }
        var checksum: UInt32 = 0xffff_ffff
        for byte in bytes { checksum = table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ (checksum >> 8) }
        return ~checksum
    }
}
