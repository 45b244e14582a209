/// Reads JSON text (RFC 8259) into values, strictly.
///
/// Text must be UTF-8; a byte order mark at its start is passed over; nothing may follow the value. The time taken is linear in the length of the
/// text, and no text, however deep or broken, does more than throw.
///
/// ## Usage
///
/// ```swift
/// let body = try JSONReader.read(bytes)
/// let file = try JSONReader.read(text, options: .init(duplicateKeys: .error))
/// ```
public enum JSONReader {
    /// Reads a value from bytes.
    ///
    /// - Throws: ``JSONError`` if the bytes are not exactly one JSON value.
    public static func read(_ bytes: [UInt8], options: Options = Options()) throws(JSONError) -> JSONValue {
        try read(bytes.span.bytes, options: options)
    }

    /// Reads a value from bytes.
    ///
    /// - Throws: ``JSONError`` if the bytes are not exactly one JSON value.
    public static func read(_ bytes: RawSpan, options: Options = Options()) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBytes { (bytes) throws(JSONError) in
            try read(bytes, options: options)
        }
    }

    /// Reads a value from bytes.
    ///
    /// - Throws: ``JSONError`` if the bytes are not exactly one JSON value.
    public static func read(_ bytes: UnsafeRawBufferPointer, options: Options = Options()) throws(JSONError) -> JSONValue {
        var scanner = JSONScanner(bytes, options: options)
        do throws(JSONFault) {
            scanner.begin()
            let value = try scanner.readValue()
            try scanner.end()
            return value
        } catch {
            throw JSONError(error, in: bytes)
        }
    }

    /// Reads a value from text.
    ///
    /// - Throws: ``JSONError`` if the text is not exactly one JSON value.
    public static func read(_ text: String, options: Options = Options()) throws(JSONError) -> JSONValue {
        try read(Array(text.utf8), options: options)
    }
}
