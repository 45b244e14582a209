/// The grammar of JSON (RFC 8259), once, for everything that reads it: walks over bytes and says where strings, numbers and members are.
///
/// It builds no values and reads no byte beyond the buffer whatever the input. The buffer must outlive it.
struct JSONScanner {
    let bytes: UnsafeRawBufferPointer
    let options: JSONReader.Options
    /// The next byte's place.
    private(set) var offset = 0
    private let count: Int
    /// How many more containers may be opened.
    private var depthLeft: Int

    /// A scanner at the first of the bytes.
    init(_ bytes: UnsafeRawBufferPointer, options: JSONReader.Options) {
        self.bytes = bytes
        count = bytes.count
        self.options = options
        depthLeft = options.maximumDepth
    }

    /// The length of the byte order mark that the bytes begin with: three or zero.
    static func lengthOfByteOrderMark(in bytes: UnsafeRawBufferPointer) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Whether every byte was read.
    var isAtEnd: Bool { offset >= count }

    /// The next byte, or zero at the end: a zero byte is valid nowhere in JSON, so both lead to the same refusal.
    var next: UInt8 {
        offset < count ? bytes[offset] : 0
    }

    /// A fault at the next byte.
    func fault(_ reason: JSONFault.Reason) -> JSONFault {
        JSONFault(reason: reason, offset: offset)
    }

    // MARK: Whole inputs

    /// Passes the beginning of an input: byte order mark and space.
    mutating func begin() {
        offset = Self.lengthOfByteOrderMark(in: bytes)
        skipSpace()
    }

    /// Passes the space after a whole value and makes sure that nothing follows.
    mutating func end() throws(JSONFault) {
        skipSpace()
        guard isAtEnd else { throw fault(.expectedEnd) }
    }

    /// Gives up on the input: nothing is left to read.
    mutating func giveUp() {
        offset = count
    }

    // MARK: Containers

    /// Passes the opening bracket or brace of a container.
    mutating func open() throws(JSONFault) {
        guard depthLeft > 0 else { throw fault(.tooDeep) }
        depthLeft -= 1
        offset += 1
    }

    /// Passes what stands before a member's value: a comma unless the member is the first, the key, a colon; or the end of the object.
    ///
    /// - Returns: The key, or nil if the object has ended.
    mutating func nextKey(isFirst: Bool) throws(JSONFault) -> JSONStringRange? {
        skipSpace()
        if next == UInt8(ascii: "}") {
            close()
            return nil
        }
        if !isFirst {
            guard next == UInt8(ascii: ",") else { throw fault(.expectedCommaOrBrace) }
            offset += 1
            skipSpace()
        }
        guard next == UInt8(ascii: "\"") else { throw fault(.expectedKey) }
        let key = try scanString()
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw fault(.expectedColon) }
        offset += 1
        skipSpace()
        return key
    }

    /// Passes what stands before an element: a comma unless the element is the first; or the end of the array.
    ///
    /// - Returns: Whether there is a further element.
    mutating func nextElement(isFirst: Bool) throws(JSONFault) -> Bool {
        skipSpace()
        if next == UInt8(ascii: "]") {
            close()
            return false
        }
        if !isFirst {
            guard next == UInt8(ascii: ",") else { throw fault(.expectedCommaOrBracket) }
            offset += 1
            skipSpace()
        }
        return true
    }

    private mutating func close() {
        depthLeft += 1
        offset += 1
    }

    // MARK: Scalars

    /// Passes `true` or `false`.
    mutating func scanBool() throws(JSONFault) -> Bool {
        let isTrue = next == UInt8(ascii: "t")
        try scanWord(isTrue ? "true" : "false")
        return isTrue
    }

    /// Passes `null`.
    mutating func scanNull() throws(JSONFault) {
        try scanWord("null")
    }

    private mutating func scanWord(_ word: StaticString) throws(JSONFault) {
        let start = offset
        for place in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[place] else { throw JSONFault(reason: .expectedValue, offset: start) }
            offset += 1
        }
    }

    /// Passes a number.
    ///
    /// - Returns: The place of its literal.
    mutating func scanNumber() throws(JSONFault) -> Range<Int> {
        let start = offset
        if next == UInt8(ascii: "-") {
            offset += 1
        }
        if next == UInt8(ascii: "0") {
            offset += 1
            if nextIsDigit { throw fault(.leadingZero) }
        } else {
            try scanDigits()
        }
        if next == UInt8(ascii: ".") {
            offset += 1
            try scanDigits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
                offset += 1
            }
            try scanDigits()
        }
        return start..<offset
    }

    private var nextIsDigit: Bool {
        next &- UInt8(ascii: "0") < 10
    }

    private mutating func scanDigits() throws(JSONFault) {
        guard nextIsDigit else { throw fault(.expectedDigit) }
        repeat {
            offset += 1
        } while nextIsDigit
    }

    /// Passes a string with its quotes.
    ///
    /// - Returns: The place of what is between the quotes: free of control characters, not yet checked for escapes and UTF-8.
    mutating func scanString() throws(JSONFault) -> JSONStringRange {
        let start = offset + 1
        var place = start
        var hasEscapes = false
        var isASCII = true
        while true {
            place = endOfPlainText(from: place, &isASCII)
            guard place < count else { throw JSONFault(reason: .unterminatedString, offset: count) }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                offset = place + 1
                return JSONStringRange(start: start, end: place, hasEscapes: hasEscapes, isASCII: isASCII)
            case UInt8(ascii: "\\"):
                // The escaped character may be a quote; which escape it is will be looked at when the string is decoded.
                hasEscapes = true
                place = min(place + 2, count)
            default:
                throw JSONFault(reason: .controlCharacter, offset: place)
            }
        }
    }

    /// The place of the next quote, backslash or control character, or the end.
    private func endOfPlainText(from start: Int, _ isASCII: inout Bool) -> Int {
        var place = start
        while place + 8 <= count {
            let eight = EightBytes(bytes, at: place)
            let special = eight.specialInString
            // May look at bytes behind the end of the string; the mistake only costs a needless check.
            isASCII = isASCII && eight.nonASCII.isEmpty
            place += special.first
            if !special.isEmpty { return place }
        }
        while place < count, !bytes[place].isSpecialInJSONString {
            isASCII = isASCII && bytes[place] < 0x80
            place += 1
        }
        return place
    }

    /// Passes insignificant space.
    @inline(__always)
    mutating func skipSpace() {
        // Mostly there is none, and then no call is made.
        if next <= UInt8(ascii: " ") {
            skipAllSpace()
        }
    }

    private mutating func skipAllSpace() {
        while offset < count, bytes[offset].isSpaceInJSON {
            offset += 1
        }
    }
}

extension UInt8 {
    /// Whether this byte is one that may stand between tokens.
    fileprivate var isSpaceInJSON: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") || self == UInt8(ascii: "\t")
    }
}
