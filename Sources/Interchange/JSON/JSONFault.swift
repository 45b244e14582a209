/// Where a scanner stopped and why; becomes a ``JSONError`` once the whole input is at hand to count lines in.
struct JSONFault: Error {
    let reason: Reason
    let offset: Int

    enum Reason {
        case expectedValue
        case expectedKey
        case expectedColon
        case expectedCommaOrBrace
        case expectedCommaOrBracket
        case expectedEnd
        case expectedDigit
        case leadingZero
        case controlCharacter
        case invalidEscape
        case invalidUTF8
        case loneSurrogate
        case unterminatedString
        case duplicateKey
        case tooDeep
    }

    /// A full sentence about what is wrong, naming at most the character at fault.
    func message(in bytes: UnsafeRawBufferPointer) -> String {
        switch reason {
        case .expectedValue: "Expected a value, but found \(found(in: bytes))."
        case .expectedKey: "Expected a key in double quotes, but found \(found(in: bytes))."
        case .expectedColon: "Expected ':' after the key, but found \(found(in: bytes))."
        case .expectedCommaOrBrace: "Expected ',' or '}' after the member, but found \(found(in: bytes))."
        case .expectedCommaOrBracket: "Expected ',' or ']' after the element, but found \(found(in: bytes))."
        case .expectedEnd: "Expected nothing after the value, but found \(found(in: bytes))."
        case .expectedDigit: "Expected a digit in the number, but found \(found(in: bytes))."
        case .leadingZero: "A number must not begin with a zero that further digits follow."
        case .controlCharacter: "A string must not contain \(found(in: bytes)) unless it is escaped."
        case .invalidEscape: "The string has an escape sequence that JSON does not know."
        case .invalidUTF8: "The string is not valid UTF-8."
        case .loneSurrogate: "The string escapes one half of a surrogate pair without the other."
        case .unterminatedString: "The input ends within a string."
        case .duplicateKey: "The object has this key twice."
        case .tooDeep: "The value is nested too deeply."
        }
    }

    /// The character at fault in words.
    private func found(in bytes: UnsafeRawBufferPointer) -> String {
        guard offset < bytes.count else { return "the end of the input" }
        var decoder = UTF8()
        var rest = bytes[offset...].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else {
            return "a byte that is not valid UTF-8"
        }
        let isVisible = scalar.value > 0x20 && scalar.value != 0x7F && !(0x80...0xA0).contains(scalar.value)
        return isVisible && !scalar.properties.isDefaultIgnorableCodePoint
            ? "'\(Character(scalar))'" : "U+" + String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4)
    }
}

extension String {
    /// The text with zeros before it, up to a width.
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}
