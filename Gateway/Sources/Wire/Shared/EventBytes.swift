import Waybill

// Server-sent events are written by appending to one array of bytes: what is the same in every event as bytes that were made once, what
// differs as JSON. Compact JSON has no line breaks, so that one `data:` line always holds a whole event.
extension [UInt8] {
    /// Appends text as it is.
    mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a string of JSON, with its quotes.
    mutating func append(json text: String) { JSONValue.string(text).write(into: &self) }

    /// Appends a whole number.
    mutating func append(json number: Int) { append(contentsOf: String(number).utf8) }

    /// Appends a value of JSON.
    mutating func append(json value: JSONValue) { value.write(into: &self) }
}
