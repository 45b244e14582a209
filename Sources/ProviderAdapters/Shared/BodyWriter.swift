import WaybillInterchange

/// Writes the JSON of a request body straight into bytes, without values in between.
///
/// Commas are written here; what is opened is closed by the closure's end.
///
/// ```swift
/// var body = BodyWriter()
/// body.object { body in
///     body.member("model", "gpt-5.4")
///     body.member("input") { $0.array(items) { $0.item($1) } }
/// }
/// ```
struct BodyWriter {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []
    /// How many of them, from the first, belong to the stable part of a prompt; `nil`: not said.
    private(set) var stableBytes: Int?
    private var needsComma = false

    /// Says that the stable part ends with what was written so far.
    mutating func endStablePart() { stableBytes = bytes.count }

    // MARK: Values

    /// Writes an object; `write` writes its members.
    mutating func object(_ write: (inout BodyWriter) -> Void) {
        open(UInt8(ascii: "{"))
        write(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array; `write` writes each element.
    mutating func array<Elements: Sequence>(_ elements: Elements, _ write: (inout BodyWriter, Elements.Element) -> Void) {
        array { body in
            for element in elements { write(&body, element) }
        }
    }

    /// Writes an array; `write` writes its elements.
    mutating func array(_ write: (inout BodyWriter) -> Void) {
        open(UInt8(ascii: "["))
        write(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes any value, its members in their order.
    mutating func value(_ value: JSONValue) {
        separate()
        value.write(into: &bytes)
        needsComma = true
    }

    /// Writes bytes that already are one JSON value, unchanged.
    mutating func encoded(_ json: [UInt8]) {
        separate()
        bytes += json
        needsComma = true
    }

    // MARK: Members

    /// Writes a member whose key needs no escapes; `write` writes its value.
    mutating func member(_ key: StaticString, _ write: (inout BodyWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        write(&self)
    }

    /// Writes a text.
    mutating func member(_ key: StaticString, _ text: String) { member(key) { $0.value(.string(text)) } }

    /// Writes a truth value.
    mutating func member(_ key: StaticString, _ flag: Bool) { member(key) { $0.value(.bool(flag)) } }

    /// Writes content as text: its address, or the content itself as a data URL.
    mutating func member(_ key: StaticString, _ source: ContentSource) {
        switch source {
        case .url(let url): member(key, url)
        case .bytes(let content, let mediaType): member(key, "data:\(mediaType);base64,\(Base64.encode(content))")
        }
    }

    /// Writes a member whose key comes from elsewhere.
    mutating func member(named key: String, _ value: JSONValue) {
        separate()
        JSONValue.string(key).write(into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.write(into: &bytes)
        needsComma = true
    }

    // MARK: Punctuation

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
