import WaybillInterchange

extension Provider {
    /// What it says, but for its models; of keys and headers only the names are shown.
    var facts: [RouteFact] {
        let facts: [RouteFact?] = [
            RouteFact("api", api),
            RouteFact("speaks", api == .rehearsal ? speaks : nil),
            RouteFact("base_url", api == .rehearsal ? nil : baseURL),
            RouteFact(list: "api_keys", credentials.map(\.name)),
            RouteFact("account", account),
            RouteFact("auth", auth == .bearer ? nil : auth) { style in
                if case .header(let name) = style { "header \(name)" } else { "none" }
            },
            RouteFact("ca_file", certificateAuthorityFile),
            RouteFact(flag: "allow_plain_http", allowsPlainHTTP, usually: false),
            RouteFact("concurrency", concurrency),
            RouteFact("price_factor", priceFactor) { "\($0)" },
            RouteFact("location", location),
            RouteFact("retention", retention),
            RouteFact(list: "labels", labels),
            RouteFact(hidden: "dialect", dialect),
            RouteFact(flag: "store", store, usually: false),
            RouteFact(hidden: "script", script),
        ]
        let keys = credentials.compactMap { RouteFact(hidden: "api_keys.\($0.name)", $0.reference) }
        return facts.compactMap(\.self) + keys + headers.compactMap { RouteFact(hidden: "headers.\($0.name)", $0.value) } + clocks.facts
            + rateLimits.facts + (cache?.facts ?? []) + RouteFact.members(of: fees.json, under: "fees")
            + (budget?.facts ?? [])
    }
}

extension Model {
    var facts: [RouteFact] {
        let facts: [RouteFact?] = [
            RouteFact("api", api),
            RouteFact(count: "context_window", contextWindow),
            RouteFact(count: "max_output_tokens", maxOutputTokens),
            RouteFact("tokenizer", tokenizer),
            RouteFact(list: "features", features),
            RouteFact(flag: "streaming", streaming, usually: true),
            RouteFact(list: "efforts", efforts),
            RouteFact("shutdown", shutdown),
            RouteFact("replaced_by", replacedBy),
            RouteFact(list: "labels", labels),
        ]
        return facts.compactMap(\.self) + (price?.facts ?? []) + clocks.facts + rateLimits.facts + (cache?.facts ?? [])
    }
}

extension Clocks {
    var facts: [RouteFact] {
        [RouteFact("connect", connect), RouteFact("first_token", firstToken), RouteFact("stall", stall)].compactMap(\.self)
    }
}

extension RateLimits {
    var facts: [RouteFact] {
        [
            RouteFact(count: "requests_per_minute", requestsPerMinute),
            RouteFact(count: "tokens_per_minute", tokensPerMinute),
        ]
        .compactMap { $0?.under("rate_limits") }
    }
}

extension Price {
    /// Its members, as its JSON writes them: dollars per million tokens.
    var facts: [RouteFact] { RouteFact.members(of: json, under: "price") }
}

extension CacheRules {
    /// Its members, as its JSON writes them.
    var facts: [RouteFact] { RouteFact.members(of: json, under: "cache") }
}

extension RouteFact {
    /// The members of a value that has a JSON form for people already.
    fileprivate static func members(of value: JSONValue, under key: String) -> [RouteFact] {
        guard let object = value.objectValue else {
            return [RouteFact(key, value == .null ? nil : value) { $0.plainText }].compactMap(\.self)
        }
        return object.flatMap { name, member in members(of: member, under: "\(key).\(name)") }
    }
}

extension JSONValue {
    /// The value as text, a string without quotes.
    fileprivate var plainText: String { stringValue ?? "\(self)" }
}
