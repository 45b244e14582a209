import Waybill

/// The members of a request that only Chat Completions can say: they go along as they came.
struct ChatExtras {
    private var members = JSONObject()
    /// Members that an answer is as good without: other APIs pass over them.
    private var hints = JSONObject()
    private var cacheKey: JSONValue?

    /// Adds a member.
    mutating func add(_ key: String, _ value: JSONValue) { members[key] = value }

    /// Takes all that is left of a body.
    mutating func take(_ body: inout BodyMembers) throws(BodyFault) {
        cacheKey = try body.read("prompt_cache_key", Body.text).map(JSONValue.string)
        for key in ["frequency_penalty", "presence_penalty"] {
            let penalty = try body.read(key) { value throws(BodyFault) in
                _ = try Body.number(value, from: -2, to: 2)
                return value
            }
            if let penalty, penalty != 0 { members[key] = penalty }
        }
        if let bias = try body.read("logit_bias", Body.object), !bias.isEmpty { members["logit_bias"] = .object(bias) }
        for key in ["prediction", "prompt_cache_options"] {
            if let object = try body.read(key, Body.object) { members[key] = .object(object) }
        }
        if let retention = try body.read("prompt_cache_retention", Body.text) { hints["prompt_cache_retention"] = .string(retention) }
        for (key, value) in body.rest { members[key] = value }
    }

    /// Gives a request what there is.
    ///
    /// With members of this API alone, a candidate of another is set aside. A hint is no such member: candidates of other APIs pass over
    /// it, as an adjustment. Nor is a cache key, which both of OpenAI's APIs have, and which says nothing that an answer could show: where
    /// it is alone, it goes to both, and every other candidate has nothing to miss.
    func add(to request: inout ModelRequest) {
        var ofOpenAI = members
        for (key, value) in hints { ofOpenAI[key] = value }
        if let cacheKey { ofOpenAI["prompt_cache_key"] = cacheKey }
        guard !ofOpenAI.isEmpty else { return }
        request.extras[.openAIChat] = ofOpenAI
        if !members.isEmpty {
            request.extras[.openAICompatible] = members
        } else if hints.isEmpty {
            request.extras[.openAIResponses] = ofOpenAI
            request.extras[.openAICompatible] = [:]
        }
        request.requiresExtras = hints.isEmpty || !members.isEmpty
    }
}
