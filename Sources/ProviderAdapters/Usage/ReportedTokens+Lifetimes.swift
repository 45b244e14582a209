import WaybillInterchange

extension ReportedTokens {
    /// Reads how long what was written lives: members such as `ttl_30m_tokens` and `ttl_12h_tokens`.
    mutating func readLifetimes(_ details: JSONValue?) {
        for (key, value) in details?.objectValue ?? [:] {
            guard let seconds = Self.lifetime(in: key), let tokens = count(value), tokens > 0 else { continue }
            lifetimes.append(CacheWrite(lifetimeSeconds: seconds, tokens: tokens))
        }
    }

    /// The seconds that the name of a member speaks of.
    private static func lifetime(in key: String) -> Int? {
        guard key.hasPrefix("ttl_"), key.hasSuffix("_tokens"), key.utf8.count > 11 else { return nil }
        let words = key.dropFirst(4).dropLast(7)
        guard let number = Int(words.dropLast()), (1...1_000).contains(number) else { return nil }
        return switch words.last {
        case "m": number * 60
        case "h": number * 3_600
        default: nil
        }
    }
}
