import WaybillInterchange

extension RateLimitStatus {
    /// Reads the limits from a response's headers, in any of the forms in use; `nil` where there are none.
    ///
    /// - `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` of OpenAI and most others;
    /// - the same `-project-tokens`, which count where they leave less;
    /// - `anthropic-ratelimit-{requests,tokens}-{limit,remaining,reset}`, and those of input and output tokens, which count where they leave
    ///   less;
    /// - `x-ratelimit-{limit,remaining,reset}` and `ratelimit-…` (the IETF's draft), of requests.
    init?(headers: [HeaderField]) {
        let told = headers.compactMap { field in
            Self.mayTell(field.name) ? Self.parts(of: field.name.lowercased()).map { ($0, field.value) } : nil
        }
        guard !told.isEmpty else { return nil }
        let date = headers.value(of: "date").flatMap(HTTPDate.init)
        var readings: [Family: Allowance] = [:]
        for ((family, part), value) in told { readings[family, default: Allowance()].read(part, value, date: date) }
        let requests = readings[.requests] ?? readings[.bare]
        let tokens = [Family.tokens, .projectTokens, .inputTokens, .outputTokens].compactMap { readings[$0] }
        self.init(requests: requests.flatMap(\.told), tokens: tokens.compactMap(\.told).min { $0.left < $1.left })
        if self.requests == nil, self.tokens == nil { return nil }
    }

    /// What a limit is of.
    private enum Family: String {
        case requests
        case tokens
        case projectTokens = "project-tokens"
        case inputTokens = "input-tokens"
        case outputTokens = "output-tokens"
        case bare = ""
    }

    fileprivate enum Part: String {
        case limit
        case remaining
        case reset
    }

    /// Whether a name could be one of these at all: looked at for every header of every response.
    private static func mayTell(_ name: String) -> Bool {
        guard (15...48).contains(name.utf8.count), let first = name.utf8.first else { return false }
        return "xar".utf8.contains(first | 0x20)
    }

    private static func parts(of name: String) -> (Family, Part)? {
        for prefix in ["x-ratelimit-", "ratelimit-"] where name.hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count)
            let part = rest.prefix { $0 != "-" }
            guard let part = Part(rawValue: String(part)), let family = Family(rawValue: String(rest.dropFirst(part.rawValue.count + 1)))
            else { return nil }
            return (family, part)
        }
        let prefix = "anthropic-ratelimit-"
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard let dash = rest.lastIndex(of: "-"), let family = Family(rawValue: String(rest[..<dash])),
            let part = Part(rawValue: String(rest[rest.index(after: dash)...]))
        else { return nil }
        return (family, part)
    }
}

extension RateLimitStatus.Allowance {
    /// The allowance, where it tells anything to go by.
    ///
    /// What Azure sends where it does not know, a negative rest, is none.
    fileprivate var told: Self? { isEmpty ? nil : self }

    /// How much is left, for telling which of several limits is the nearest.
    fileprivate var left: Int { remaining ?? limit ?? .max }

    fileprivate mutating func read(_ part: RateLimitStatus.Part, _ text: String, date: HTTPDate?) {
        switch part {
        case .limit: limit = Self.count(text).flatMap { $0 > 0 ? $0 : nil }
        case .remaining: remaining = Self.count(text)
        case .reset: reset = Self.reset(text, date: date)
        }
    }

    /// A whole number, of which the IETF's draft may say more after a `;` or `,`.
    private static func count(_ text: String) -> Int? {
        let digits = text.prefix { $0 != ";" && $0 != "," && $0 != "." }
        guard let number = Int(digits), (0...1_000_000_000_000).contains(number) else { return nil }
        return number
    }

    /// A duration (`1s`, `6m0s`, `12ms`), seconds, or a moment: RFC 3339, or seconds or milliseconds since 1970.
    ///
    /// Moments count from the response's own `date`; without one they tell nothing.
    private static func reset(_ text: String, date: HTTPDate?) -> Duration? {
        if let moment = RFC3339Moment(text) { return date.flatMap { duration(seconds: moment.seconds - Double($0.seconds)) } }
        // A moment that is none is no number of years either.
        guard !text.utf8.contains(UInt8(ascii: "-")) else { return nil }
        guard let number = Double(text) else { return text == "0s" || text == "0ms" ? .zero : RetryHint.duration(of: text) }
        switch number {
        case 1e12...: return date.flatMap { duration(seconds: number / 1_000 - Double($0.seconds)) }
        case 1e9...: return date.flatMap { duration(seconds: number - Double($0.seconds)) }
        default: return duration(seconds: number)
        }
    }

    private static func duration(seconds: Double) -> Duration? {
        guard seconds < 1e9 else { return nil }
        return seconds > 0 ? .microseconds(Int64(seconds * 1e6 + 0.5)) : .zero
    }
}
