public import WaybillInterchange

/// What each kind of token costs, in microdollars per million tokens, which is picodollars per token.
public struct TokenRates: Sendable, Hashable {
    /// Ordinary input.
    public var input: Int
    /// Input read from a prompt cache; where `nil` it costs what ordinary input costs.
    public var cachedInput: Int?
    /// Input written to a prompt cache; where `nil` it costs what ordinary input costs.
    public var cacheWrite: Int?
    /// Input written to a prompt cache to be kept for twelve hours or longer; where `nil` it costs what any written input costs.
    public var longCacheWrite: Int?
    /// Output, reasoning included.
    public var output: Int

    /// Creates rates.
    public init(input: Int, cachedInput: Int? = nil, cacheWrite: Int? = nil, longCacheWrite: Int? = nil, output: Int) {
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.longCacheWrite = longCacheWrite
        self.output = output
    }

    /// What these tokens cost: each class at its own rate, and nothing counted twice, since the classes do not overlap.
    public func cost(of usage: TokenUsage) -> Money {
        let writes = usage.cacheWrites.reduce(Int128(0)) { $0 + cost(of: $1) }
        return Money(picodollars: cost(usage.uncachedInput, usage.cachedInput) + writes + cost(usage.outputText) + cost(usage.reasoning))
    }

    /// What a request would cost that is not sent yet.
    package func cost(uncached: Int, cached: Int, written: CacheWrite?, output: Int) -> Money {
        Money(picodollars: cost(uncached, cached) + (written.map { cost(of: $0) } ?? 0) + cost(output))
    }

    private func cost(_ uncached: Int, _ cached: Int) -> Int128 {
        Int128(uncached) * Int128(input) + Int128(cached) * Int128(cachedInput ?? input)
    }

    private func cost(_ outputTokens: Int) -> Int128 { Int128(outputTokens) * Int128(output) }

    private func cost(of write: CacheWrite) -> Int128 { Int128(write.tokens) * Int128(rate(of: write)) }

    /// Every rate that is said.
    package var all: [Int] { [input, output] + [cachedInput, cacheWrite, longCacheWrite].compactMap(\.self) }

    private func rate(of write: CacheWrite) -> Int {
        let isLong = write.lifetimeSeconds ?? 0 >= Self.longLifetimeSeconds
        return (isLong ? longCacheWrite : nil) ?? cacheWrite ?? input
    }

    private static let longLifetimeSeconds = 12 * 3_600
}
