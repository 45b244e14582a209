extension ConversationItem: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        // A message needs no type, as on the APIs that people know.
        let type = try members.read("type", asText) ?? "message"
        switch type {
        case "message":
            var message = Message(role: try members.require("role"), content: try members.require("content", contentParts))
            message.phase = try members.read("phase", asText)
            self = .message(message)
        case "tool_call":
            self = .toolCall(
                ToolCall(
                    id: try members.require("id", asText), name: try members.require("name", asText),
                    arguments: try members.require("arguments", asText)))
        case "tool_result":
            self = .toolResult(
                ToolResult(callID: try members.require("call_id", asText), content: try members.require("content", contentParts)))
        case "reasoning":
            self = .reasoning(
                ReasoningItem(
                    issuer: try members.require("issuer"), text: try members.read("text", asText) ?? "",
                    wire: try members.read("wire", asAny)))
        case "other":
            self = .other(OpaqueItem(issuer: try members.require("issuer"), wire: try members.require("wire", asAny)))
        default:
            let known = ["message", "tool_call", "tool_result", "reasoning", "other"]
            let hint = nearestWord(to: type, among: known).map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"
            throw JSONFormatError(path["type"], "is '\(type)', which is no kind of item; \(hint)")
        }
        try members.finish()
    }

    public var json: JSONValue {
        switch self {
        case .message(let message):
            var object: JSONObject = ["type": "message", "role": message.role.json, "content": contentJSON(message.content)]
            object.set("phase", message.phase)
            return .object(object)
        case .toolCall(let call):
            return ["type": "tool_call", "id": .string(call.id), "name": .string(call.name), "arguments": .string(call.arguments)]
        case .toolResult(let result):
            return ["type": "tool_result", "call_id": .string(result.callID), "content": contentJSON(result.content)]
        case .reasoning(let item):
            var object: JSONObject = ["type": "reasoning", "issuer": item.issuer.json]
            if !item.text.isEmpty { object["text"] = .string(item.text) }
            object["wire"] = item.wire
            return .object(object)
        case .other(let item):
            return ["type": "other", "issuer": item.issuer.json, "wire": item.wire]
        }
    }
}

/// Content is a list of parts; a plain string stands for one text part.
private func contentParts(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [ContentPart] {
    if let text = json.stringValue { return [.text(text)] }
    return try Array(json: json, at: path)
}

/// One text is written as a plain string.
private func contentJSON(_ parts: [ContentPart]) -> JSONValue {
    if parts.count == 1, case .text(let text) = parts[0] { return .string(text) }
    return parts.json
}
