public import WaybillInterchange

/// What each class of token costs, in microdollars per million tokens, which is picodollars per token.
public struct TokenRates: Sendable, Hashable {
    /// Ordinary input.
    public var input: Int
    /// Input read from a prompt cache; where `nil` it costs what ordinary input costs.
    public var cachedInput: Int?
    /// Input written to a prompt cache; where `nil` it costs what ordinary input costs.
    public var cacheWrite: Int?
    /// Input written to a prompt cache to be kept for an hour or longer; where `nil` it costs what any written input costs.
    public var hourCacheWrite: Int?
    /// Input written to a prompt cache to be kept for twelve hours or longer; where `nil` it costs what is kept for an hour.
    public var longCacheWrite: Int?
    /// Images in the input, where the provider tells them apart; where `nil` they cost what ordinary input costs.
    public var imageInput: Int?
    /// Sound in the input, where the provider tells it apart; where `nil` what it costs is not known.
    public var audioInput: Int?
    /// Output.
    public var output: Int
    /// Reasoning; where `nil` it costs what any output costs.
    public var reasoning: Int?
    /// Sound in the output; where `nil` what it costs is not known.
    public var audioOutput: Int?
    /// Images in the output; where `nil` what they cost is not known.
    public var imageOutput: Int?

    /// Creates rates.
    public init(input: Int, cachedInput: Int? = nil, cacheWrite: Int? = nil, longCacheWrite: Int? = nil, output: Int) {
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.longCacheWrite = longCacheWrite
        self.output = output
    }

    /// What these tokens cost: each class at its own rate, and nothing counted twice, since the classes do not overlap.
    ///
    /// - Returns: `nil` where a class was used whose rate is not known.
    public func cost(of usage: TokenUsage) -> Money? {
        guard missingKey(for: usage) == nil else { return nil }
        return Money(picodollars: inputCost(of: usage) + outputCost(of: usage))
    }

    private func inputCost(of usage: TokenUsage) -> Int128 {
        Self.cost(usage.uncachedInput, input) + Self.cost(usage.cachedInput, cachedInput ?? input)
            + usage.cacheWrites.reduce(0) { $0 + Self.cost($1.tokens, rate(of: $1)) }
            + Self.cost(usage.imageInput, imageInput ?? input) + Self.cost(usage.audioInput, audioInput ?? 0)
    }

    private func outputCost(of usage: TokenUsage) -> Int128 {
        Self.cost(usage.outputText, output) + Self.cost(usage.reasoning, reasoning ?? output)
            + Self.cost(usage.audioOutput, audioOutput ?? 0) + Self.cost(usage.imageOutput, imageOutput ?? 0)
    }

    /// The key of the first rate that is not known though these tokens need it.
    ///
    /// Images that are shown to a model cost what its text costs wherever a price does not say otherwise. Sound, and images that a model makes,
    /// are priced apart wherever there are any, so that no other rate may stand in for theirs.
    package func missingKey(for usage: TokenUsage) -> String? {
        let needs = [
            ("audio_input", usage.audioInput, audioInput), ("audio_output", usage.audioOutput, audioOutput),
            ("image_output", usage.imageOutput, imageOutput),
        ]
        return needs.first { $0.1 > 0 && $0.2 == nil }?.0
    }

    /// The dearer one of text and reasoning.
    package var highestOutput: Int { max(output, reasoning ?? output) }

    /// These rates times a factor; `nil` where one of them would not be whole.
    package func times(_ factor: Share) -> TokenRates? {
        func times(_ rate: Int) -> Int? {
            let (rate, rest) = (Int128(rate) * Int128(factor.millionths)).quotientAndRemainder(dividingBy: 1_000_000)
            return rest == 0 ? Int(exactly: rate) : nil
        }
        var rates = self
        for rate in [\TokenRates.input, \.output] {
            guard let product = times(self[keyPath: rate]) else { return nil }
            rates[keyPath: rate] = product
        }
        for rate in Self.optionalRates {
            guard let said = self[keyPath: rate] else { continue }
            guard let product = times(said) else { return nil }
            rates[keyPath: rate] = product
        }
        return rates
    }

    /// The rates that may be left out.
    private static var optionalRates: [WritableKeyPath<TokenRates, Int?>] {
        [
            \.cachedInput, \.cacheWrite, \.hourCacheWrite, \.longCacheWrite, \.imageInput, \.audioInput, \.reasoning, \.audioOutput,
            \.imageOutput,
        ]
    }

    /// Every rate that is said.
    package var all: [Int] { [input, output] + Self.optionalRates.compactMap { self[keyPath: $0] } }

    private func rate(of write: CacheWrite) -> Int {
        let seconds = write.lifetimeSeconds ?? 0
        let long = seconds >= 12 * 3_600 ? longCacheWrite : nil
        let hour = seconds >= 3_600 ? hourCacheWrite : nil
        return long ?? hour ?? cacheWrite ?? input
    }

    private static func cost(_ tokens: Int, _ rate: Int) -> Int128 { Int128(tokens) * Int128(rate) }
}
