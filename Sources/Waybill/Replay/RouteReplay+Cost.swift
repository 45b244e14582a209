import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

extension RouteReplay {
    /// What becomes of a call that does not go the way it went.
    struct Way {
        /// Who would serve it.
        var server: ModelName?
        /// What that would cost.
        var cost: CostRange?
        /// Whether it rests on tokens that the model's tokenizer never counted.
        var isEstimated = false
    }

    /// Goes along a plan: whoever failed then fails again, and the first who was not asked then answers.
    func follow(_ plan: RoutePlan, _ path: RecordedPath) -> Way {
        var spent: Money? = .zero
        if path.isHopeless { return Way(server: nil, cost: cost(of: path.attempts, under: nil)) }
        for candidate in plan.candidates where candidate.verdict.reason == nil {
            let own = path.attempts.filter { $0.model == candidate.model }
            guard !own.isEmpty else {
                let answer = answer(of: candidate, path)
                return Way(
                    server: candidate.model, cost: spent.flatMap { spent in answer.map { $0 + .exactly(spent) } },
                    isEstimated: candidate.inputTokens.isStandIn)
            }
            spent = spent.flatMap { spent in cost(of: own, under: plan).map { $0.expected + spent } }
            if own.contains(where: path.isEnd) { return Way(server: candidate.model, cost: spent.map(CostRange.exactly)) }
        }
        return Way(server: nil, cost: spent.map(CostRange.exactly))
    }

    /// What attempts cost by the prices of these routes, each at the model that made it and in the tier that it was billed by.
    ///
    /// - Parameter plan: Whose limits of output cut short what is longer; `nil`: nothing is.
    /// - Returns: `nil` where a price is not known.
    func cost(of attempts: [AttemptReport], under plan: RoutePlan?) -> CostRange? {
        var sum = Money.zero
        for attempt in attempts {
            let limit = plan?.candidates.first { $0.model == attempt.model }?.outputLimit
            let usage = attempt.usage.map { $0.cut(to: limit) }
            if usage?.isEmpty ?? true { continue }
            guard let cost = terms[attempt.model]?.cost(of: usage, tier: attempt.serviceTier) else { return nil }
            sum = sum + cost
        }
        return .exactly(sum)
    }

    /// What an answer like the recorded one would cost at another model.
    private func answer(of candidate: PlannedCandidate, _ path: RecordedPath) -> CostRange? {
        // Nothing is known of its answer but what is expected of any.
        guard let telling = path.telling, let recorded = telling.usage, !recorded.isEmpty else { return candidate.cost }
        guard let terms = terms[candidate.model], let price = terms.price else { return nil }
        let tier = candidate.serviceTier
        var usage = recorded.cut(to: candidate.outputLimit)
        if let counted = telling.counted?.input, counted.tokenizer != candidate.inputTokens.tokenizer {
            usage = usage.withInput(scaledBy: candidate.inputTokens.tokens, of: counted.tokens)
        }
        let uncached = usage.withoutCache
        guard let expected = price.cost(of: terms.caches == true ? usage : uncached, tier: tier),
            let lowest = price.cost(of: terms.caches == false ? uncached : usage, tier: tier)
        else {
            return nil
        }
        return CostRange(
            lowest: min(lowest, expected), expected: expected,
            highest: highest(uncached, limit: candidate.outputLimit, price, tier).map { max($0, expected) })
    }

    /// What an answer would cost at the most: all of the input written to the cache, where that is dearer, and as much output as is allowed.
    private func highest(_ usage: TokenUsage, limit: Int?, _ price: Price, _ tier: ServiceTier?) -> Money? {
        guard let rates = price.rates(tier: tier, inputTokens: usage.input) else { return nil }
        guard let output = limit ?? (rates.highestOutput == 0 ? usage.output : nil) else { return nil }
        var usage = usage
        if let write = rates.cacheWrite, write > rates.input {
            usage.cacheWrites = [CacheWrite(lifetimeSeconds: nil, tokens: usage.uncachedInput)]
            usage.uncachedInput = 0
        }
        let text = max(0, output - usage.audioOutput - usage.imageOutput)
        if rates.highestOutput > rates.output {
            (usage.reasoning, usage.outputText) = (text, 0)
        } else {
            (usage.reasoning, usage.outputText) = (0, text)
        }
        return price.cost(of: usage, tier: tier)
    }
}

extension TokenCount {
    /// Whether another tokenizer's count stands in its place.
    fileprivate var isStandIn: Bool { certainty == .estimated && reason?.hasPrefix("it was counted by ") ?? false }
}

extension TokenUsage {
    /// The tokens of an answer that ends at a limit: what was thought comes before what was said.
    fileprivate func cut(to limit: Int?) -> TokenUsage {
        guard let limit, output > limit else { return self }
        var usage = self
        usage.reasoning = min(reasoning, limit)
        usage.outputText = min(outputText, limit - usage.reasoning)
        return usage
    }

    /// The tokens with those of the text of the input as another tokenizer counts it, in the same shares.
    fileprivate func withInput(scaledBy tokens: Int, of counted: Int) -> TokenUsage {
        guard counted > 0 else { return self }
        func scaled(_ number: Int) -> Int { Int(clamping: (Int128(number) * Int128(tokens) + Int128(counted) / 2) / Int128(counted)) }
        var usage = self
        usage.uncachedInput = scaled(uncachedInput)
        usage.cachedInput = scaled(cachedInput)
        for place in cacheWrites.indices { usage.cacheWrites[place].tokens = scaled(cacheWrites[place].tokens) }
        return usage
    }

    /// The tokens where nothing is read from a cache or written to one.
    var withoutCache: TokenUsage {
        var usage = self
        usage.uncachedInput += cachedInput + cacheWrite
        (usage.cachedInput, usage.cacheWrites) = (0, [])
        return usage
    }
}

extension CostRange {
    /// What nobody was asked for.
    static let nothing = exactly(.zero)

    /// An amount that is known.
    static func exactly(_ amount: Money) -> CostRange { CostRange(lowest: amount, expected: amount, highest: amount) }
}
