import Waybill

extension ChatRequest {
    /// Sampling and limits.
    static func parameters(_ members: inout BodyMembers) throws(BodyFault) -> GenerationParameters {
        var parameters = GenerationParameters()
        parameters.temperature = try members.read("temperature") { value throws(BodyFault) in try Body.number(value, from: 0, to: 2) }
        parameters.topP = try members.read("top_p") { value throws(BodyFault) in try Body.number(value, from: 0, to: 1) }
        parameters.maxOutputTokens = try outputLimit(&members)
        parameters.stop = try members.read("stop", stop)
        parameters.seed = try members.read("seed", Body.whole)
        parameters.reasoningEffort = try members.read("reasoning_effort", Body.word)
        parameters.verbosity = try members.read("verbosity", Body.word)
        parameters.parallelToolCalls = try members.read("parallel_tool_calls", Body.flag)
        parameters.serviceTier = try members.read("service_tier", Body.word)
        return parameters
    }

    /// The output limit, by the newer of two names.
    private static func outputLimit(_ members: inout BodyMembers) throws(BodyFault) -> Int? {
        let old = try members.read("max_tokens", Body.count)
        let new = try members.read("max_completion_tokens", Body.count)
        if let old, let new, old != new {
            throw BodyFault.invalid("is another limit than 'max_completion_tokens'; leave it out").within("max_tokens")
        }
        return new ?? old
    }

    /// One text, or several.
    private static func stop(_ value: JSONValue) throws(BodyFault) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array: try Body.list(value, Body.text)
        default: throw .wrongType("a string or an array of strings", value)
        }
    }

    /// A function.
    ///
    /// Without a word on `strict` this API does not hold a model to its schema.
    static func tool(_ value: JSONValue) throws(BodyFault) -> ToolDefinition {
        var members = try BodyMembers(value)
        let type = try members.require("type", Body.text)
        guard type == "function" else {
            throw BodyFault.unsupported("Only tools of the type 'function' can be called through this gateway.").within("type")
        }
        let tool = try members.require("function") { value throws(BodyFault) in
            var members = try BodyMembers(value)
            let tool = try Body.function(&members, strict: false)
            try members.finish()
            return tool
        }
        try members.finish()
        return tool
    }

    /// Whether a tool is to be called.
    ///
    /// A choice among some of the tools is one that only this API knows how to say.
    static func readToolChoice(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ChatExtras) throws(BodyFault) {
        do throws(BodyFault) {
            switch value {
            case "auto": request.toolChoice = .auto
            case "none": request.toolChoice = .none
            case "required": request.toolChoice = .required
            case .string: throw .invalid("is none of 'none', 'auto' and 'required'")
            case .object where value["type"] == "function": request.toolChoice = .function(try forcedFunction(value))
            case .object where value["type"] == "allowed_tools": extras.add("tool_choice", value)
            case .object where value["type"] == nil: throw BodyFault(.missing).within("type")
            case .object: throw BodyFault.unsupported("Only functions can be called through this gateway.").within("type")
            default: throw .wrongType("a string or an object", value)
            }
        } catch {
            throw error.within("tool_choice")
        }
    }

    private static func forcedFunction(_ value: JSONValue) throws(BodyFault) -> String {
        var members = try BodyMembers(value)
        _ = members.take("type")
        let name = try members.require("function") { value throws(BodyFault) in
            var members = try BodyMembers(value)
            let name = try members.require("name", Body.text)
            try members.finish()
            return name
        }
        try members.finish()
        return name
    }

    /// The form of the answer.
    ///
    /// Forms that are not known here are for servers that know them.
    static func readResponseFormat(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ChatExtras) throws(BodyFault) {
        do throws(BodyFault) {
            var members = try BodyMembers(value)
            switch try members.require("type", Body.text) {
            case "text": request.output = .text
            case "json_object": request.output = .jsonObject
            case "json_schema":
                request.output = .jsonSchema(
                    try members.require("json_schema") { value throws(BodyFault) in
                        var members = try BodyMembers(value)
                        let format = try Body.schemaFormat(&members)
                        try members.finish()
                        return format
                    })
            default: return extras.add("response_format", value)
            }
            try members.finish()
        } catch {
            throw error.within("response_format")
        }
    }
}
