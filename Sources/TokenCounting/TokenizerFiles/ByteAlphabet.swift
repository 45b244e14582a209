/// The characters as which byte-level tokenizer files write bytes, so that every token is printable text: `Ġ` for a space, `Ċ` for a line feed.
///
/// Printable bytes of Latin-1 stand for themselves; the others, in order, are the characters from U+0100 on.
enum ByteAlphabet {
    /// The byte of each character from U+0000 to U+0143; -1 for one that stands for none.
    private static let bytes: [Int16] = {
        var bytes = [Int16](repeating: -1, count: 0x144)
        var next = 0x100
        for byte in 0..<256 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[byte] = Int16(byte)
            default:
                bytes[next] = Int16(byte)
                next += 1
            }
        }
        return bytes
    }()

    /// The bytes that valid UTF-8 of these characters stands for; `nil` if another character is among them.
    static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var lead: UInt8?
        for byte in text {
            let character: Int
            if let first = lead {
                character = Int(first & 0x1F) << 6 | Int(byte & 0x3F)
                lead = nil
            } else if byte < 0x80 {
                character = Int(byte)
            } else if byte < 0xE0 {
                lead = byte
                continue
            } else {
                return nil
            }
            guard character < bytes.count, bytes[character] >= 0 else { return nil }
            result.append(UInt8(bytes[character]))
        }
        return result
    }
}
