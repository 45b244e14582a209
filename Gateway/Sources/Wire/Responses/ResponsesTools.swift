import Waybill

extension ResponsesRequest {
    /// Reads the list `tools`: functions, and tools that a provider runs by itself as far as all of what they do can be told.
    static func readTools(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ResponsesExtras) throws(BodyFault) {
        var hosted: [JSONValue] = []
        var functions: [ToolDefinition] = []
        let tools = try Body.list(value) { value throws(BodyFault) in try tool(value) }
        for tool in tools {
            switch tool {
            case .function(let function): functions.append(function)
            case .hosted(let tool): hosted.append(tool)
            }
        }
        request.tools = functions
        if !hosted.isEmpty { extras.add("tools", .array(hosted)) }
    }

    private enum Tool {
        case function(ToolDefinition)
        case hosted(JSONValue)
    }

    private static func tool(_ value: JSONValue) throws(BodyFault) -> Tool {
        var members = try BodyMembers(value)
        switch try members.require("type", Body.text) {
        case "function":
            let function = try Body.function(&members, strict: nil)
            for key in ["defer_loading", "async"] {
                try members.refuse(key, "Calls of such functions cannot be told.") { $0 == .bool(false) }
            }
            try members.refuse("allowed_callers", "Only the model itself can call functions here.") { $0 == ["direct"] }
            try members.refuse("output_schema", "Results of functions go as they are.")
            try members.finish()
            return .function(function)
        case "mcp":
            // An answer that only asks for an approval would be none.
            guard members.take("require_approval") == "never" else {
                throw BodyFault.unsupported("Approvals cannot be told; say 'never'.").within("require_approval")
            }
            return .hosted(value)
        case "web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11", "file_search",
            "code_interpreter":
            throw BodyFault.unsupported("The sources that such a tool names cannot be told.").within("type")
        default:
            throw BodyFault.unsupported("Only functions, and 'mcp' without approvals, can be told of.").within("type")
        }
    }

    /// Whether a tool is to be called.
    ///
    /// A choice among some of the tools is one that only this API knows how to say.
    static func readToolChoice(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ResponsesExtras) throws(BodyFault) {
        do throws(BodyFault) {
            switch value {
            case "auto": request.toolChoice = .auto
            case "none": request.toolChoice = .none
            // The common request knows no tools but functions.
            case "required" where request.tools.isEmpty && extras.hasTools: extras.add("tool_choice", value)
            case "required": request.toolChoice = .required
            case .string: throw .invalid("is none of 'none', 'auto' and 'required'")
            case .object: try readNamedTool(value, of: &request, or: &extras)
            default: throw .wrongType("a string or an object", value)
            }
        } catch {
            throw error.within("tool_choice")
        }
    }

    private static func readNamedTool(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ResponsesExtras)
        throws(BodyFault)
    {
        var members = try BodyMembers(value)
        switch try members.require("type", Body.text) {
        case "function":
            request.toolChoice = .function(try members.require("name", Body.text))
            try members.finish()
        case "allowed_tools", "mcp": extras.add("tool_choice", value)
        default: throw BodyFault.unsupported("Only functions, and 'mcp', can be told of.").within("type")
        }
    }
}
