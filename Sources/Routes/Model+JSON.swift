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
        if !labels.isEmpty { object["labels"] = .array(labels.map(JSONValue.string)) }
        return .object(object)
    }
}

extension Price: JSONWritable {
    /// As a provider file writes it: `{"input": "$0.75", …, "above": 272000, "long": {…}, "tiers": {"flex": {…}}}`.
    public var json: JSONValue {
        var object = standard.jsonObject
        object.set("above", above)
        if !tiers.isEmpty {
            object["tiers"] = .object(
                JSONObject(sorted: Dictionary(uniqueKeysWithValues: tiers.map { ($0.rawValue, JSONValue.object($1.jsonObject)) })))
        }
        if !fees.isEmpty { object["fees"] = fees.json }
        object.set("as_of", asOf)
        return .object(object)
    }
}

extension TierPrice {
    fileprivate var jsonObject: JSONObject {
        var object = rates.jsonObject
        if let longRates { object["long"] = .object(longRates.jsonObject) }
        return object
    }
}

extension TokenRates {
    /// Dollars per million tokens, as text since they are exact.
    fileprivate var jsonObject: JSONObject {
        let rates: [(String, Int?)] = [
            ("input", input), ("cached_input", cachedInput), ("cache_write", cacheWrite), ("cache_write_1h", hourCacheWrite),
            ("cache_write_12h", longCacheWrite), ("image_input", imageInput), ("audio_input", audioInput), ("output", output),
            ("reasoning", reasoning), ("audio_output", audioOutput), ("image_output", imageOutput),
        ]
        var object: JSONObject = [:]
        for case (let key, let rate?) in rates { object[key] = Money(rate: rate).json }
        return object
    }
}

extension Money {
    /// What a million tokens cost at a rate in microdollars per million tokens.
    package init(rate: Int) { self.init(picodollars: Int128(rate) * 1_000_000) }
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
