import Waybill

/// The members of a request that only Chat Completions can say: they go along as they came.
struct ChatExtras {
    private var members = JSONObject()
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
        for (key, value) in body.rest { members[key] = value }
    }

    /// Gives a request what there is.
    ///
    /// With members of this API alone, a candidate of another is set aside. A cache key is no such member: both of OpenAI's APIs have it, and it says
    /// nothing that an answer could show. So where it is alone, it goes to both, and every other candidate has nothing to miss.
    func add(to request: inout ModelRequest) {
        guard !members.isEmpty || cacheKey != nil else { return }
        var withKey = members
        if let cacheKey { withKey["prompt_cache_key"] = cacheKey }
        request.requiresExtras = true
        request.extras[.openAIChat] = withKey
        request.extras[.openAICompatible] = members
        if members.isEmpty { request.extras[.openAIResponses] = withKey }
    }
}
