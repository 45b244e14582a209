public import WaybillInterchange
public import WaybillPromptCaching
public import WaybillRoutes
public import WaybillTokenCounting

/// Where a request may go: every candidate of its route, in order, with a verdict.
///
/// The dry run prints it; the real call follows it.
public struct RoutePlan: Sendable {
    /// The workload.
    public var workload: Workload
    /// Where the rule stands, of several in the route the one that decided; `nil` for routes built in code.
    public var rule: SourceLocation?
    /// The version of the routes that it was made by; `nil`: not known.
    public var version: RoutesVersion?
    /// Whether the `"*"` route serves it, having none of its own.
    public var servedByWildcard: Bool
    /// What the request meets, so that a rule of its route decided; `nil`: the route's own models serve.
    public var when: RequestCondition?
    /// In which order its candidates are asked.
    public var choice = RouteChoice.inOrder
    /// Every candidate of the route: first those that can serve, in the order in which they will be asked.
    public var candidates: [PlannedCandidate]
    /// The settings that hold for the call, complete.
    public var settings: RouteSettings
    /// The longest time for the whole call.
    public var deadline: Duration
    /// Whether nothing is handed over until the answer is whole.
    public var hold: Bool
    /// Whether every request goes as it was asked for, or not at all.
    public var strict = false
    /// Whether a whole answer must follow the schemas of the request before it counts as one.
    public var validatesOutput = true
    /// When the next candidate is asked beside one that brings nothing; `nil`: never.
    public var hedge: HedgeRule?
    /// What is served when no model can.
    public var lastResort: LastResort?
    /// How long until the first candidate is free, where health alone sets all of them aside.
    public var wait: Duration
    /// Whether that is a wait in line, for a rate limit or a slot, and no pause.
    public var waitsInLine = false
    /// What closes the first candidate until then; `nil` where somebody is free.
    package var closedBy: SetAsideReason?
    /// How much is used of the budgets that its attempts may count in.
    public var budgets: [BudgetStatus] = []
    /// What else there is to know of the request, in full sentences; but for doubts about the rule only of a dry run.
    public var notes: [String] = []
    /// The stable part of the prompt at the candidate that is asked first; only of a dry run.
    public var prefix: PrefixReport?
    /// The branch of the route that it is of.
    package var branch: RouteBranch?

    /// The workload whose route it is: the request's own, or `*`.
    package var route: Workload { servedByWildcard ? "*" : workload }

    /// The candidate that is asked first.
    public var chosen: PlannedCandidate? {
        candidates.first { $0.verdict == .chosen }
    }

    /// The candidates as a report shows them.
    public var candidateReports: [CandidateReport] {
        candidates.map { CandidateReport(model: $0.model, verdict: $0.verdict, adjustments: $0.adjustments) }
    }
}

/// One candidate of a route, looked at for one request.
public struct PlannedCandidate: Sendable {
    /// The model.
    public var model: ModelName
    /// Its place in the route, from 0.
    public var place: Int
    /// How many candidates the route prefers to it for this request, whether they can serve or not.
    public internal(set) var rank = 0
    /// Why it is preferred to some and not to others; `nil`: the order of the route alone says it.
    public internal(set) var preference: PreferenceReason? = nil
    /// What the planner says of it.
    public var verdict: Verdict
    /// What would have to be translated, moved or left out.
    public var adjustments: [Adjustment]
    /// What is left out, or goes by another name, since the model refused it; each is among the adjustments.
    public internal(set) var repairs: [RequestRepair] = []
    /// What its prompt cache would be asked for; `nil`: nothing.
    public internal(set) var steering: CacheSteering? = nil
    /// The parameters that would be sent.
    public var parameters: GenerationParameters
    /// The input tokens, by this model's tokenizer as far as it is known, corrected by ``calibration``.
    public var inputTokens: TokenCount
    /// The input tokens before correction; `nil` where nothing was corrected.
    public var estimatedInput: Int? = nil
    /// What the model's own reports taught of the estimates made for it; `nil` where nothing was corrected.
    public var calibration: TokenCalibration? = nil
    /// What they are made of; empty where that was not counted.
    public var inputParts: [RequestCount.PartCount] = []
    /// How its text is counted.
    public var tokenizer: Tokenizer = .named(nil)
    /// The most output tokens: the smallest of request, route and model; `nil`: not bounded.
    public var outputLimit: Int?
    /// What the workload's answers of this model teach of its output; `nil`: too few are known.
    public internal(set) var learnedOutput: ExpectedOutput? = nil
    /// Its context window, where it is known.
    public var contextWindow: Int?
    /// How much of the window is left beside the input and the output that is asked for, as far as is known; negative: as much is missing.
    public var windowLeft: Int? = nil
    /// What the request may cost; `nil`: the price is not known.
    public var cost: CostRange?
    /// The longest silence before its first content.
    public var firstToken: Duration
    /// After how long without content the next candidate is asked beside it; `nil`: none is.
    public var hedgeAfter: Duration? = nil
    /// The longest silence between two pieces.
    public var stall: Duration
    /// The longest time to reach its server.
    public var connect: Duration
    /// Whether it can go on from a given beginning of the answer.
    public var canPrefill: Bool
    /// What its tokens cost; `nil`: not known.
    public var price: Price?
    /// The service tier that would be asked for; `nil`: none.
    public var serviceTier: ServiceTier? {
        guard let tier = parameters.serviceTier else { return nil }
        return adjustments.contains { $0.subject == "service_tier" && $0.kind == .leftOut } ? nil : tier
    }
    /// Whether it answers piece by piece.
    public var streams: Bool
    /// Its host: candidates that share it share its network troubles.
    public var host: String
    /// Where it stands in the route; `nil` for routes built in code.
    public var definedAt: SourceLocation?
    /// About how long the request would be held back, for its health, a rate limit or a slot.
    public var wait = Duration.zero
    /// What is expected of the prompt cache behind each of its provider's keys, in their order; empty where nothing is known of its cache.
    public internal(set) var keyCaches: [KeyCache] = []
    /// How many keys its provider has.
    public var keyCount = 1
    /// How many accounts they belong to.
    public var accountCount = 1

    /// How many tokens are set aside for it in its account's limit: all of the input, and the output that is asked for at the most; where
    /// nothing bounds that, what is assumed of an answer.
    public var reservedTokens: Int {
        let output = parameters.maxOutputTokens ?? ExpectedOutput.assumed(limit: outputLimit).tokens
        let (sum, overflow) = inputTokens.tokens.addingReportingOverflow(output)
        return overflow ? .max : sum
    }

    /// How many tokens of output are expected: as many as the workload's answers of this model had lately; where too few are known, a quarter of what
    /// is allowed, but no more than 500.
    public var expectedOutput: ExpectedOutput { learnedOutput ?? .assumed(limit: outputLimit) }

    /// Does without a parameter that the model refused.
    package mutating func apply(_ repair: RequestRepair, _ reason: String) {
        repairs.append(repair)
        adjustments.append(repair.adjustment(reason))
    }

    /// Whether the request is too long for the window by the count, which is not so certain that it could not fit.
    public var mayNotFit: Bool { verdict.reason == nil && windowLeft.map { $0 < 0 } ?? false }
}

/// What a request may cost at one candidate.
public struct CostRange: Sendable, Hashable {
    /// With one token of output.
    public var lowest: Money
    /// With the output that is expected.
    public var expected: Money
    /// With as much output as is allowed; `nil` where that is not bounded, or what a prompt that may be so long costs is not known.
    public var highest: Money?

    /// Creates a range.
    public init(lowest: Money, expected: Money, highest: Money?) {
        self.lowest = lowest
        self.expected = expected
        self.highest = highest
    }

    /// What two requests cost together.
    public static func + (left: CostRange, right: CostRange) -> CostRange {
        CostRange(
            lowest: left.lowest + right.lowest, expected: left.expected + right.expected,
            highest: left.highest.flatMap { sum in right.highest.map { sum + $0 } })
    }
}

extension RoutePlan: CustomStringConvertible, CustomDebugStringConvertible {
    /// The plan as text: a line for the rule, and one for each candidate with its verdict.
    public var description: String {
        let rule = rule.map { " by \($0)" } ?? ""
        var lines = ["\(workload)\(servedByWildcard ? " (served by the \"*\" route)" : "")\(rule)\(when.map { ", since \($0)" } ?? "")"]
        for candidate in candidates {
            let line = candidate.verdict.reason == nil && candidate.wait > .zero ? ", after about \(candidate.wait.shortText) in line" : ""
            let cached = candidate.expectedCachedTokens ?? 0
            let cache = cached > 0 ? ", about \(cached) tokens from its cache" : ""
            let why = candidate.preference.map { ", \($0)" } ?? ""
            lines.append("  \(candidate.model): \(candidate.verdict)\(why)\(line)\(cache)")
            for adjustment in candidate.adjustments { lines.append("    would be adjusted: \(adjustment)") }
        }
        if wait > .zero { lines.append("  nobody is free for \(wait.shortText)") }
        if let hedge { lines.append("  the next is asked beside one that brings nothing \(hedge)") }
        for note in notes { lines.append("  note: \(note)") }
        for finding in prefix?.findings ?? [] { lines.append("  prefix: \(finding)") }
        return lines.joined(separator: "\n")
    }

    public var debugDescription: String { description }
}

extension RoutePlan: JSONWritable {
    /// `{"workload", "rule", "chosen", "candidates"}` and more, as `waybill route --json` prints it.
    public var json: JSONValue {
        var object: JSONObject = [
            "workload": workload.json, "rule": rule?.json ?? .null, "choose": .string(choice.name),
            "chosen": chosen?.model.json ?? .null, "candidates": candidates.json,
            "deadline": .number(JSONNumber(seconds: deadline)), "canonical_form": .number(JSONNumber(CanonicalForm.version)),
        ]
        if case .fastest(let share) = choice { object["explore"] = .string(share.description) }
        object.set("when", when?.description)
        object.set("routes_version", version)
        if servedByWildcard { object["served_by_wildcard"] = true }
        if wait > .zero { object["wait"] = .number(JSONNumber(seconds: wait)) }
        if !budgets.isEmpty { object["budgets"] = budgets.json }
        if let prefix { object["prefix"] = prefix.json }
        if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
        return .object(object)
    }
}

extension PlannedCandidate: JSONWritable {
    public var json: JSONValue {
        var object = CandidateReport(model: model, verdict: verdict, adjustments: adjustments).json.objectValue ?? [:]
        object["reason_code"] = verdict.reason.map { .string($0.code) } ?? .null
        object.set("preference", preference?.description)
        object["input_tokens"] = inputTokens.json
        if let calibration { object["learned"] = calibration.learnedJSON(estimated: estimatedInput) }
        object.set("expected_cached_tokens", expectedCachedTokens)
        object["input_parts"] = .object(JSONObject(inputParts.map { ($0.part.rawValue, $0.json) }))
        object["output_limit"] = outputLimit.map { .number(JSONNumber($0)) } ?? .null
        object["expected_output"] = expectedOutput.json
        object["context_window"] = contextWindow.map { .number(JSONNumber($0)) } ?? .null
        object["window_left"] = windowLeft.map { .number(JSONNumber($0)) } ?? .null
        object.set("service_tier", serviceTier)
        object["cost"] = cost?.json ?? .null
        object["first_token"] = .number(JSONNumber(seconds: firstToken))
        object["stall"] = .number(JSONNumber(seconds: stall))
        if let hedgeAfter { object["hedge_after"] = .number(JSONNumber(seconds: hedgeAfter)) }
        if wait > .zero { object["wait"] = .number(JSONNumber(seconds: wait)) }
        return .object(object)
    }
}

extension TokenCalibration {
    /// What was learned, as a plan shows it.
    fileprivate func learnedJSON(estimated: Int?) -> JSONValue {
        var object: JSONObject = ["calls": .number(JSONNumber(observations))]
        object["ratio"] = JSONNumber(ratio).map(JSONValue.number)
        object["error_band"] = errorBand.flatMap(JSONNumber.init).map(JSONValue.number)
        object.set("estimated", estimated)
        return .object(object)
    }
}

extension CostRange: JSONWritable {
    /// Amounts as text, since dollars are exact to 10⁻¹²: `{"lowest": "$0.0002", …}`.
    public var json: JSONValue {
        [
            "lowest": lowest.json, "expected": expected.json, "highest": highest?.json ?? .null,
        ]
    }
}
