import WaybillInterchange
import WaybillRoutes

/// Sampling and limits as a model of the Responses API takes them, and what had to be adjusted for that.
///
/// Decided from declared facts alone: what is not known of a model is sent as it was asked for.
struct ResponsesSettings {
    private(set) var temperature: Double?
    private(set) var topP: Double?
    private(set) var maxOutputTokens: Int?
    private(set) var effort: ReasoningEffort?
    private(set) var verbosity: Verbosity?
    private(set) var parallelToolCalls: Bool?
    private(set) var serviceTier: ServiceTier?
    private(set) var adjustments: [Adjustment] = []

    /// The least output limit that the API accepts.
    private static let leastOutputTokens = 16

    init(_ asked: GenerationParameters, for model: Model, hasTools: Bool) {
        verbosity = asked.verbosity
        fitEffort(asked.reasoningEffort, model)
        fitSampling(asked, model)
        fitOutputLimit(asked.maxOutputTokens, model)
        fitParallelCalls(asked.parallelToolCalls, model, hasTools: hasTools)
        fitServiceTier(asked.serviceTier, model)
        if asked.stop?.isEmpty == false { leaveOut("stop", "the Responses API does not know it") }
        if asked.seed != nil { leaveOut("seed", "the Responses API does not know it") }
    }

    private mutating func fitEffort(_ asked: ReasoningEffort?, _ model: Model) {
        guard let asked else { return }
        guard model.has(.reasoning) || model.isKnownToReason else {
            let kind: Adjustment.Kind = asked == .none ? .normalized : .leftOut
            adjustments.append(Adjustment(kind, "reasoning_effort", "the model does not reason"))
            return
        }
        guard let efforts = model.efforts else {
            effort = asked
            return
        }
        effort = asked.nearest(of: efforts)
        guard effort != asked else { return }
        if let effort {
            change("reasoning_effort", "the model does not take '\(asked)'; '\(effort)' is the nearest that it takes")
        } else {
            leaveOut("reasoning_effort", "the model does not take '\(asked)'")
        }
    }

    private mutating func fitSampling(_ asked: GenerationParameters, _ model: Model) {
        let refuses = model.isKnownToReason && effort != ReasoningEffort.none
        guard refuses else {
            (temperature, topP) = (asked.temperature, asked.topP)
            return
        }
        // 1 is what the model uses anyway.
        let reason = "a model that reasons takes it only with reasoning_effort 'none'"
        if asked.temperature ?? 1 != 1 { leaveOut("temperature", reason) }
        if asked.topP ?? 1 != 1 { leaveOut("top_p", reason) }
    }

    private mutating func fitOutputLimit(_ asked: Int?, _ model: Model) {
        guard let asked else { return }
        maxOutputTokens = min(max(asked, Self.leastOutputTokens), model.maxOutputTokens ?? .max)
        if let maxOutputTokens, maxOutputTokens != asked {
            let bound = asked < maxOutputTokens ? "the least that the API accepts" : "the most that the model writes"
            change("max_output_tokens", "\(maxOutputTokens) is \(bound)")
        }
    }

    private mutating func fitParallelCalls(_ asked: Bool?, _ model: Model, hasTools: Bool) {
        guard let asked else { return }
        guard hasTools else {
            adjustments.append(Adjustment(.normalized, "parallel_tool_calls", "it means nothing without tools"))
            return
        }
        parallelToolCalls = asked && model.has(.parallelTools)
        if parallelToolCalls != asked { change("parallel_tool_calls", "the model calls one tool at a time") }
    }

    private mutating func fitServiceTier(_ asked: ServiceTier?, _ model: Model) {
        guard let asked else { return }
        if let obstacle = model.obstacle(to: asked) { leaveOut("service_tier", obstacle) } else { serviceTier = asked }
    }

    private mutating func leaveOut(_ subject: String, _ reason: String) { adjustments.append(Adjustment(.leftOut, subject, reason)) }

    private mutating func change(_ subject: String, _ reason: String) { adjustments.append(Adjustment(.changed, subject, reason)) }
}
