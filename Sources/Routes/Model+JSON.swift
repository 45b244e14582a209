public import WaybillInterchange

extension Model: JSONWritable {
    /// The facts that callers choose by, `null` where they are not known.
    public var json: JSONValue {
        var object: JSONObject = [
            "context_window": contextWindow.map { .number(JSONNumber($0)) } ?? .null,
            "max_output_tokens": maxOutputTokens.map { .number(JSONNumber($0)) } ?? .null,
            "tokenizer": tokenizer.map(JSONValue.string) ?? .null, "features": features?.json ?? .null, "efforts": efforts?.json ?? .null,
            "streaming": .bool(streaming), "price": price?.json ?? .null, "cache": cache?.json ?? .null,
        ]
        object.set("shutdown", shutdown)
        object.set("replaced_by", replacedBy)
        return .object(object)
    }
}

extension Price: JSONWritable {
    /// Dollars per million tokens, as text since they are exact: `{"input": "$0.75", …}`.
    public var json: JSONValue {
        func dollars(_ price: Int) -> JSONValue { .string(Money(picodollars: Int128(price) * 1_000_000).description) }
        var object: JSONObject = ["input": dollars(input)]
        if let cachedInput { object["cached_input"] = dollars(cachedInput) }
        if let cacheWrite { object["cache_write"] = dollars(cacheWrite) }
        if let longCacheWrite { object["cache_write_12h"] = dollars(longCacheWrite) }
        object["output"] = dollars(output)
        object.set("as_of", asOf)
        return .object(object)
    }
}

extension CacheRules: JSONWritable {
    /// As a provider file writes it: `{"minimum", "step" or "breakpoints", "lifetime", …}`, the lifetime in seconds.
    public var json: JSONValue {
        var object: JSONObject = [:]
        switch boundaries {
        case .nowhere: return "none"
        case .steps(let step): object.set("step", step)
        case .breakpoints(let mode): object.set("breakpoints", mode.rawValue)
        }
        object.set("minimum", minimum)
        object["lifetime"] = lifetime.map { .number(JSONNumber(seconds: $0)) } ?? .null
        if !renews { object["renews"] = false }
        object["prompt_cache_key"] = .bool(takesKey)
        object.set("requests_per_key", requestsPerKey)
        object.set("retention", retention?.rawValue)
        object.set("salt", salt?.rawValue)
        return .object(object)
    }
}
