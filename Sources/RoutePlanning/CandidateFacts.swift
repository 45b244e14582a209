import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes
import WaybillTokenCounting

/// What is known of a candidate before any request: looked up once, at load.
///
/// A class, so that looking at it for a request copies none of it.
final class CandidateFacts: Sendable {
    let provider: Provider
    let model: Model
    let name: ModelName
    /// Which of the planner's counters counts for it.
    let counter: Int
    let adapter: any ProviderAdapter
    /// What it draws where the choice is weighted.
    let draw: WeightedDraw
    private let route: Route
    /// The parameters of candidate, route and preset together.
    private let parameters: GenerationParameters
    private let clocks: Clocks
    /// What holds for every request alike, such as a location that the route forbids.
    private let unmet: SetAsideReason?
    private let tokenizer: Tokenizer
    private let host: String
    /// Whether it may think before it answers.
    private let mayReason: Bool
    private let canPrefill: Bool
    private let keyCount: Int
    private let definedAt: SourceLocation?

    init(
        _ candidate: Candidate, of route: Route, provider: Provider, model: Model, defaults: RouteSettings, adapter: any ProviderAdapter,
        tokenizer: Tokenizer, counter: Int
    ) {
        self.provider = provider
        self.model = model
        self.name = candidate.model
        self.adapter = adapter
        self.counter = counter
        self.draw = WeightedDraw(of: candidate.model, in: route.workload, weight: candidate.weight ?? 1)
        self.route = route
        self.parameters = route.parameters(for: candidate)
        let settings = route.settings.overriding(defaults)
        // A clock is taken from the place nearest the candidate.
        self.clocks = candidate.clocks.overriding(model.clocks).overriding(provider.clocks)
            .overriding(Clocks(connect: nil, firstToken: settings.firstToken, stall: settings.stall))
        self.unmet = route.requirements.unmet(by: provider, model).map { .requirementUnmet($0) }
        self.tokenizer = tokenizer
        self.host = provider.server
        self.mayReason = model.features?.contains(.reasoning) ?? false
        self.canPrefill = model.features?.contains(.prefill) ?? false
        self.keyCount = max(1, provider.credentials.count)
        self.definedAt = candidate.definedAt
    }

    /// Looks at the candidate for one request.
    ///
    /// The verdict is `chosen` where it can serve: the planner orders those.
    ///
    /// - Parameters:
    ///   - calibration: What the model's reports taught of the estimates made for it.
    ///   - repairs: What the model refused lately.
    ///   - outcomes: What became of the workload's calls there; `nil`: nothing is known.
    ///   - keys: What is known of the prompt cache behind each key; empty: nothing.
    ///   - prompt: The request's segments, counted where any key keeps some.
    ///   - ask: What the request asks of the prompt cache; `nil`: nothing is known of it.
    func look(
        at request: PreparedRequest, place: Int, input: RequestCount, calibration: TokenCalibration?, repairs: [RequestRepair],
        outcomes: CandidateOutcomes?, keys: [CacheSnapshot.Key], prompt: FingerprintedPrompt?, ask: CacheAsk?, today: String
    ) -> PlannedCandidate {
        var effective = parameters(for: request)
        let outputLimit = smaller(smaller(effective.maxOutputTokens, route.limits.outputTokens), model.maxOutputTokens)
        // A limit of the model alone need not be sent.
        if effective.maxOutputTokens != nil || route.limits.outputTokens != nil { effective.maxOutputTokens = outputLimit }
        // What is no estimate is not corrected.
        let calibration = input.total.certainty == .estimated ? calibration : nil
        let inputTokens = calibration?.correct(input.total) ?? input.total
        let caches = caches(of: keys, prompt, total: inputTokens.tokens, calibration: calibration)
        let review = adapter.review(request, effective)
        var candidate = PlannedCandidate(
            model: name, place: place, verdict: .chosen,
            adjustments: request.adjustments.isEmpty ? review.adjustments : request.adjustments + review.adjustments, parameters: effective,
            inputTokens: inputTokens,
            estimatedInput: calibration == nil ? nil : input.total.tokens, calibration: calibration,
            inputParts: input.parts, tokenizer: tokenizer, outputLimit: outputLimit, contextWindow: model.contextWindow,
            windowLeft: windowLeft(beside: inputTokens.tokens, effective.maxOutputTokens), cost: nil,
            firstToken: clocks.firstToken ?? (showsNothingForLong(effective) ? .seconds(60) : .seconds(10)),
            stall: clocks.stall ?? .seconds(30),
            connect: clocks.connect ?? .seconds(5), canPrefill: canPrefill, price: model.price,
            streams: model.streaming,
            host: host, definedAt: definedAt, keyCount: keyCount, accountCount: provider.account == nil ? keyCount : 1)
        candidate.keyCaches = caches
        candidate.learnedOutput = outcomes?.expectedOutput(limit: outputLimit)
        candidate.steering = request.steering
        // A strict route's request goes as it is, or fails.
        if !route.strict { for repair in repairs { doWithout(repair, in: request, &candidate) } }
        let tier = candidate.serviceTier
        candidate.cost = costRange(of: candidate, tier, ask)
        let reason =
            unmet ?? overPriceCap(inputTokens.tokens, tier) ?? shutDown(today) ?? review.obstacle ?? refusedAdjustment(review.adjustments)
            ?? tooLong(inputTokens, effective.maxOutputTokens) ?? tooExpensive(candidate)
        if let reason { candidate.verdict = .setAside(reason) }
        return candidate
    }

    /// The parameters of a request to the candidate, those of the request first.
    func parameters(for request: PreparedRequest) -> GenerationParameters { request.request.parameters.overriding(parameters) }

    /// Leaves out what the model refused lately, where the request has it, and with the value that was refused.
    private func doWithout(_ repair: RequestRepair, in request: PreparedRequest, _ candidate: inout PlannedCandidate) {
        let found = adapter.repair(
            request.repaired(by: candidate.repairs), candidate.parameters, streaming: candidate.streams,
            without: RefusedParameter(repair.parameter, isUnknown: repair.refusedValue == nil))
        if found == repair { candidate.apply(repair, "the model refused it lately") }
    }

    /// Whether the model will think before it answers, or answers only when it has written all.
    private func showsNothingForLong(_ parameters: GenerationParameters) -> Bool {
        !model.streaming || mayReason && parameters.reasoningEffort != ReasoningEffort.none
    }

    private func shutDown(_ today: String) -> SetAsideReason? {
        guard let date = model.shutdown, date <= today else { return nil }
        return .shutDown(date)
    }

    private func refusedAdjustment(_ adjustments: [Adjustment]) -> SetAsideReason? {
        guard route.strict, let first = adjustments.first(where: { $0.kind != .normalized }) else { return nil }
        return .cannotExpress("\(first) (the route is strict)")
    }

    /// Whether the request is over a limit of the route, by the count as it is, or cannot fit the window in all likelihood.
    ///
    /// A limit is a promise that nobody else keeps. A window shows by itself: an estimate that is too high must not refuse what would fit.
    private func tooLong(_ input: TokenCount, _ maxOutputTokens: Int?) -> SetAsideReason? {
        if let limit = route.limits.inputTokens, input.tokens > limit {
            let about = input.certainty == .exact ? "" : "about "
            return .overLimit("\(about)\(input.tokens) input tokens are over the route's limit of \(limit)")
        }
        guard let window = model.contextWindow, let left = windowLeft(beside: input.leastPlausible, maxOutputTokens), left < 0 else {
            return nil
        }
        return .contextTooSmall(missing: left == .min ? .max : -left, window: window)
    }

    /// How much of the window is left beside an input and the output that is asked for, or a single token of it.
    private func windowLeft(beside input: Int, _ maxOutputTokens: Int?) -> Int? {
        guard let window = model.contextWindow else { return nil }
        // Both numbers may be as large as any.
        let (left, overflow) = (window - input).subtractingReportingOverflow(maxOutputTokens ?? 1)
        return overflow ? .min : left
    }

    /// Whether the request would be billed by a price above the route's cap: in the tier that is asked for, and at its length.
    private func overPriceCap(_ inputTokens: Int, _ tier: ServiceTier?) -> SetAsideReason? {
        guard let cap = route.requirements.price else { return nil }
        let rates = model.price?.rates(tier: tier, inputTokens: inputTokens)
        return cap.excess(of: rates).map { .overPriceCap($0) }
    }

    private func tooExpensive(_ candidate: PlannedCandidate) -> SetAsideReason? {
        guard let limit = route.limits.costPerRequest else { return nil }
        guard let cost = candidate.cost else {
            return .costLimit("its price is not known, and the route limits the cost of a request to \(limit)")
        }
        guard let highest = cost.highest else {
            let unknown = candidate.outputLimit == nil ? "its output is not bounded" : "what a prompt so long may cost is not known"
            return .costLimit("\(unknown), and the route limits the cost of a request to \(limit)")
        }
        return highest > limit ? .costLimit("may cost \(highest), over the route's limit of \(limit) a request") : nil
    }
}

/// Of two bounds the smaller, as far as they are known.
private func smaller(_ one: Int?, _ other: Int?) -> Int? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
}
