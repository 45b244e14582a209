import WaybillInterchange
import WaybillRoutes

extension Shape where Value == Price {
    /// The mapping `price`: the ordinary tier's, and beside it those of long prompts and of other tiers.
    static var price: Shape {
        .mapping("'price'") { fields in
            let rates = fields.rates()
            let above = fields.read(
                "above", .count, "of a prompt with more tokens, cached ones included, all tokens cost what `long` says",
                usual: "one price for any length")
            let long = fields.read("long", .longRates, "what prompts above that cost", usual: "not known")
            let tiers = fields.read("tiers", .tiers, "what other service tiers cost", usual: "not known")
            let asOf = fields.read("as_of", .day, "the day on which the price was true")
            guard let rates else { return nil }
            let price = Price(standard: TierPrice(rates, long: long), tiers: tiers ?? [:], above: above, asOf: asOf)
            return fields.sound(price, price.problem)
        }
    }
}

extension Shape where Value == [ServiceTier: TierPrice] {
    /// The mapping `tiers` of a price.
    fileprivate static var tiers: Shape {
        .mapping("'tiers'") { fields in
            var tiers: [ServiceTier: TierPrice] = [:]
            for tier in ServiceTier.priced {
                tiers[tier] = fields.read(tier.rawValue, .tier, "what answers cost that name this tier", usual: "not known")
            }
            return tiers
        }
    }
}

extension Shape where Value == TierPrice {
    fileprivate static var tier: Shape {
        .mapping("a tier of 'price'") { fields in
            let rates = fields.rates()
            let long = fields.read("long", .longRates, "what prompts above the price's `above` cost", usual: "not known")
            return rates.map { TierPrice($0, long: long) }
        }
    }
}

extension Shape where Value == TokenRates {
    /// The mapping `long`.
    fileprivate static var longRates: Shape { .mapping("'long'") { fields in fields.rates() } }
}

extension Fields {
    /// What each kind of token costs.
    fileprivate mutating func rates() -> TokenRates? {
        let input = require("input", .tokenPrice, "what a million tokens of input cost, such as `$0.75`")
        let output = require("output", .tokenPrice, "what a million tokens of output cost, reasoning included, such as `$4.50`")
        let cachedInput = read("cached_input", .tokenPrice, "the same for input read from a cache", usual: "as `input`")
        let cacheWrite = read("cache_write", .tokenPrice, "the same for input written to a cache", usual: "as `input`")
        let longCacheWrite = read(
            "cache_write_12h", .tokenPrice, "the same for input written to a cache to be kept for twelve hours",
            usual: "as `cache_write`")
        guard let input, let output else { return nil }
        return TokenRates(
            input: input, cachedInput: cachedInput, cacheWrite: cacheWrite, longCacheWrite: longCacheWrite, output: output)
    }
}
