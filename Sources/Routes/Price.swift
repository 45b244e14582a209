public import WaybillInterchange

/// What a model costs: its tokens, in each service tier and beyond a length of the prompt, and what is billed beside them.
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
    /// What is billed by the request and by the use of tools; what they leave open is said by the provider's.
    public var fees = Fees()
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

    /// What an answer costs: its tokens, at the rates of one tier and of the length of the whole prompt, and the fees.
    ///
    /// - Parameter tier: The tier that the answer names; `nil`: the ordinary one.
    /// - Returns: `nil` where something was used whose price is not known: ``missingKey(for:tier:)`` says what.
    public func cost(of usage: TokenUsage, tier: ServiceTier? = nil) -> Money? {
        guard let tokens = rates(tier: tier, inputTokens: usage.input)?.cost(of: usage), let fees = fees.cost(of: usage) else { return nil }
        return tokens + fees
    }

    /// The first part of the price that is not known though an answer needs it, by its key in the provider file, such as `tiers.flex.long`;
    /// `nil` where all is known.
    public func missingKey(for usage: TokenUsage, tier: ServiceTier? = nil) -> String? {
        let row = row(of: tier)
        guard let price = row.price else { return row.key }
        let prefix = row.key.map { "\($0)." } ?? ""
        guard let rates = price.rates(isLong: isLong(usage.input)) else { return "\(prefix)long" }
        if let key = rates.missingKey(for: usage) { return "\(prefix)\(isLong(usage.input) ? "long." : "")\(key)" }
        return fees.missingKey(for: usage).map { "fees.\($0)" }
    }

    /// What each kind of token costs in a request.
    ///
    /// - Parameters:
    ///   - tier: The service tier; `nil`: the ordinary one.
    ///   - inputTokens: The length of the whole prompt.
    /// - Returns: `nil` where that is not known.
    public func rates(tier: ServiceTier? = nil, inputTokens: Int = 0) -> TokenRates? {
        row(of: tier).price?.rates(isLong: isLong(inputTokens))
    }

    /// What a tier costs, with its key; the ordinary one's is none.
    private func row(of tier: ServiceTier?) -> (key: String?, price: TierPrice?) {
        guard let tier = tier?.canonical, !tier.isStandard else { return (nil, standard) }
        return ("tiers.\(tier)", tiers[tier])
    }

    private func isLong(_ inputTokens: Int) -> Bool { above.map { inputTokens > $0 } ?? false }

    /// This price with all rates times a factor; fees are as they were.
    ///
    /// - Returns: `nil` where a rate would not be whole.
    package func times(_ factor: Share) -> Price? {
        var price = self
        guard let standard = standard.times(factor) else { return nil }
        price.standard = standard
        for (tier, row) in tiers {
            guard let row = row.times(factor) else { return nil }
            price.tiers[tier] = row
        }
        return price
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

    /// These prices times a factor, those of long prompts too; `nil` where one of them would not be whole.
    package func times(_ factor: Share) -> TierPrice? {
        guard let rates = rates.times(factor) else { return nil }
        guard let longRates else { return TierPrice(rates) }
        return longRates.times(factor).map { TierPrice(rates, long: $0) }
    }

    /// What holds for a prompt that is long or not.
    fileprivate func rates(isLong: Bool) -> TokenRates? { isLong ? longRates : rates }
}

extension Price {
    /// Its key in a provider file.
    package static let key = "price"

    /// Whether any rate or fee is below nothing.
    package var hasNegativeRates: Bool {
        fees.all.contains { $0 < .zero }
            || rows.contains { row in row.rates.all.contains { $0 < 0 } || row.longRates?.all.contains { $0 < 0 } ?? false }
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
