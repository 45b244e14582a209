/// Writes one JSON object member by member, with an array of numbers that may be too long to be kept.
package struct JSONObjectWriter {
    private var writer = JSONWriter()
    private var separator: StaticString = "{"

    /// A writer of an object that has no member yet.
    package init() {}

    /// Writes a member.
    package mutating func write(_ key: String, _ value: JSONValue) {
        begin(key)
        writer.write(value)
    }

    /// Begins a member that is an array.
    package mutating func beginArray(_ key: String) {
        begin(key)
        separator = "["
    }

    /// Writes elements of the array that was begun.
    package mutating func write(elements: some Sequence<Int>) {
        for element in elements {
            writer.write(raw: separator)
            writer.write(JSONNumber(element))
            separator = ","
        }
    }

    /// Ends the array that was begun.
    package mutating func endArray() {
        if separator.utf8Start[0] == UInt8(ascii: "[") { writer.write(raw: "[") }
        writer.write(raw: "]")
        separator = ","
    }

    /// Ends the object.
    package mutating func end() {
        if separator.utf8Start[0] == UInt8(ascii: "{") { writer.write(raw: "{") }
        writer.write(raw: "}")
    }

    /// Hands out what was written since the last time.
    package mutating func take() -> [UInt8] {
        let bytes = writer.bytes
        writer = JSONWriter()
        return bytes
    }

    private mutating func begin(_ key: String) {
        writer.write(raw: separator)
        writer.writeKey(key)
        separator = ","
    }
}
