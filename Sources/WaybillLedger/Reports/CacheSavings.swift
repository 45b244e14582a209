import WaybillInterchange
import WaybillRoutes

/// What reading input from prompt caches saved: what that input would have cost, had it not been cached, less what it did cost.
///
/// The books hold what an attempt cost, not by which rates. A saving is claimed only where the price that is given makes the attempt's cost again,
/// to the picodollar: that price it was.
struct CacheSavings {
    private let prices: (ModelName) -> Price?
    private let names: LedgerNames
    /// What is known of models, by the numbers of their names.
    private var models: [Pricing?] = []

    init(prices: @escaping (ModelName) -> Price?, names: LedgerNames) {
        self.prices = prices
        self.names = names
    }

    /// What an attempt saved; `nil`: not known.
    mutating func made(by attempt: UsageAttempt, _ tokens: UsageTokens) -> Money? {
        guard let cost = attempt.cost, let place = Int(exactly: attempt.model), place >= 0 else { return nil }
        while models.count <= place { models.append(nil) }
        if models[place] == nil { models[place] = Pricing(ModelName(names[attempt.model]).flatMap(prices)) }
        guard let costs = models[place]?.costs(tier: attempt.serviceTier, input: tokens.input, names), costs.make(cost, of: tokens)
        else { return nil }
        return Money(picodollars: Int128(tokens.cachedInput) &* Int128(costs.uncachedInput - costs.cachedInput))
    }
}

/// The price of a model, with what single tokens cost by it as far as that was asked for.
private struct Pricing {
    private let price: Price?
    private var known: [(tier: Int64, isLong: Bool, costs: SingleCosts?)] = []

    init(_ price: Price?) { self.price = price }

    /// What single tokens cost in a tier, in a prompt of some length.
    mutating func costs(tier: Int64, input: Int, _ names: LedgerNames) -> SingleCosts? {
        guard let price else { return nil }
        let isLong = price.above.map { input > $0 } ?? false
        // A model has few tiers.
        if let place = known.firstIndex(where: { $0.tier == tier && $0.isLong == isLong }) { return known[place].costs }
        let name = tier == 0 ? nil : ServiceTier(rawValue: names[tier])
        let costs = price.rates(tier: name, inputTokens: input).flatMap { SingleCosts($0, price.fees) }
        known.append((tier, isLong, costs))
        return costs
    }
}

/// What one token of each class costs in picodollars, and what a request costs beside its tokens.
private struct SingleCosts {
    let uncachedInput: Int
    let cachedInput: Int
    /// By the lifetimes that are priced apart: the rows that reports are made of do not say for how long what was written may be kept.
    private let cacheWrites: [Int]
    private let outputText: Int
    private let reasoning: Int
    private let imageInput: Int?
    private let audioInput: Int?
    private let audioOutput: Int?
    private let imageOutput: Int?
    private let fees: Int128

    /// Asks the rates for the cost of one token of each class; `nil` where that of a usual one is not known.
    init?(_ rates: TokenRates, _ fees: Fees) {
        func cost(_ token: TokenUsage) -> Int? { rates.cost(of: token).flatMap { Int(exactly: $0.picodollars) } }
        func cost(_ token: WritableKeyPath<TokenUsage, Int>) -> Int? {
            var usage = TokenUsage()
            usage[keyPath: token] = 1
            return cost(usage)
        }
        guard let uncachedInput = cost(\.uncachedInput), let cachedInput = cost(\.cachedInput), let outputText = cost(\.outputText),
            let reasoning = cost(\.reasoning), let fees = fees.cost(of: TokenUsage())
        else { return nil }
        (self.uncachedInput, self.cachedInput, self.outputText, self.reasoning) = (uncachedInput, cachedInput, outputText, reasoning)
        cacheWrites = [nil, 3_600, 12 * 3_600]
            .compactMap { cost(TokenUsage(cacheWrites: [CacheWrite(lifetimeSeconds: $0, tokens: 1)])) }
        (imageInput, audioInput) = (cost(\.imageInput), cost(\.audioInput))
        (audioOutput, imageOutput) = (cost(\.audioOutput), cost(\.imageOutput))
        self.fees = fees.picodollars
    }

    /// Whether these tokens cost so much.
    func make(_ cost: Money, of tokens: UsageTokens) -> Bool {
        let usual =
            Self.product(tokens.uncachedInput, uncachedInput) + Self.product(tokens.cachedInput, cachedInput)
            + Self.product(tokens.outputText, outputText) + Self.product(tokens.reasoning, reasoning)
        guard let media = media(tokens) else { return false }
        let sum = fees + usual + media
        guard tokens.cacheWrite > 0 else { return sum == cost.picodollars }
        return cacheWrites.contains { sum + Self.product(tokens.cacheWrite, $0) == cost.picodollars }
    }

    /// What sound and images cost; `nil`: not known.
    private func media(_ tokens: UsageTokens) -> Int128? {
        guard tokens.imageInput | tokens.audioInput | tokens.audioOutput | tokens.imageOutput != 0 else { return 0 }
        let parts = [
            (tokens.imageInput, imageInput), (tokens.audioInput, audioInput), (tokens.audioOutput, audioOutput),
            (tokens.imageOutput, imageOutput),
        ]
        return parts.reduce(0 as Int128?) { sum, part in
            guard part.0 > 0 else { return sum }
            guard let sum, let cost = part.1 else { return nil }
            return sum + Self.product(part.0, cost)
        }
    }

    private static func product(_ tokens: Int, _ cost: Int) -> Int128 {
        // 64 bits times 64 bits are never more than 128, which the checked product would look for every time.
        Int128(tokens) &* Int128(cost)
    }
}
