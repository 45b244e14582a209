extension ModelRequest: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(workload: try members.require("workload"))
        instructions = try members.read("instructions", asText)
        tools = try members.read("tools", Array.init(json:at:)) ?? []
        toolOrder = try members.read("tool_order", asWord) ?? .byName
        examples = try members.read("examples", Array.init(json:at:)) ?? []
        references = try members.read("references", Array.init(json:at:)) ?? []
        conversation = try members.read("conversation", conversationItems) ?? []
        lateContext = try members.read("late_context", asText)
        output = try members.read("output") ?? .text
        validatesOutput = try members.read("validate", asFlag) ?? true
        toolChoice = try members.read("tool_choice") ?? .auto
        parameters = try GenerationParameters(members: &members)
        promptVersion = try members.read("prompt_version", asText)
        metadata = try members.read("metadata", textMap) ?? [:]
        user = try members.read("user", asText)
        conversationID = try members.read("conversation_id", asText)
        deadline = try members.read("deadline", asSeconds)
        extras = try members.read("extras", extrasMap) ?? [:]
        requiresExtras = try members.read("requires_extras", asFlag) ?? false
        try members.finish()
    }

    public var json: JSONValue {
        var object: JSONObject = ["workload": workload.json]
        object.set("instructions", instructions)
        if !tools.isEmpty { object["tools"] = tools.json }
        if toolOrder != .byName { object["tool_order"] = .string(toolOrder.rawValue) }
        if !examples.isEmpty { object["examples"] = examples.json }
        if !references.isEmpty { object["references"] = references.json }
        if !conversation.isEmpty { object["conversation"] = conversation.json }
        object.set("late_context", lateContext)
        if output != .text { object["output"] = output.json }
        if !validatesOutput { object["validate"] = false }
        if toolChoice != .auto { object["tool_choice"] = toolChoice.json }
        parameters.write(to: &object)
        object.set("prompt_version", promptVersion)
        if !metadata.isEmpty { object["metadata"] = .object(JSONObject(sorted: metadata.mapValues(JSONValue.string))) }
        object.set("user", user)
        object.set("conversation_id", conversationID)
        if let deadline { object["deadline"] = .number(JSONNumber(seconds: deadline)) }
        if !extras.isEmpty {
            object["extras"] = .object(
                JSONObject(sorted: Dictionary(uniqueKeysWithValues: extras.map { ($0.key.rawValue, JSONValue.object($0.value)) })))
        }
        if requiresExtras { object["requires_extras"] = true }
        return .object(object)
    }
}

/// A conversation is a list of items; a plain string stands for one user message.
private func conversationItems(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [ConversationItem] {
    if let prompt = json.stringValue { return [.user(prompt)] }
    return try Array(json: json, at: path)
}

private func extrasMap(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [AdapterName: JSONObject] {
    var result: [AdapterName: JSONObject] = [:]
    for (key, value) in try json.object(at: path) { result[AdapterName(rawValue: key)] = try value.object(at: path[key]) }
    return result
}

private func textMap(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [String: String] {
    var result: [String: String] = [:]
    for (key, value) in try json.object(at: path) { result[key] = try value.string(at: path[key]) }
    return result
}
