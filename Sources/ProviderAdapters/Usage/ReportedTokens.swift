import WaybillInterchange

/// The counts of one report of usage, under one set of names, as the provider wrote them: some are parts of others, or may be.
///
/// Each API's file reads its own names into this; ``classes(of:)`` makes of it what does not overlap.
struct ReportedTokens {
    /// All tokens; `nil` where it is not said, as for the next two.
    var total: Int?
    /// The prompt, mostly with its cached and written tokens.
    var input: Int?
    /// The answer, mostly with its reasoning.
    var output: Int?
    /// Read from a cache.
    var cached = 0
    /// Written to a cache.
    var written = 0
    /// Those of the written ones of which a lifetime is told, by its seconds.
    var lifetimes: [CacheWrite] = []
    var reasoning = 0
    var audioInput = 0
    var imageInput = 0
    var audioOutput = 0
    var imageOutput = 0
    /// What is wrong with the report.
    var flags: [UsageFlag] = []

    /// Beyond this no count is believed: sums of such counts, and their prices, must not overflow.
    private static let mostTokens = 1 << 40

    /// Reads a count; one that cannot be is flagged and passed over.
    ///
    /// - Returns: `nil` where there is none.
    mutating func count(_ value: JSONValue?) -> Int? {
        guard let value, value != .null else { return nil }
        guard let count = value.intValue, (0...Self.mostTokens).contains(count) else {
            flags.appendOnce(.impossibleCount)
            return nil
        }
        return count
    }

    /// The first of these that is a count.
    mutating func count(_ values: JSONValue?...) -> Int? {
        for value in values { if let count = count(value) { return count } }
        return nil
    }

    /// Reads what a server tells of the input's parts, by the names that both APIs have for them; `created_cache_tokens` is vLLM's word.
    mutating func readInputParts(_ details: JSONValue?) {
        cached = count(details?["cached_tokens"]) ?? 0
        written = count(details?["cache_write_tokens"], details?["created_cache_tokens"]) ?? 0
        readLifetimes(details?["cache_write_tokens_details"])
        audioInput = count(details?["audio_tokens"]) ?? 0
        imageInput = count(details?["image_tokens"]) ?? 0
    }

    /// Reads what a server tells of the output's parts.
    mutating func readOutputParts(_ details: JSONValue?) {
        reasoning = count(details?["reasoning_tokens"]) ?? 0
        audioOutput = count(details?["audio_tokens"]) ?? 0
        imageOutput = count(details?["image_tokens"]) ?? 0
    }
}
