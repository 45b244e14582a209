import Waybill

/// The text in one line of a file in which every line is a JSON string.
struct TextLine {
    let text: String
    /// The places in the line that stand for no character, so that U+FFFD stands in the text.
    private(set) var repairs = 0

    /// Why a line has no text.
    struct Fault: Error {
        let column: Int
        /// The end of a sentence that begins with the place.
        let message: String
    }

    /// Reads a line; `nil` where it is blank.
    ///
    /// Bytes that are no UTF-8 become U+FFFD, and so does half a surrogate pair, as tiktoken repairs its input.
    init?(_ line: RawSpan) throws(Fault) {
        if let text = Self.plainText(line) {
            self.text = text
            return
        }
        let repaired = line.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        guard let first = repaired.unicodeScalars.firstIndex(where: { !" \t\r".unicodeScalars.contains($0) }) else { return nil }
        let value = try Self.value(repaired)
        guard let text = value.stringValue else {
            let column = repaired.unicodeScalars.distance(from: repaired.startIndex, to: first) + 1
            throw Fault(column: column, message: "A line must be a JSON string, and this is \(value.kindName).")
        }
        self.text = text
        repairs = Self.brokenBytes(line, repaired: repaired) + Self.loneSurrogates(repaired)
    }

    /// The text of a line in which nothing needs to be repaired, as nearly all are.
    private static func plainText(_ line: RawSpan) -> String? {
        do {
            return try JSONReader.read(line, options: .init(loneSurrogates: .error)).stringValue
        } catch {
            return nil
        }
    }

    private static func value(_ line: String) throws(Fault) -> JSONValue {
        do throws(JSONError) {
            return try JSONReader.read(line)
        } catch {
            throw Fault(column: error.column, message: "invalid JSON: \(error.message)")
        }
    }

    /// How often U+FFFD was put in the place of bytes.
    private static func brokenBytes(_ line: RawSpan, repaired: String) -> Int {
        guard repaired.unicodeScalars.contains("\u{FFFD}") else { return 0 }
        let written = line.withUnsafeBytes { bytes in
            bytes.indices.dropLast(2).count { bytes[$0] == 0xEF && bytes[$0 + 1] == 0xBF && bytes[$0 + 2] == 0xBD }
        }
        return repaired.unicodeScalars.count { $0 == "\u{FFFD}" } - written
    }

    /// How many halves of surrogate pairs a valid JSON string escapes without the other half.
    private static func loneSurrogates(_ json: String) -> Int {
        var number = 0
        var isAfterHigh = false
        var rest = json.utf8[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            let isNext = slash == rest.startIndex
            let escape = rest[slash...].prefix(6)
            let unit = escape.dropFirst().first == UInt8(ascii: "u") ? UInt16(String(Substring(escape.dropFirst(2))), radix: 16) : nil
            rest = rest[slash...].dropFirst(unit == nil ? 2 : 6)
            switch unit ?? 0 {
            case 0xDC00...0xDFFF where isAfterHigh && isNext:
                // It was taken for lone, and is not.
                number -= 1
                isAfterHigh = false
            case 0xD800...0xDFFF:
                number += 1
                isAfterHigh = (unit ?? 0) < 0xDC00
            default: isAfterHigh = false
            }
        }
        return number
    }
}

extension JSONValue {
    /// What kind of value this is, in a sentence.
    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
