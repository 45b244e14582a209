/// A scalar decoded from UTF-8 that is known to be valid.
struct UTF8Scalar {
    let value: UInt32
    /// The number of its bytes.
    let length: Int

    /// Decodes the scalar that begins here, with a first byte of 0x80 or more.
    @inline(__always)
    init(beyondASCII bytes: UnsafePointer<UInt8>) {
        let lead = UInt32(bytes[0])
        let second = UInt32(bytes[1] & 0x3f)
        if lead < 0xe0 {
            value = (lead & 0x1f) &<< 6 | second
            length = 2
        } else if lead < 0xf0 {
            value = (lead & 0x0f) &<< 12 | second &<< 6 | UInt32(bytes[2] & 0x3f)
            length = 3
        } else {
            value = (lead & 0x07) &<< 18 | second &<< 12 | UInt32(bytes[2] & 0x3f) &<< 6 | UInt32(bytes[3] & 0x3f)
            length = 4
        }
    }

    /// The number of bytes of the scalar that begins with this byte.
    @inline(__always)
    static func length(lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    }
}
