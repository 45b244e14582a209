/// A value that is written in a documented JSON form (snake_case keys).
public protocol JSONWritable: Encodable {
    /// The value in its JSON form.
    var json: JSONValue { get }
}

extension JSONWritable {
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}

extension Array where Element: JSONWritable {
    /// The elements as an array of their JSON forms.
    public var json: JSONValue { .array(map(\.json)) }
}

/// A value with a documented JSON form (snake_case keys) that keeps member order and number literals.
///
/// ``json`` and ``init(json:at:)`` are exact both ways. `Codable` is built on them, for use with any coder; but Foundation's coders do not
/// keep the order of members, which a model can see in a schema: read and write request files through ``init(jsonText:)`` and `json`.
public protocol JSONRepresentable: JSONWritable, Decodable {
    /// Reads the value; `path` says where it stands, for the error.
    init(json: JSONValue, at path: JSONPath) throws(JSONFormatError)
}

extension JSONRepresentable {
    /// Reads the value from JSON text.
    public init(jsonText: String) throws {
        self = try Self(json: JSONReader.read(jsonText), at: .root)
    }

    /// Reads the value from UTF-8 bytes of JSON.
    public init(jsonBytes: [UInt8]) throws {
        self = try Self(json: JSONReader.read(jsonBytes), at: .root)
    }

    public init(from decoder: any Decoder) throws {
        try self.init(json: JSONValue(from: decoder), at: .root)
    }
}

extension Array where Element: JSONRepresentable {
    /// Reads every element of an array.
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var result: [Element] = []
        for (index, element) in try json.array(at: path).enumerated() {
            result.append(try Element(json: element, at: path[index]))
        }
        self = result
    }
}
