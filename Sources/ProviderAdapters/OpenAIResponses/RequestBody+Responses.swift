import WaybillInterchange

/// The members of a Responses body beside the model and the input.
extension RequestBody {
    mutating func writeTools(_ request: PreparedRequest, _ settings: ResponsesSettings) {
        guard !request.request.tools.isEmpty else { return }
        member("tools", grows: true) { body in
            body.array(zip(request.request.tools, request.toolSchemas)) { body, tool in
                let (definition, schema) = tool
                body.object { body in
                    body.member("type", "function")
                    body.member("name", definition.name)
                    if let description = definition.description { body.member("description", description) }
                    body.member("parameters") { $0.encoded(schema) }
                    body.member("strict", definition.resolvedStrict)
                }
            }
        }
        member("parallel_tool_calls", settings.parallelToolCalls.map(JSONValue.bool))
    }

    mutating func writeText(_ request: PreparedRequest, _ settings: ResponsesSettings) {
        guard request.request.output != .text || settings.verbosity != nil else { return }
        member("text") { body in
            body.object { body in
                switch request.request.output {
                case .text: break
                case .jsonObject: body.member("format") { $0.value(["type": "json_object"]) }
                case .jsonSchema(let format): body.member("format") { $0.writeSchema(format, request.outputSchema) }
                }
                if let verbosity = settings.verbosity { body.member("verbosity", verbosity.rawValue) }
            }
        }
    }

    mutating func writeReasoning(_ settings: ResponsesSettings) {
        member("reasoning", settings.effort.map { ["effort": .string($0.rawValue)] })
    }

    mutating func writeToolChoice(_ request: ModelRequest) {
        switch request.toolChoice {
        case .auto: break
        case .none: if !request.tools.isEmpty { member("tool_choice", "none") }
        case .required: member("tool_choice", "required")
        case .function(let name): member("tool_choice", ["type": "function", "name": .string(name)])
        }
    }

    mutating func writeLimits(_ settings: ResponsesSettings) {
        member("temperature", settings.temperature.flatMap(JSONNumber.init).map(JSONValue.number))
        member("top_p", settings.topP.flatMap(JSONNumber.init).map(JSONValue.number))
        member("max_output_tokens", settings.maxOutputTokens.map { .number(JSONNumber($0)) })
        member("service_tier", settings.serviceTier?.json)
    }

    mutating func writeStreaming(_ streaming: Bool) {
        member("stream", .bool(streaming))
        // Without this, every event carries padding that has to be received and read.
        if streaming { member("stream_options", ["include_obfuscation": false]) }
    }
}

extension BodyWriter {
    fileprivate mutating func writeSchema(_ format: JSONSchemaFormat, _ schema: [UInt8]?) {
        object { body in
            body.member("type", "json_schema")
            body.member("name", format.name)
            if let description = format.description { body.member("description", description) }
            body.member("schema") { body in
                if let schema { body.encoded(schema) } else { body.value(format.schema) }
            }
            body.member("strict", format.strict)
        }
    }
}
