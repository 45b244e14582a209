/// Checks that bytes are text that YAML allows, before any parser sees them.
///
/// Knowing this first, every later stage may count in Unicode scalars, and the messages are ours.
enum TextCheck {
    /// The text of a file, without a byte order mark.
    ///
    /// - Throws: What is wrong, and the offset of the scalar at fault in the text before it.
    static func text(of bytes: [UInt8]) throws(TextProblem) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw TextProblem(reason: "the file is UTF-16; save it as UTF-8", readable: "")
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var length = 0
        var decoder = UTF8()
        var iterator = body.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: return String(decoding: body, as: UTF8.self)
            case .error: throw problem("the file is not UTF-8 from here on; save it as UTF-8", after: body.prefix(length))
            case .scalarValue(let scalar):
                if let reason = refusal(of: scalar) { throw problem(reason, after: body.prefix(length)) }
                length += UTF8.width(scalar)
            }
        }
    }

    private static func problem(_ reason: String, after readable: ArraySlice<UInt8>) -> TextProblem {
        TextProblem(reason: reason, readable: String(decoding: readable, as: UTF8.self))
    }

    private static func refusal(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0: "the file is not text: it has a NUL byte here"
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...: nil
        default: "an invisible control character (U+\(hexadecimal(scalar.value))) has no place in the file; delete it"
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

/// Bytes that are not the text they should be.
struct TextProblem: Error, Hashable {
    /// What is wrong.
    var reason: String
    /// The text before the fault; its length says where the fault is.
    var readable: String
}
