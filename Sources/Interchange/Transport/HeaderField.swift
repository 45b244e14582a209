/// One header of a request or response.
///
/// A field marked ``isSensitive`` prints as `•••` wherever it is described.
public struct HeaderField: Sendable, Hashable {
    /// The field's name as written; compared without regard to case.
    public var name: String
    /// The field's value.
    public var value: String
    /// Whether the value is a credential.
    public var isSensitive: Bool

    /// Creates a field.
    public init(_ name: String, _ value: String, isSensitive: Bool = false) {
        self.name = name
        self.value = value
        self.isSensitive = isSensitive
    }
}

extension HeaderField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The value, or `•••` where it is a credential.
    public var displayValue: String { isSensitive ? "•••" : value }

    public var description: String { "\(name): \(displayValue)" }

    public var debugDescription: String { description }

    /// Shows the displayed value only, so that `dump` does not print a credential.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "value": displayValue]) }
}

extension [HeaderField] {
    /// The value of the first field with this name, compared without regard to case.
    public func value(of name: String) -> String? {
        for field in self where field.hasName(name) { return field.value }
        return nil
    }
}

extension HeaderField {
    /// Whether the field has this name, compared as HTTP does: ASCII letters without regard to case.
    public func hasName(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count && name.utf8.elementsEqual(other.utf8) { lowercasedASCII($0) == lowercasedASCII($1) }
    }
}

private func lowercasedASCII(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
