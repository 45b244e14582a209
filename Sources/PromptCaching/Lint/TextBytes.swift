/// A text as bytes, with what the scanners ask of it.
///
/// Nothing looks further than a fixed number of bytes, but for the ends of words.
struct TextBytes {
    let bytes: UnsafeBufferPointer<UInt8>

    var count: Int { bytes.count }

    /// The byte at a place; 0 before the beginning and after the end.
    subscript(place: Int) -> UInt8 { bytes.indices.contains(place) ? bytes[place] : 0 }

    func isDigit(_ place: Int) -> Bool { self[place].isASCIIDigit }

    /// Whether a word could go on here: letters, digits, and everything beyond ASCII.
    func isWord(_ place: Int) -> Bool { self[place].isWordByte }

    /// The number that so many digits from a place write, if no further digit follows them.
    func number(at place: Int, digits: ClosedRange<Int>) -> (value: Int, end: Int)? {
        var (value, end) = (0, place)
        while end - place < digits.upperBound, isDigit(end) {
            value = value * 10 + Int(self[end] - UInt8(ascii: "0"))
            end += 1
        }
        return end - place >= digits.lowerBound && !isDigit(end) ? (value, end) : nil
    }

    /// The end of the run of letters and digits that begins at a place, looked for no further than `limit` bytes.
    func endOfWord(_ place: Int, limit: Int = 256) -> Int {
        var end = place
        while end < count, end - place < limit, bytes[end].isWordByte { end += 1 }
        return end
    }

    /// The ASCII letters and digits of a range, in lower case.
    func word(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].lazy.map { $0.isUppercase ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether this word of lowercase ASCII letters stands at a place, in any case.
    func hasWord(_ word: StaticString, at place: Int) -> Bool {
        guard place >= 0, place + word.utf8CodeUnitCount <= count, !isWord(place + word.utf8CodeUnitCount) else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { bytes[place + $0] | 0x20 == word.utf8Start[$0] }
    }

    /// The words before a place in the same sentence, the nearest first: at most so many, no further back than 64 bytes.
    func words(before place: Int, atMost limit: Int) -> [String] {
        var words: [String] = []
        var end = place
        let farthest = max(0, place - 64)
        while words.count < limit, end > farthest {
            let byte = bytes[end - 1]
            if byte.isWordByte {
                var start = end
                while start > farthest, bytes[start - 1].isWordByte { start -= 1 }
                words.append(word(start..<end))
                end = start
            } else {
                // A line break or the end of a sentence.
                if byte == UInt8(ascii: "\n") || byte.endsSentence && self[end] == UInt8(ascii: " ") { break }
                end -= 1
            }
        }
        return words
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isUppercase: Bool { self &- UInt8(ascii: "A") < 26 }
    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var isHexadecimal: Bool { isASCIIDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
    fileprivate var isWordByte: Bool { isASCIIDigit || isASCIILetter || self >= 0x80 }
    fileprivate var endsSentence: Bool { self == UInt8(ascii: ".") || self == UInt8(ascii: "!") || self == UInt8(ascii: "?") }
}
