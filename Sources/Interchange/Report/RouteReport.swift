/// A call's waybill: where the request went, why, and what each attempt did.
public struct RouteReport: Sendable, Hashable {
    /// The name of the call, by which the books have it; `nil` where it was not made by a router.
    public var id: CallID?
    /// The workload that was asked for.
    public var workload: Workload
    /// Where the rule that served it stands; `nil` for routes built in code.
    public var rule: SourceLocation?
    /// What the request met, so that a rule within its route decided; `nil`: the route's own models served.
    public var when: String?
    /// The version of the routes that the call went by, from its beginning to its end; `nil`: not known.
    public var version: RoutesVersion?
    /// Whether the `"*"` route served it, having none of its own.
    public var servedByWildcard: Bool
    /// Every candidate of the route with its verdict, in the order of the plan.
    public var candidates: [CandidateReport]
    /// Every attempt, in the order in which they were sent.
    public var attempts: [AttemptReport]
    /// What had to be translated, moved or left out for the model that answered.
    public var adjustments: [Adjustment]
    /// The version of the canonical form in which the request was written.
    public var canonicalForm = CanonicalForm.version
    /// Why less was read from a prompt cache than for the request before, of the same conversation or workload; `nil`: it was not, or that is as
    /// it should be.
    public var cacheDrop: CacheDrop?
    /// Whether the route's last resort was served in place of an answer.
    public var degraded: Bool
    /// How long the call took.
    public var duration: Duration

    /// Creates a report.
    public init(workload: Workload, rule: SourceLocation? = nil, servedByWildcard: Bool = false, candidates: [CandidateReport] = []) {
        self.workload = workload
        self.rule = rule
        self.servedByWildcard = servedByWildcard
        self.candidates = candidates
        self.attempts = []
        self.adjustments = []
        self.degraded = false
        self.duration = .zero
    }
}

extension RouteReport {
    /// What all attempts cost together, which is the sum of ``AttemptReport/cost``; `nil` where one used something whose price is not known.
    public var cost: Money? {
        var sum = Money.zero
        for attempt in attempts {
            if let cost = attempt.cost {
                sum = sum + cost
            } else if attempt.usage?.isEmpty == false {
                return nil
            }
        }
        return sum
    }
}

/// One candidate of a route with its verdict.
public struct CandidateReport: Sendable, Hashable {
    /// The candidate.
    public var model: ModelName
    /// What the planner said of it.
    public var verdict: Verdict
    /// What would have to be translated, moved or left out for it.
    public var adjustments: [Adjustment]

    /// Creates a report.
    public init(model: ModelName, verdict: Verdict, adjustments: [Adjustment]) {
        self.model = model
        self.verdict = verdict
        self.adjustments = adjustments
    }
}

extension RouteReport: CustomStringConvertible {
    /// The report as text: a line for the rule, one for each attempt, one for each adjustment.
    public var description: String {
        let rule = rule.map { " by \($0)" } ?? ""
        var lines = ["\(workload)\(servedByWildcard ? " (served by the \"*\" route)" : "")\(rule)\(when.map { ", since \($0)" } ?? "")"]
        for attempt in attempts {
            var line = "  \(attempt.number). \(attempt.started.shortText) \(attempt.summary)"
            if let usage = attempt.usage {
                let expected = attempt.expectedCachedTokens.map { ", \($0) expected" } ?? ""
                line += ", \(usage.input) in (\(usage.cachedInput) cached\(expected)), \(usage.output) out"
            }
            if let cost = attempt.cost {
                line += ", \(cost)"
            } else if attempt.usage?.isEmpty == false {
                line += ", cost not known\(attempt.missingPrice.map { " (no '\($0)')" } ?? "")"
            }
            if attempt.isHedge { line += ", asked beside the one before" }
            line += ", ended at \(attempt.ended.shortText)\(attempt.outcome == .answered ? "" : ": \(attempt.decision)")"
            lines.append(line)
            if let counted = attempt.counted { lines.append("     counted here: \(counted)") }
            if attempt.cachedTokensGivenUp > 0 { lines.append("     gave up about \(attempt.cachedTokensGivenUp) cached tokens elsewhere") }
            for drift in attempt.drift { lines.append("     count drift: \(drift)") }
            for flag in attempt.usage?.flags ?? [] { lines.append("     usage flagged: \(flag.explanation)") }
            if attempt.costDiffers, let reported = attempt.reportedCost {
                lines.append("     cost differs: the provider says \(reported)")
            }
        }
        if let cacheDrop { lines.append("  cache: \(cacheDrop)") }
        if degraded { lines.append("  degraded: the route's last resort was served") }
        for adjustment in adjustments { lines.append("  adjusted: \(adjustment)") }
        return lines.joined(separator: "\n")
    }
}

extension RouteReport: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = ["workload": workload.json, "rule": rule?.json ?? .null]
        object.set("call", id)
        object.set("when", when)
        object.set("routes_version", version)
        if servedByWildcard { object["served_by_wildcard"] = true }
        object["candidates"] = .array(candidates.map(\.json))
        object["attempts"] = attempts.json
        object["adjustments"] = adjustments.json
        object.set("canonical_form", canonicalForm)
        object.set("cache_drop", cacheDrop)
        object["degraded"] = .bool(degraded)
        object["cost"] = cost?.json ?? .null
        object["duration"] = .number(JSONNumber(seconds: duration))
        return .object(object)
    }
}

extension CandidateReport: JSONWritable {
    /// The candidate as `waybill route --json` prints it.
    public var json: JSONValue {
        [
            "model": model.json, "verdict": .string(verdict.word),
            "reason": verdict.reason.map { .string($0.description) } ?? .null,
            "adjustments": adjustments.json,
        ]
    }
}
