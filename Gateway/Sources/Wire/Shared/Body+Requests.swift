import Waybill

// What both APIs say in the same members, if in different places.
extension Body {
    /// A function that the model may call: `name`, `description`, `parameters`, `strict`.
    ///
    /// - Parameter strict: What counts where the function does not say whether the provider must hold the model to the schema.
    static func function(_ members: inout BodyMembers, strict: Bool?) throws(BodyFault) -> ToolDefinition {
        var tool = ToolDefinition(name: try members.require("name", text))
        tool.description = try members.read("description", text)
        if let parameters = try members.read("parameters", object) { tool.parameters = .object(parameters) }
        tool.strict = try members.read("strict", flag) ?? strict
        return tool
    }

    /// A schema that the answer must follow: `name`, `schema`, `description`, `strict`.
    static func schemaFormat(_ members: inout BodyMembers) throws(BodyFault) -> JSONSchemaFormat {
        JSONSchemaFormat(
            name: try members.require("name", text), schema: .object(try members.require("schema", object)),
            description: try members.read("description", text), strict: try members.read("strict", flag) ?? false)
    }

    /// Whether a value asks for nothing: `false`, zero, or a list or object without anything in it.
    static func isNothing(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false): true
        case .bool(true), .string: false
        case .number(let number): number.doubleValue == 0
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        }
    }

    /// Who the end user is, by the newer of two names.
    static func user(_ members: inout BodyMembers) throws(BodyFault) -> String? {
        let user = try members.read("user", text)
        let identifier = try members.read("safety_identifier", text)
        if let user, let identifier, user != identifier {
            throw .invalid("names another end user than 'safety_identifier'; leave it out").within("user")
        }
        return identifier ?? user
    }
}
