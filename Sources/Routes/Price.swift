public import WaybillInterchange

/// What a model's tokens cost, each in microdollars per million tokens (which is picodollars per token).
///
/// A price that is not known is `nil`, never zero.
public struct Price: Sendable, Hashable {
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
    /// The day on which the price was true, `YYYY-MM-DD`.
    public var asOf: String?

    /// Creates a price.
    public init(
        input: Int, cachedInput: Int? = nil, cacheWrite: Int? = nil, longCacheWrite: Int? = nil, output: Int, asOf: String? = nil
    ) {
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.longCacheWrite = longCacheWrite
        self.output = output
        self.asOf = asOf
    }

    /// What these tokens cost.
    public func cost(of usage: TokenUsage) -> Money {
        let writes = usage.cacheWrites.reduce(Int128(0)) { $0 + Int128($1.tokens) * Int128(price(of: $1)) }
        let picodollars =
            Int128(usage.uncachedInput) * Int128(input) + Int128(usage.cachedInput) * Int128(cachedInput ?? input)
            + writes + Int128(usage.output) * Int128(output)
        return Money(picodollars: picodollars)
    }

    private func price(of write: CacheWrite) -> Int {
        let isLong = write.lifetimeSeconds ?? 0 >= Self.longLifetimeSeconds
        return (isLong ? longCacheWrite : nil) ?? cacheWrite ?? input
    }

    private static let longLifetimeSeconds = 12 * 3_600
}
