/// Base64 with padding and the standard alphabet (RFC 4648 §4).
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The value of each byte as a digit, or 255.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Writes bytes as text.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output in
            var written = 0
            var index = 0
            while index < bytes.count {
                let left = bytes.count - index
                let group =
                    UInt32(bytes[index]) << 16 | UInt32(left > 1 ? bytes[index + 1] : 0) << 8 | UInt32(left > 2 ? bytes[index + 2] : 0)
                output[written] = alphabet[Int(group >> 18)]
                output[written + 1] = alphabet[Int(group >> 12 & 63)]
                output[written + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
                output[written + 3] = left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "=")
                written += 4
                index += 3
            }
            return written
        }
    }

    /// Reads text; `nil` where it is not base64.
    ///
    /// Padding may be missing, but where there is any it is whole. Nothing else is passed over, white space included.
    public static func decode(_ text: String) -> [UInt8]? { decode(text[...]) }

    /// Reads a part of a text; see ``decode(_:)-(String)``.
    public static func decode(_ text: Substring) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode($0) }
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard padding == 0 || text.count % 4 == 0 else { return nil }
        let digits = text.dropLast(padding)
        guard digits.count % 4 != 1 else { return nil }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 2) { output, count in
            values.withUnsafeBufferPointer { values in
                var group: UInt32 = 0
                var bits = 0
                for digit in digits {
                    let value = values[Int(digit)]
                    guard value != 255 else {
                        isValid = false
                        return
                    }
                    group = group << 6 | UInt32(value)
                    bits += 6
                    if bits >= 8 {
                        bits -= 8
                        output[count] = UInt8(truncatingIfNeeded: group >> bits)
                        count += 1
                    }
                }
            }
        }
        return isValid ? bytes : nil
    }
}
