import WaybillInterchange

/// The usage of an answer of Chat Completions: what servers write, by whose habits, and when.
///
/// - It comes in a chunk of its own after the last choice, in the last choice's chunk, in every chunk, or not at all. Repeated reports are
///   cumulative: of each member the last one counts that says something.
/// - `prompt_tokens` hold cached and written tokens, `completion_tokens` hold reasoning; but Gemini and xAI count reasoning beside them, and
///   servers that hand on Anthropic's numbers the cache. The total tells.
/// - Cached tokens are in `prompt_tokens_details`, at DeepSeek in `prompt_cache_hit_tokens`; reasoning is in `completion_tokens_details`, at
///   SGLang beside them.
/// - `accepted_prediction_tokens` and `rejected_prediction_tokens` are parts of the output and cost what it costs.
struct ChatUsage: Sendable {
    /// The reports so far, as one.
    private(set) var reported: JSONValue?
    private var hasFallen = false

    /// Takes a report.
    mutating func take(_ report: JSONValue) {
        guard let earlier = reported else {
            reported = report
            return
        }
        reported = merged(earlier, report)
    }

    /// The tokens by class; `nil` where nothing was counted.
    var tokens: TokenUsage? {
        guard let reported else { return nil }
        var tokens = Self.read(reported)
        if hasFallen { tokens.flags.appendOnce(.countFell) }
        return tokens.classes(of: reported)
    }

    /// What the provider says that the answer cost.
    var cost: Money? { reported.flatMap(Money.init(reportedIn:)) }

    private static func read(_ report: JSONValue) -> ReportedTokens {
        var tokens = ReportedTokens()
        tokens.total = tokens.count(report["total_tokens"])
        tokens.input = tokens.count(report["prompt_tokens"], report["input_tokens"])
        tokens.output = tokens.count(report["completion_tokens"], report["output_tokens"])
        tokens.readInputParts(report["prompt_tokens_details"] ?? report["input_tokens_details"])
        tokens.readOutputParts(report["completion_tokens_details"] ?? report["output_tokens_details"])
        if tokens.cached == 0 {
            tokens.cached = tokens.count(report["prompt_cache_hit_tokens"], report["cache_read_input_tokens"]) ?? 0
        }
        if tokens.written == 0 { tokens.written = tokens.count(report["cache_creation_input_tokens"]) ?? 0 }
        if tokens.reasoning == 0 { tokens.reasoning = tokens.count(report["reasoning_tokens"]) ?? 0 }
        return tokens
    }

    // MARK: Several reports

    /// Two reports as one: of each member what the later one says, unless that is nothing.
    private mutating func merged(_ earlier: JSONValue, _ later: JSONValue) -> JSONValue {
        guard case .object(var members) = earlier, case .object(let others) = later else {
            return saysMore(later, than: earlier) ? later : earlier
        }
        for (key, value) in others { members[key] = members[key].map { merged($0, value) } ?? value }
        return .object(members)
    }

    /// Whether a member is to be taken in place of an earlier one: not where it is nothing, or zero after a count.
    private mutating func saysMore(_ later: JSONValue, than earlier: JSONValue) -> Bool {
        guard later != .null else { return false }
        guard let count = later.intValue, let before = earlier.intValue, count < before else { return true }
        if count > 0 { hasFallen = true }
        return count != 0
    }
}
