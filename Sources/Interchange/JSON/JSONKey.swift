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
public func ~= (text: StaticString, key: JSONKey) -> Bool {
    text.withUTF8Buffer { text in
        guard text.count == key.count else { return false }
        for place in key.indices where text[place] != key[place] {
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
