/// A function that the model may call.
public struct ToolDefinition: Sendable, Hashable {
    /// The function's name: up to 64 letters, digits, `_` and `-`.
    public var name: String
    /// What it does and when to call it, for the model.
    public var description: String?
    /// The JSON Schema of its arguments, an object.
    ///
    /// The order of `properties` is kept: a model sees it.
    public var parameters: JSONValue
    /// Whether the provider must hold the model to the schema.
    ///
    /// `nil`: where the schema is within the strict subset (every property required, `additionalProperties: false`).
    public var strict: Bool?

    /// Creates a definition; without `parameters` the function takes none.
    public init(name: String, description: String? = nil, parameters: JSONValue = emptyParameters, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    /// The schema of a function without arguments.
    public static let emptyParameters: JSONValue = ["additionalProperties": false, "properties": [:], "required": [], "type": "object"]
}

extension ToolDefinition: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(name: try members.require("name", asText))
        description = try members.read("description", asText)
        parameters =
            try members.read("parameters") { json, path throws(JSONFormatError) in .object(try json.object(at: path)) }
            ?? ToolDefinition.emptyParameters
        strict = try members.read("strict", asFlag)
        try members.finish()
        guard !name.isEmpty else { throw JSONFormatError(path["name"], "is empty") }
    }

    public var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object.set("description", description)
        object["parameters"] = parameters
        if let strict { object["strict"] = .bool(strict) }
        return .object(object)
    }
}

/// Whether the model may, must or must not call a tool.
public enum ToolChoice: Sendable, Hashable {
    /// The model decides.
    case auto
    /// No tool may be called. Tools stay in the prompt, so that the cached prefix stays the same.
    case none
    /// Some tool must be called.
    case required
    /// This tool must be called.
    case function(String)
}

extension ToolChoice: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        switch json {
        case "auto": self = .auto
        case "none": self = .none
        case "required": self = .required
        case .object:
            var members = try JSONMembers(json, at: path)
            self = .function(try members.require("function", asText))
            try members.finish()
        default: throw JSONFormatError(path, "is not 'auto', 'none', 'required' or {\"function\": NAME}")
        }
    }

    public var json: JSONValue {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .function(let name): ["function": .string(name)]
        }
    }
}
