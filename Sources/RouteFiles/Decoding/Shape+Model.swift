import WaybillInterchange
import WaybillRoutes

extension Shape where Value == [Model] {
    /// The mapping `models` of a provider file.
    static var models: Shape {
        .entries(
            of: .either([Shape<Model>.model(id: "", at: nil).schema, .words(["none"])]),
            "'models' must be a mapping of 'id: {facts}'; write {} where no fact is known"
        ) { entry, reading in
            if entry.value.scalar == "none" {
                reading.report(
                    ValueFault.nothingToLeaveOut,
                    "there is no model \(quoted(entry.key)) to leave out: 'none' is for models taken over with 'like'",
                    at: entry.value.location)
                return nil
            }
            guard !entry.value.isNull else {
                reading.report(
                    ValueFault.missingValue, "\(quoted(entry.key)) has no facts; write {} where none are known", at: entry.keyLocation)
                return nil
            }
            // What is no mapping was reported, but is a model all the same: routes may name it.
            return Shape<Model>.model(id: entry.key, at: entry.keyLocation).read(entry.value, reading) ?? Model(id: entry.key)
        }
    }
}

extension Shape where Value == Model {
    /// The facts of one model.
    fileprivate static func model(id: String, at place: SourceLocation?) -> Shape {
        .mapping("a model") { fields in
            var model = Model(id: id)
            model.definedAt = place
            model.api = fields.read(
                "api", .choice(among: [.openAIResponses, .openAIChat, .openAICompatible]),
                "the API that it is served through, where that is another one", usual: "the provider's")
            model.contextWindow = fields.read("context_window", .count, "the most tokens of input and output together", usual: "not known")
            model.maxOutputTokens = fields.read("max_output_tokens", .count, "the most tokens of output", usual: "not known")
            let tokenizer = fields.read(
                "tokenizer", .tokenizer, "how its tokens are counted: `o200k_base` and the like, or its `tokenizer.json`",
                usual: "not known")
            (model.tokenizer, model.tokenizerFile) = (tokenizer?.name, tokenizer?.file)
            model.features = fields.read(
                "features", .list(of: .choice(among: Feature.declarable)), "what it can do", usual: "not known: all are tried")
            model.streaming = fields.read("streaming", .flag, "whether it can answer piece by piece", usual: "`true`") ?? true
            model.efforts = fields.read(
                "efforts", .list(of: .effort), "the values of `reasoning_effort` that it takes", usual: "not known")
            model.price = fields.read("price", .price, "what its tokens cost", usual: "not known")
            model.cache = fields.read("cache", .cache, "what its prompt cache does", usual: "the provider's")
            model.shutdown = fields.read("shutdown", .day, "the day from which on it is set aside")
            model.replacedBy = fields.read("replaced_by", .word, "the successor that its provider names")
            model.labels = fields.read("labels", .list(of: .word), "your own words, for `require`, beside the provider's") ?? []
            model.clocks = fields.clocks()
            model.rateLimits =
                fields.read("rate_limits", .rateLimits, "its own limits, member by member", usual: "the provider's") ?? RateLimits()
            return model
        }
    }
}

extension Fields {
    /// `connect`, `first_token` and `stall`.
    mutating func clocks() -> Clocks {
        Clocks(
            connect: read("connect", .duration, "the longest time to reach the server"),
            firstToken: read("first_token", .duration, "the longest silence before the first content; goes before the workload's"),
            stall: read("stall", .duration, "the longest silence after it; goes before the workload's"))
    }
}

extension Shape where Value == RateLimits {
    /// A mapping of limits per minute.
    static var rateLimits: Shape {
        .mapping("'rate_limits'") { fields in
            RateLimits(
                requestsPerMinute: fields.read("requests_per_minute", .count, "requests in any 60 seconds"),
                tokensPerMinute: fields.read("tokens_per_minute", .count, "tokens in any 60 seconds, input and output together"))
        }
    }
}

extension Shape where Value == (name: String?, file: TokenizerFile?) {
    /// The name of a tokenizer, or `{file: …}`, which then is its name.
    ///
    /// Those of open models are many, so an unknown one passes, unless it is nearly a known one.
    static var tokenizer: Shape {
        let known = ["o200k_base", "o200k_harmony", "cl100k_base", "p50k_base", "r50k_base"]
        return .either(Shape<String>.openWord(near: known).map { ($0, nil) }, or: file)
    }

    /// A tokenizer file, which is not read here.
    private static var file: Shape {
        .mapping("'tokenizer'") { fields in
            let file = fields.require("file", .tokenizerFile, "where the `tokenizer.json` is")
            if let file { fields.reading.add(file) }
            return (file?.path, file)
        }
    }
}

extension Shape where Value == TokenizerFile {
    fileprivate static var tokenizerFile: Shape {
        let path = Shape<String>.path
        return Shape(path.schema) { node, reading in
            path.read(node, reading).map { TokenizerFile(path: $0, namedAt: node.location) }
        }
    }
}
