import WaybillInterchange
import WaybillRoutes

extension ChatSettings {
    /// Writes what is rendered into the prompt beside the messages: `tools`, `parallel_tool_calls`, `response_format`, `reasoning_effort`,
    /// `verbosity`.
    func writePromptMembers(_ request: PreparedRequest, to body: inout RequestBody) {
        writeTools(request, to: &body)
        body.member("parallel_tool_calls", parallelToolCalls.map(JSONValue.bool))
        if responseFormat != .text {
            body.member("response_format") { $0.object { writeResponseFormat(schema: request.outputSchema, to: &$0) } }
        }
        body.member("reasoning_effort", reasoningEffort?.json)
        body.member("verbosity", verbosity?.json)
    }

    /// Writes what steers the answer and does not touch the prompt: `tool_choice`, `temperature`, `top_p`, `seed`, `stop`, the output limit,
    /// `service_tier`, and that the last message is to be gone on from.
    func writeSteeringMembers(to body: inout RequestBody) {
        if sendsTools, toolChoice != .auto { body.member("tool_choice") { writeToolChoice(to: &$0) } }
        body.member("temperature", temperature.flatMap(JSONNumber.init).map(JSONValue.number))
        body.member("top_p", topP.flatMap(JSONNumber.init).map(JSONValue.number))
        body.member("seed", seed.map { .number(JSONNumber($0)) })
        body.member("stop", stop.map { .array($0.map(JSONValue.string)) })
        let limit = maxOutputTokens.map { JSONValue.number(JSONNumber($0)) }
        switch dialect.outputLimit {
        case .maxTokens: body.member("max_tokens", limit)
        case .maxCompletionTokens: body.member("max_completion_tokens", limit)
        }
        body.member("service_tier", serviceTier?.json)
        writeContinuation(to: &body)
    }

    /// Writes the tools, where any are sent.
    func writeTools(_ request: PreparedRequest, to body: inout RequestBody) {
        if sendsTools { body.member("tools", grows: true) { writeTools(request, to: &$0) } }
    }

    /// Writes that the last message is to be gone on from, where it is.
    func writeContinuation(to body: inout RequestBody) {
        guard continuesFinalMessage else { return }
        body.member("add_generation_prompt", false)
        body.member("continue_final_message", true)
    }

    private func writeTools(_ request: PreparedRequest, to body: inout BodyWriter) {
        body.array(zip(request.request.tools, request.toolSchemas)) { body, tool in
            let (definition, schema) = tool
            body.object { body in
                body.member("type", "function")
                body.member("function") { body in
                    body.object { body in
                        body.member("name", definition.name)
                        if let description = definition.description { body.member("description", description) }
                        if dialect.strictTools { body.member("strict", definition.resolvedStrict) }
                        body.member("parameters") { $0.encoded(schema) }
                    }
                }
            }
        }
    }

    private func writeToolChoice(to body: inout BodyWriter) {
        switch toolChoice {
        case .auto: body.value("auto")
        case .none: body.value("none")
        case .required: body.value("required")
        case .function(let name): body.value(["type": "function", "function": ["name": .string(name)]])
        }
    }

    private func writeResponseFormat(schema: [UInt8]?, to body: inout BodyWriter) {
        switch responseFormat {
        case .text:
            body.member("type", "text")
        case .object:
            body.member("type", "json_object")
        case .schema(let format):
            writeSchema(format, schema ?? format.schema.canonicalSchemaBytes(), to: &body)
        case .anyObject:
            let schema: JSONValue = ["type": "object"]
            writeSchema(JSONSchemaFormat(name: "object", schema: schema, strict: false), schema.bytes(), to: &body)
        }
    }

    private func writeSchema(_ format: JSONSchemaFormat, _ schema: [UInt8], to body: inout BodyWriter) {
        guard dialect.jsonSchema != .value else {
            body.member("type", "json")
            return body.member("value") { $0.encoded(schema) }
        }
        body.member("type", "json_schema")
        body.member("json_schema") { body in
            body.object { body in
                body.member("name", format.name)
                if let description = format.description { body.member("description", description) }
                body.member("strict", format.strict)
                body.member("schema") { $0.encoded(schema) }
            }
        }
    }
}
