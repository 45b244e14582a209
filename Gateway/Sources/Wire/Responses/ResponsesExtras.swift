import Waybill

/// The members of a request that only the Responses API can say: they go along as they came.
struct ResponsesExtras {
    private var members = JSONObject()
    /// Members that an answer is as good without: other APIs pass over them.
    private var hints = JSONObject()
    private var cacheKey: JSONValue?

    /// Whether there are tools that are no functions.
    var hasTools: Bool { members["tools"] != nil }

    /// Adds a member.
    mutating func add(_ key: String, _ value: JSONValue) { members[key] = value }

    /// Adds members to one that is an object, where there are any.
    mutating func add(_ key: String, within object: JSONObject) {
        if !object.isEmpty { members.add(key, within: object) }
    }

    /// Adds members that an answer is as good without to one that is an object.
    mutating func addHint(_ key: String, within object: JSONObject) { hints.add(key, within: object) }

    /// Takes all that is left of a body.
    mutating func take(_ body: inout BodyMembers) throws(BodyFault) {
        cacheKey = try body.read("prompt_cache_key", Body.text).map(JSONValue.string)
        if let retention = try body.read("prompt_cache_retention", Body.text) { hints["prompt_cache_retention"] = .string(retention) }
        if let truncation = try body.read("truncation", Body.text), truncation != "disabled" { members["truncation"] = .string(truncation) }
        try body.read("prompt_cache_options") { value throws(BodyFault) in
            var options = try BodyMembers(value)
            try options.refuse("comparison_response_id", "What a comparison finds cannot be told.")
            try options.refuse("prewarm", "It asks for no answer, which is all that is told here.") { $0 == .bool(false) }
            add("prompt_cache_options", within: options.rest)
        }
        if let count = try body.read("max_tool_calls", Body.whole) { members["max_tool_calls"] = .number(JSONNumber(count)) }
        for (key, value) in body.rest { members[key] = value }
    }

    /// Gives a request what there is.
    ///
    /// With members of this API alone, a candidate of another is set aside. A hint is no such member: candidates of other APIs pass over it, as an
    /// adjustment. Nor is a cache key, which both of OpenAI's APIs have, and which says nothing that an answer could show: where it is alone, it goes to
    /// both, and every other candidate has nothing to miss.
    func add(to request: inout ModelRequest) {
        guard !members.isEmpty || !hints.isEmpty else {
            guard let cacheKey else { return }
            let key: JSONObject = ["prompt_cache_key": cacheKey]
            request.extras = [.openAIResponses: key, .openAIChat: key, .openAICompatible: [:]]
            request.requiresExtras = true
            return
        }
        var all = hints
        for (key, value) in members {
            if case .object(let object) = value { all.add(key, within: object) } else { all[key] = value }
        }
        if let cacheKey { all["prompt_cache_key"] = cacheKey }
        request.extras[.openAIResponses] = all
        request.requiresExtras = !members.isEmpty
    }
}

extension JSONObject {
    /// Adds members to one that is an object.
    fileprivate mutating func add(_ key: String, within object: JSONObject) {
        var whole = self[key]?.objectValue ?? [:]
        for (key, value) in object { whole[key] = value }
        self[key] = .object(whole)
    }
}
