import WaybillInterchange
import WaybillRoutes

extension Shape where Value == Requirements {
    /// The mapping `require`.
    static var requirements: Shape {
        .mapping("'require'") { fields in
            var requirements = Requirements()
            requirements.locations = fields.read("location", .oneOrMore(of: .word), "the provider's `location` is one of these") ?? []
            requirements.retentions =
                fields.read("retention", .oneOrMore(of: .word), "the provider's `retention` is one of these") ?? []
            requirements.labels = fields.read("labels", .oneOrMore(of: .word), "the provider or the model has each of them") ?? []
            requirements.features =
                fields.read("features", .list(of: .choice(among: Feature.declarable)), "the model has all of them") ?? []
            requirements.contextWindow = fields.read("context_window", .count, "the model's window is at least that")
            requirements.price = fields.read(
                "price", .priceCap, "tokens cost no more, in the service tier that is asked for and at the prompt's length")
            return requirements
        }
    }
}

extension Shape where Value == PriceCap {
    /// The mapping `price` of `require`.
    fileprivate static var priceCap: Shape {
        .mapping("the price cap") { fields in
            PriceCap(
                input: fields.read("input", .tokenPrice, "the most that a million tokens of input may cost"),
                output: fields.read("output", .tokenPrice, "the most that a million tokens of output may cost"))
        }
    }
}

extension Shape where Value == ParameterPreset {
    /// The name of a preset.
    static var preset: Shape { .choice(among: ParameterPreset.all.map { ($0.name, $0) }) }
}

extension Shape where Value == Limits {
    /// The mapping `limits`.
    static var limits: Shape {
        .mapping("'limits'") { fields in
            var limits = Limits()
            limits.inputTokens = fields.read(
                "input_tokens", .count, "a longer input sets the candidate aside; the count is an estimate")
            limits.outputTokens = fields.read("output_tokens", .count, "lowers the request's `max_output_tokens`")
            limits.costPerRequest = fields.read(
                "cost_per_request", .money,
                "sets a candidate aside that may cost more for one attempt: all input at its full price and all output that is allowed")
            return limits
        }
    }
}

extension Shape where Value == HedgeRule {
    /// The mapping `hedge`.
    static var hedge: Shape {
        .mapping("'hedge'") { fields in
            let start = fields.require(
                "after", .hedgeStart,
                "how long the first has, such as `800ms`; or `p95`: as long as 95 of 100 of its latest answers took to begin, and never while fewer "
                    + "than 20 are known")
            let share = fields.read(
                "share", .share,
                "the largest share of the route's calls that hedge, so that a model that is slow for all does not double the load",
                usual: "all; `p95`: `5%`")
            guard let start else { return nil }
            let rule = HedgeRule(start, share: share)
            return fields.sound(rule, rule.problem)
        }
    }
}

extension Shape where Value == HedgeRule.Start {
    fileprivate static var hedgeStart: Shape {
        let duration = Shape<Duration>.duration
        return Shape(.either([duration.schema, .pattern("`p50` to `p99`", "^p[5-9][0-9]$")])) { node, reading in
            guard let text = node.scalar, text.first == "p" else { return duration.read(node, reading).map { .after($0) } }
            if let percent = Int(text.dropFirst()) { return .percentile(percent) }
            reading.report(
                ValueFault.malformedValue, "\(quoted(text)) is neither a length of time nor a percentile; write 800ms or p95",
                at: node.location)
            return nil
        }
    }
}

extension Shape where Value == LastResort {
    /// A text, or `{json: …}`.
    static var lastResort: Shape {
        .either(Shape<String>.word.map { .text($0) }, or: value)
    }

    private static var value: Shape {
        .mapping("'last_resort'") { fields in
            fields.require("json", .json, "the value to answer with; for a text write `last_resort: the text`").map { .json($0) }
        }
    }
}
