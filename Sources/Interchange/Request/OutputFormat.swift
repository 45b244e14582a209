/// The form of an answer.
public enum OutputFormat: Sendable, Hashable {
    /// Free text.
    case text
    /// A JSON object of any shape. The word JSON must stand in the prompt.
    case jsonObject
    /// JSON that follows a schema.
    case jsonSchema(JSONSchemaFormat)
}

/// A schema that an answer must follow.
public struct JSONSchemaFormat: Sendable, Hashable {
    /// A name for the model: letters, digits, `_` and `-`.
    public var name: String
    /// The JSON Schema.
    ///
    /// The order of `properties` is kept: a model sees it and writes in it.
    public var schema: JSONValue
    /// What the answer is for.
    public var description: String?
    /// Whether the provider must hold the model to the schema.
    public var strict: Bool

    /// Creates a format; strict unless told otherwise.
    public init(name: String, schema: JSONValue, description: String? = nil, strict: Bool = true) {
        self.name = name
        self.schema = schema
        self.description = description
        self.strict = strict
    }
}

extension OutputFormat: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        switch json {
        case "text": self = .text
        case "json-object": self = .jsonObject
        case .object:
            var members = try JSONMembers(json, at: path)
            self = .jsonSchema(try members.require("json_schema"))
            try members.finish()
        default: throw JSONFormatError(path, "is not 'text', 'json-object' or {\"json_schema\": {…}}")
        }
    }

    public var json: JSONValue {
        switch self {
        case .text: "text"
        case .jsonObject: "json-object"
        case .jsonSchema(let format): ["json_schema": format.json]
        }
    }
}

extension JSONSchemaFormat: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            name: try members.require("name", asText),
            schema: .object(try members.require("schema") { json, path throws(JSONFormatError) in try json.object(at: path) }))
        description = try members.read("description", asText)
        strict = try members.read("strict", asFlag) ?? true
        try members.finish()
    }

    public var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object.set("description", description)
        object["schema"] = schema
        if !strict { object["strict"] = false }
        return .object(object)
    }
}
