public import WaybillInterchange

extension Model: JSONWritable {
    /// The facts that callers choose by, `null` where they are not known.
    public var json: JSONValue {
        var object: JSONObject = [
            "context_window": contextWindow.map { .number(JSONNumber($0)) } ?? .null,
            "max_output_tokens": maxOutputTokens.map { .number(JSONNumber($0)) } ?? .null,
            "tokenizer": tokenizer.map(JSONValue.string) ?? .null, "features": features?.json ?? .null, "efforts": efforts?.json ?? .null,
            "streaming": .bool(streaming), "price": price?.json ?? .null,
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
        object["output"] = dollars(output)
        object.set("as_of", asOf)
        return .object(object)
    }
}
