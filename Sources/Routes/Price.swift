public import WaybillInterchange

/// What a model's tokens cost: in each service tier, and beyond a length of the prompt.
///
/// A price that is not known is `nil`, never zero.
public struct Price: Sendable, Hashable {
    /// The prices of the ordinary tier.
    public var standard: TierPrice
    /// The prices of other tiers, by their ``ServiceTier/canonical`` names.
    ///
    /// A tier that is not among them is not known to be offered.
    public var tiers: [ServiceTier: TierPrice] = [:]
    /// The most input tokens, cached ones included, for which ``TierPrice/rates`` hold; `nil`: one price for any length.
    ///
    /// A longer prompt is priced by ``TierPrice/longRates`` as a whole.
    public var above: Int?
    /// The day on which the price was true, `YYYY-MM-DD`.
    public var asOf: String?

    /// Creates a price that is one for any length of the prompt.
    public init(
        input: Int, cachedInput: Int? = nil, cacheWrite: Int? = nil, longCacheWrite: Int? = nil, output: Int, asOf: String? = nil
    ) {
        standard = TierPrice(
            TokenRates(input: input, cachedInput: cachedInput, cacheWrite: cacheWrite, longCacheWrite: longCacheWrite, output: output))
        self.asOf = asOf
    }

    /// Creates a price.
    public init(standard: TierPrice, tiers: [ServiceTier: TierPrice] = [:], above: Int? = nil, asOf: String? = nil) {
        self.standard = standard
        self.tiers = tiers
        self.above = above
        self.asOf = asOf
    }

    /// What these tokens cost.
    ///
    /// - Parameter tier: The tier that the answer names; `nil`: the ordinary one.
    /// - Returns: `nil` where the price of the tier, or of so long a prompt in it, is not known.
    public func cost(of usage: TokenUsage, tier: ServiceTier? = nil) -> Money? {
        rates(tier: tier, inputTokens: usage.input)?.cost(of: usage)
    }

    /// What each kind of token costs in a request.
    ///
    /// - Parameters:
    ///   - tier: The service tier; `nil`: the ordinary one.
    ///   - inputTokens: The length of the whole prompt.
    /// - Returns: `nil` where that is not known.
    public func rates(tier: ServiceTier? = nil, inputTokens: Int = 0) -> TokenRates? {
        let price: TierPrice? = if let tier, !tier.isStandard { tiers[tier.canonical] } else { standard }
        guard let above, inputTokens > above else { return price?.rates }
        return price?.longRates
    }

    /// Whether what a tier costs is known, at least for prompts that are not long.
    public func has(_ tier: ServiceTier) -> Bool { rates(tier: tier) != nil }
}

/// What a model's tokens cost in one service tier.
public struct TierPrice: Sendable, Hashable {
    /// The prices of prompts that are not long.
    public var rates: TokenRates
    /// The prices of prompts above ``Price/above``; `nil`: not known.
    public var longRates: TokenRates?

    /// Creates prices.
    public init(_ rates: TokenRates, long longRates: TokenRates? = nil) {
        self.rates = rates
        self.longRates = longRates
    }
}

extension Price {
    /// Whether any rate is below nothing.
    package var hasNegativeRates: Bool {
        rows.contains { row in row.rates.all.contains { $0 < 0 } || row.longRates?.all.contains { $0 < 0 } ?? false }
    }

    private var rows: [TierPrice] { [standard] + tiers.values }

    /// Why the prices cannot hold together, or `nil`.
    package var problem: String? {
        if let above, above < 1 { return "'above' must be at least 1 token" }
        if above == nil, rows.contains(where: { $0.longRates != nil }) {
            return "'long' says what longer prompts cost; say with 'above' from how many tokens on, such as above: 272k"
        }
        if let tier = tiers.keys.first(where: { $0.isStandard || $0 != $0.canonical }) {
            return tier.isStandard
                ? "the prices of the tier '\(tier)' stand beside 'tiers', not in it" : "the tier '\(tier)' is '\(tier.canonical)' here"
        }
        return nil
    }
}
