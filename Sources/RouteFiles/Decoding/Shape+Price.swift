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
            let fees = fields.read("fees", .fees, "what is billed beside the tokens", usual: "the provider's, member by member")
            let asOf = fields.read("as_of", .day, "the day on which the price was true")
            guard let rates else { return nil }
            var price = Price(standard: TierPrice(rates, long: long), above: above, asOf: asOf)
            price.fees = fees ?? Fees()
            for (tier, row) in tiers ?? [:] {
                switch row {
                case .rates(let rates): price.tiers[tier] = rates
                case .factor(let factor):
                    guard
                        let rates = fields.sound(
                            price.standard.times(factor), orSay: "\(factor) of these prices has more than six decimals")
                    else { return nil }
                    price.tiers[tier] = rates
                }
            }
            return fields.sound(price, price.problem)
        }
    }
}

/// What a tier is said to cost.
private enum TierRow {
    case rates(TierPrice)
    /// So much of what the ordinary tier costs.
    case factor(Share)
}

extension Shape where Value == [ServiceTier: TierRow] {
    /// The mapping `tiers` of a price.
    fileprivate static var tiers: Shape {
        .mapping("'tiers'") { fields in
            var tiers: [ServiceTier: TierRow] = [:]
            for tier in ServiceTier.priced {
                let meaning =
                    tier == .batch
                    ? "what requests cost that are handed in together and answered within a day" : "what answers cost that name this tier"
                tiers[tier] = fields.read(tier.rawValue, .tier, meaning, usual: "not known")
            }
            return tiers
        }
    }
}

extension Shape where Value == TierRow {
    fileprivate static var tier: Shape { .either(Shape<Share>.factor.map { .factor($0) }, or: Shape<TierPrice>.rates.map { .rates($0) }) }
}

extension Shape where Value == TierPrice {
    fileprivate static var rates: Shape {
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

extension Shape where Value == Fees {
    /// The mapping `fees`, of a provider or of a price.
    static var fees: Shape {
        .mapping("'fees'") { fields in
            let request = fields.read("request", .moneyOrNothing, "what every request costs beside its tokens", usual: "nothing")
            var fees = Fees(request: request)
            let uses: [(HostedTool, String)] = [
                (.webSearch, "one search of the web by the provider's own tool"), (.fileSearch, "one search of files stored there"),
                (.codeInterpreter, "one container for code to run in"), (.imageGeneration, "one image drawn by its own tool"),
            ]
            for (tool, use) in uses {
                fees.tools[tool] = fields.read(tool.rawValue, .moneyOrNothing, "what \(use) costs", usual: "not known")
            }
            return fees
        }
    }
}

extension Fields {
    /// What each class of token costs.
    fileprivate mutating func rates() -> TokenRates? {
        let input = require("input", .tokenPrice, "what a million tokens of input cost, such as `$0.75`")
        let output = require("output", .tokenPrice, "what a million tokens of output cost, such as `$4.50`")
        var rates = TokenRates(input: input ?? 0, output: output ?? 0)
        rates.cachedInput = read("cached_input", .tokenPrice, "the same for input read from a cache", usual: "as `input`")
        rates.cacheWrite = read("cache_write", .tokenPrice, "the same for input written to a cache", usual: "as `input`")
        rates.hourCacheWrite = read(
            "cache_write_1h", .tokenPrice, "the same for input written to a cache to be kept for an hour or longer",
            usual: "as `cache_write`")
        rates.longCacheWrite = read(
            "cache_write_12h", .tokenPrice, "the same for input written to a cache to be kept for twelve hours or longer",
            usual: "as `cache_write_1h`")
        rates.reasoning = read("reasoning", .tokenPrice, "the same for reasoning", usual: "as `output`")
        rates.imageInput = read("image_input", .tokenPrice, "the same for images in the input", usual: "as `input`")
        rates.audioInput = read("audio_input", .tokenPrice, "the same for sound in the input", usual: "not known")
        rates.audioOutput = read("audio_output", .tokenPrice, "the same for sound in the output", usual: "not known")
        rates.imageOutput = read("image_output", .tokenPrice, "the same for images in the output", usual: "not known")
        return input == nil || output == nil ? nil : rates
    }

    /// A value that can only be made of sound members.
    fileprivate func sound<Value>(_ value: Value?, orSay problem: String) -> Value? {
        if value == nil { reading.report(ValueFault.contradiction, DiagnosticMessage(problem), at: location) }
        return value
    }
}
