import Waybill

extension ResponsesRequest {
    /// Sampling and limits, as far as they are members of the body itself.
    static func parameters(_ members: inout BodyMembers) throws(BodyFault) -> GenerationParameters {
        var parameters = GenerationParameters()
        parameters.temperature = try members.read("temperature") { value throws(BodyFault) in try Body.number(value, from: 0, to: 2) }
        parameters.topP = try members.read("top_p") { value throws(BodyFault) in try Body.number(value, from: 0, to: 1) }
        parameters.maxOutputTokens = try members.read("max_output_tokens", Body.count)
        parameters.parallelToolCalls = try members.read("parallel_tool_calls", Body.flag)
        parameters.serviceTier = try members.read("service_tier", Body.word)
        return parameters
    }

    /// The form of the answer and how long it should be.
    static func readText(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ResponsesExtras) throws(BodyFault) {
        do throws(BodyFault) {
            var members = try BodyMembers(value)
            request.verbosity = try members.read("verbosity", Body.word)
            if let format = try members.read("format", format) { request.output = format }
            extras.add("text", within: members.rest)
        } catch {
            throw error.within("text")
        }
    }

    private static func format(_ value: JSONValue) throws(BodyFault) -> OutputFormat {
        var members = try BodyMembers(value)
        let format: OutputFormat
        switch try members.require("type", Body.text) {
        case "text": format = .text
        case "json_object": format = .jsonObject
        case "json_schema": format = .jsonSchema(try Body.schemaFormat(&members))
        default: throw BodyFault.invalid("is none of 'text', 'json_object' and 'json_schema'").within("type")
        }
        try members.finish()
        return format
    }

    /// How much to think.
    ///
    /// A summary of it is shown where it can be had; other members are for models of this API alone.
    static func readReasoning(_ value: JSONValue, of request: inout ModelRequest, or extras: inout ResponsesExtras) throws(BodyFault) {
        do throws(BodyFault) {
            var members = try BodyMembers(value)
            request.reasoningEffort = try members.read("effort", Body.word)
            for key in ["summary", "generate_summary"] {
                if let word = try members.read(key, Body.text) { extras.addHint("reasoning", within: [key: .string(word)]) }
            }
            extras.add("reasoning", within: members.rest)
        } catch {
            throw error.within("reasoning")
        }
    }
}
