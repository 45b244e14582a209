import Waybill

/// What a response repeats of its request.
enum ResponsesEcho {
    /// The members, as the client said them or as they are where it did not.
    ///
    /// `model` and `service_tier` are what was asked for; the answer puts what it was given in their places.
    static func members(of body: JSONValue) -> JSONObject {
        var echo = JSONObject()
        echo.reserveCapacity(defaults.count)
        for (key, standing) in defaults {
            let said = body[key].flatMap { $0.isNull ? nil : $0 }
            echo[key] = key == "tools" ? said.map(toolsAsDefined) ?? standing : said ?? standing
        }
        return echo
    }

    /// What counts where nothing is said; `null`: what the route or the model has for it.
    private static let defaults: JSONObject = [
        "model": "", "service_tier": "auto", "instructions": .null, "max_output_tokens": .null, "max_tool_calls": .null,
        "parallel_tool_calls": true,
        "previous_response_id": .null, "prompt_cache_key": .null, "reasoning": ["effort": .null, "summary": .null],
        "safety_identifier": .null,
        "store": false, "temperature": .null, "text": ["format": ["type": "text"]], "tool_choice": "auto", "tools": [], "top_logprobs": 0,
        "top_p": .null, "truncation": "disabled", "user": .null, "metadata": [:],
    ]

    /// Functions always tell their parameters, and whether they are strict: official clients rely on both.
    private static func toolsAsDefined(_ tools: JSONValue) -> JSONValue {
        guard case .array(let elements) = tools else { return tools }
        return .array(
            elements.map { tool in
                guard case .object(var members) = tool, members["type"] == "function" else { return tool }
                for key in ["parameters", "strict"] where members[key] == nil { members[key] = .some(.null) }
                return .object(members)
            })
    }
}
