import WaybillInterchange
import WaybillRoutes

/// What reading input from prompt caches saved: what that input would have cost, had it not been cached, less what it did cost.
///
/// The books hold what an attempt cost, not by which rates. A saving is claimed only where the price that is given makes the attempt's cost again,
/// to the picodollar: that price it was.
struct CacheSavings {
    private let prices: (ModelName) -> Price?
    private let names: LedgerNames
    /// The prices by the numbers of their models.
    private var known: [Int64: Price?] = [:]
    /// The latest model, which is nearly always the next one too.
    private var latest: (model: Int64, price: Price?)?

    init(prices: @escaping (ModelName) -> Price?, names: LedgerNames) {
        self.prices = prices
        self.names = names
    }

    /// What an attempt saved; `nil`: not known.
    mutating func made(by attempt: AttemptRow, _ tokens: UsageTokens) -> Money? {
        guard let cost = attempt.cost, let price = price(of: attempt.model) else { return nil }
        let tier = names[attempt.serviceTier].map(ServiceTier.init(rawValue:))
        guard let rates = price.rates(tier: tier, inputTokens: tokens.input),
            Self.lifetimes(of: tokens).contains(where: { price.cost(of: TokenUsage(tokens, written: $0), tier: tier) == cost })
        else { return nil }
        let difference = Int128(rates.input) - Int128(rates.cachedInput ?? rates.input)
        return Money(picodollars: Int128(tokens.cachedInput) * difference)
    }

    /// For how long what was written may be kept: the rows that reports are made of do not say it.
    private static func lifetimes(of tokens: UsageTokens) -> [Int?] { tokens.cacheWrite > 0 ? [nil, 3_600, 12 * 3_600] : [nil] }

    private mutating func price(of model: Int64) -> Price? {
        if let latest, latest.model == model { return latest.price }
        let price = known[model] ?? ModelName(names[model]).flatMap(prices)
        known[model] = price
        latest = (model, price)
        return price
    }
}

extension TokenUsage {
    fileprivate init(_ tokens: UsageTokens, written lifetime: Int?) {
        self.init(
            uncachedInput: tokens.uncachedInput, cachedInput: tokens.cachedInput,
            cacheWrites: tokens.cacheWrite > 0 ? [CacheWrite(lifetimeSeconds: lifetime, tokens: tokens.cacheWrite)] : [],
            outputText: tokens.outputText, reasoning: tokens.reasoning)
        audioInput = tokens.audioInput
        imageInput = tokens.imageInput
        audioOutput = tokens.audioOutput
        imageOutput = tokens.imageOutput
    }
}
