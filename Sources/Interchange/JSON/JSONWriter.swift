/// Writes JSON text.
///
/// The same value gives the same bytes in every process. Strings escape only what JSON requires: `"`, `\` and control characters, these by their
/// short form where there is one; everything else, `/` included, stays as it is.
///
/// ## Usage
///
/// ```swift
/// let body = value.bytes()                    // compact, as written
/// let text = value.text(style: .pretty)       // for people
/// ```
public struct JSONWriter: Sendable {
    /// How values are laid out.
    public enum Style: Sendable, Hashable {
        /// Without space; members and number literals as written.
        case asWritten
        /// Without space; members sorted by the UTF-8 bytes of their keys, numbers in their ``JSONNumber/canonicalLiteral``.
        case canonical
        /// Over several lines, indented by two spaces; members and number literals as written.
        case pretty
    }

    /// What was written so far.
    public private(set) var bytes: [UInt8]
    private let style: Style
    private var indentation = 0

    /// A writer that has written nothing yet.
    public init(style: Style = .asWritten) {
        self.style = style
        bytes = []
    }

    /// Lets a writer append to bytes.
    static func append(to bytes: inout [UInt8], style: Style, _ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(style: style)
        // The array changes hands and comes back, so that appending never copies it.
        swap(&writer.bytes, &bytes)
        write(&writer)
        swap(&writer.bytes, &bytes)
    }

    /// Appends a value.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(raw: "null")
        case .bool(true): write(raw: "true")
        case .bool(false): write(raw: "false")
        case .number(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements): writeList(elements, "[", "]") { $0.write($1) }
        case .object(let object) where style == .canonical: writeMembers(object.sorted { $0.key.precedesByBytes($1.key) })
        case .object(let object): writeMembers(object)
        }
    }

    /// Appends a string with its quotes.
    public mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { writeString(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a number.
    public mutating func write(_ number: JSONNumber) {
        bytes.append(contentsOf: (style == .canonical ? number.canonicalLiteral : number.literal).utf8)
    }

    private mutating func writeMembers(_ members: some Collection<JSONObject.Element>) {
        writeList(members, "{", "}") { writer, member in
            writer.writeKey(member.key)
            writer.write(member.value)
        }
    }

    /// Appends a key and its colon.
    mutating func writeKey(_ key: String) {
        write(key)
        write(raw: style == .pretty ? ": " : ":")
    }

    /// Appends anything between brackets: commas, lines and indentation are written here, every item by the closure.
    mutating func writeList<Items: Collection>(
        _ items: Items, _ opening: StaticString, _ closing: StaticString, _ writeItem: (inout JSONWriter, Items.Element) -> Void
    ) {
        write(raw: opening)
        indentation += 1
        var isFirst = true
        for item in items {
            if !isFirst {
                write(raw: ",")
            }
            isFirst = false
            beginLine()
            writeItem(&self, item)
        }
        indentation -= 1
        if !isFirst {
            beginLine()
        }
        write(raw: closing)
    }

    private mutating func beginLine() {
        guard style == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * 2))
    }

    mutating func write(raw text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension JSONWriter {
    private mutating func writeString(_ text: UnsafeRawBufferPointer) {
        bytes.append(UInt8(ascii: "\""))
        var written = 0
        while written < text.count {
            let special = Self.nextToEscape(in: text, from: written)
            bytes.append(contentsOf: text[written..<special])
            written = special
            if special < text.count {
                writeEscaped(text[special])
                written += 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The place of the next byte that must be escaped, or the end.
    private static func nextToEscape(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start
        while place + 8 <= text.count {
            let special = EightBytes(text, at: place).specialInString
            place += special.first
            if !special.isEmpty { return place }
        }
        while place < text.count, !text[place].isSpecialInJSONString {
            place += 1
        }
        return place
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x08: write(raw: "\\b")
        case 0x09: write(raw: "\\t")
        case 0x0A: write(raw: "\\n")
        case 0x0C: write(raw: "\\f")
        case 0x0D: write(raw: "\\r")
        default:
            let digits: StaticString = "0123456789abcdef"
            write(raw: "\\u00")
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 0xF)])
        }
    }
}

extension JSONValue {
    /// Appends this value to bytes.
    public func write(into bytes: inout [UInt8], style: JSONWriter.Style = .asWritten) {
        JSONWriter.append(to: &bytes, style: style) { $0.write(self) }
    }

    /// This value as UTF-8 text.
    public func bytes(style: JSONWriter.Style = .asWritten) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.bytes
    }

    /// This value as text.
    public func text(style: JSONWriter.Style = .asWritten) -> String {
        String(decoding: bytes(style: style), as: UTF8.self)
    }
}
