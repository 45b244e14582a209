/// Where a string stands in the scanned bytes, without its quotes.
struct JSONStringRange {
    let start: Int
    let end: Int
    let hasEscapes: Bool
    /// False also where the string's neighbourhood is not ASCII; true is certain.
    let isASCII: Bool

    /// Whether the bytes are the text as they stand.
    var isPlain: Bool { isASCII && !hasEscapes }
}

extension JSONScanner {
    /// The text of a string that was scanned.
    func text(of range: JSONStringRange) throws(JSONFault) -> String {
        if !range.isASCII {
            try checkUTF8(of: range)
        }
        guard range.hasEscapes else {
            return String(decoding: plainBytes(of: range).bindMemory(to: UInt8.self), as: UTF8.self)
        }
        return String(decoding: try unescapedBytes(of: range), as: UTF8.self)
    }

    /// Makes sure that a string that nobody reads is well formed all the same.
    func check(_ range: JSONStringRange) throws(JSONFault) {
        if !range.isASCII {
            try checkUTF8(of: range)
        }
        if range.hasEscapes {
            _ = try unescapedBytes(of: range)
        }
    }

    private func checkUTF8(of range: JSONStringRange) throws(JSONFault) {
        if let invalid = UTF8Validation.firstInvalidByte(in: plainBytes(of: range)) {
            throw JSONFault(reason: .invalidUTF8, offset: range.start + invalid)
        }
    }

    /// The bytes of a string as they stand.
    func plainBytes(of range: JSONStringRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range.start..<range.end])
    }

    /// The UTF-8 of a string with its escapes resolved.
    func unescapedBytes(of range: JSONStringRange) throws(JSONFault) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.end - range.start)
        var place = range.start
        while place < range.end {
            var run = place
            while run < range.end, bytes[run] != UInt8(ascii: "\\") {
                run += 1
            }
            text.append(contentsOf: bytes[place..<run])
            place = run
            if place < range.end {
                try unescape(at: &place, end: range.end, into: &text)
            }
        }
        return text
    }

    /// Resolves one escape and moves behind it.
    private func unescape(at place: inout Int, end: Int, into text: inout [UInt8]) throws(JSONFault) {
        let start = place
        place += 2
        switch place <= end ? bytes[start + 1] : 0 {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            place = start
            text.append(contentsOf: try scalar(at: &place, end: end).utf8)
        default: throw JSONFault(reason: .invalidEscape, offset: start)
        }
    }

    /// Resolves a `\u` escape, or two that are a surrogate pair, and moves behind it.
    private func scalar(at place: inout Int, end: Int) throws(JSONFault) -> Unicode.Scalar {
        let start = place
        guard let unit = codeUnit(at: start, end: end) else { throw JSONFault(reason: .invalidEscape, offset: start) }
        place += 6
        if let scalar = Unicode.Scalar(unit) {
            return scalar
        }
        if unit < 0xDC00, let low = codeUnit(at: place, end: end), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(low & 0x3FF))
        {
            place += 6
            return scalar
        }
        guard options.loneSurrogates == .replace else { throw JSONFault(reason: .loneSurrogate, offset: start) }
        return "\u{FFFD}"
    }

    /// The code unit that `\u` and four hexadecimal digits stand for, or nil if they are not there.
    private func codeUnit(at place: Int, end: Int) -> UInt16? {
        guard place + 6 <= end, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[(place + 2)..<(place + 6)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }
}
