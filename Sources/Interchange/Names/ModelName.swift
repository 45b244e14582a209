/// A model at a provider: `provider/model-id`.
///
/// The provider is the name of a provider file; the id is what that provider calls the model and may itself hold slashes.
public struct ModelName: Sendable, Hashable {
    /// The provider's name: the part before the first `/`.
    public let provider: String
    /// The provider's own id of the model: everything after the first `/`.
    public let id: String

    /// Creates a name from its two parts.
    public init(provider: String, id: String) {
        self.provider = provider
        self.id = id
    }

    /// Reads `provider/model-id`; `nil` where either part is empty.
    public init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/"), slash != text.startIndex, text.index(after: slash) != text.endIndex else { return nil }
        provider = String(text[..<slash])
        id = String(text[text.index(after: slash)...])
    }
}

extension ModelName: CustomStringConvertible {
    public var description: String { "\(provider)/\(id)" }
}

extension ModelName: Comparable {
    public static func < (left: ModelName, right: ModelName) -> Bool {
        (left.provider, left.id) < (right.provider, right.id)
    }
}

extension ModelName: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        let text = try json.string(at: path)
        guard let name = ModelName(text) else { throw JSONFormatError(path, "is not a model: write 'provider/model-id'") }
        self = name
    }

    public var json: JSONValue { .string(description) }
}
