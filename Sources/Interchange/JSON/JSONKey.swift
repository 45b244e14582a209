/// The key of a member that a ``JSONCursor`` has come to, as UTF-8 without its escapes.
///
/// It can be compared and copied, but by its type it cannot outlive the moment in which the cursor stands there.
///
/// ```swift
/// switch key {
/// case "content", "reasoning_content": text = value.readString()
/// default: break
/// }
/// ```
public typealias JSONKey = Span<UInt8>

/// Whether a key is this text; lets a `switch` tell keys apart.
@inlinable
@inline(__always)
public func ~= (text: StaticString, key: JSONKey) -> Bool {
    // Most keys that differ differ in length, and that much is decided without a call.
    text.utf8CodeUnitCount == key.count && hasSameBytes(text, key)
}

/// Whether a text and a key of the same length are the same.
@usableFromInline
func hasSameBytes(_ text: StaticString, _ key: JSONKey) -> Bool {
    text.withUTF8Buffer { text in
        for place in 0..<min(text.count, key.count) where text[place] != key[place] {
            return false
        }
        return true
    }
}

extension String {
    /// The text of a key.
    public init(key: JSONKey) {
        self = key.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
