import WaybillInterchange
import WaybillRoutes
import WaybillTokenCounting

extension CandidateFacts {
    /// What a request may cost in the tier that is asked for, with what is written to a cache; the most is without what is expected of a cache,
    /// which promises nothing.
    ///
    /// - Returns: `nil` where the price is not known.
    func costRange(of candidate: PlannedCandidate, _ tier: ServiceTier?, _ ask: CacheAsk?) -> CostRange? {
        guard model.price != nil else { return nil }
        let (input, cached) = (candidate.inputTokens, candidate.expectedCachedTokens ?? 0)
        // What surely bounds an estimate is so wide that it would say nothing of the cost.
        let range = input.certainty == .estimated ? nil : input.sureRange
        let (least, most) = (range?.lowerBound ?? input.tokens, range?.upperBound ?? input.tokens)
        let media = MediaTokens(candidate.inputParts)
        guard let lowest = cost(of: least, media, cached: cached, 1, tier, ask),
            let expected = cost(of: input.tokens, media, cached: cached, candidate.expectedOutput.tokens, tier, ask)
        else {
            return nil
        }
        let mostOutput = candidate.outputLimit ?? (hasFreeOutput(tier, inputTokens: most) ? 0 : nil)
        let highest = mostOutput.flatMap { cost(of: most, media, cached: 0, $0, tier, ask) }
        return CostRange(lowest: lowest, expected: expected, highest: highest)
    }

    /// Whether output costs nothing, so that the cost is bounded though the output is not.
    private func hasFreeOutput(_ tier: ServiceTier?, inputTokens: Int) -> Bool {
        model.price?.rates(tier: tier, inputTokens: inputTokens)?.highestOutput == 0
    }

    private func cost(
        of input: Int, _ media: MediaTokens, cached: Int, _ output: Int, _ tier: ServiceTier?, _ ask: CacheAsk?
    ) -> Money? {
        guard let price = model.price, let rates = price.rates(tier: tier, inputTokens: input) else { return nil }
        let cached = min(cached, input)
        let write = written(of: input, cached: cached, ask)
        var usage = TokenUsage(
            uncachedInput: input - cached - (write?.tokens ?? 0), cachedInput: cached, cacheWrites: write.map { [$0] } ?? [])
        media.move(into: &usage)
        // How much of the output will be reasoning is not known: all of it is taken for the dearer of the two.
        if rates.highestOutput > rates.output { usage.reasoning = output } else { usage.outputText = output }
        return price.cost(of: usage, tier: tier)
    }
}

/// The tokens of a request's images and sound, which may have prices of their own.
private struct MediaTokens {
    private let images: Int
    private let audio: Int

    init(_ parts: [RequestCount.PartCount]) {
        func tokens(_ part: RequestCount.Part) -> Int { parts.first { $0.part == part }?.count.tokens ?? 0 }
        images = tokens(.images)
        audio = tokens(.audio)
    }

    /// Tells them apart from the rest of the uncached input, as far as they have room in it.
    func move(into usage: inout TokenUsage) {
        usage.audioInput = min(audio, usage.uncachedInput)
        usage.imageInput = min(images, usage.uncachedInput - usage.audioInput)
        usage.uncachedInput -= usage.audioInput + usage.imageInput
    }
}
