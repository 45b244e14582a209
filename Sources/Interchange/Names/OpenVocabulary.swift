/// A word from a list that others may extend: known words are static members, an unknown one passes through unchanged.
public protocol OpenVocabulary: RawRepresentable<String>, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible,
    JSONRepresentable
{
    /// Takes any word.
    init(rawValue: String)
}

extension OpenVocabulary {
    /// Creates the word written in the program.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The word itself.
    public var description: String { rawValue }

    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        self.init(rawValue: try json.string(at: path))
    }

    public var json: JSONValue { .string(rawValue) }

    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
