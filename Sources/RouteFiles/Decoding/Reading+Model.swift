import WaybillInterchange
import WaybillRoutes

extension Reading {
    /// The facts of one model, from a member of `models`.
    func model(_ entry: YAMLEntry) -> Model? {
        if entry.value.scalar == "none" {
            error(
                "there is no model \(quoted(entry.key)) to leave out: 'none' is for models taken over with 'like'", at: entry.value.location
            )
            return nil
        }
        guard !entry.value.isNull else {
            error("\(quoted(entry.key)) has no facts; write {} where none are known", at: entry.keyLocation)
            return nil
        }
        var model = Model(id: entry.key)
        model.definedAt = entry.keyLocation
        guard var fields = Fields(entry.value, of: "a model", self) else { return model }
        model.api = fields.read("api") { choice($0, among: [.openAIResponses, .openAIChat, .openAICompatible]) }
        model.contextWindow = fields.read("context_window", count)
        model.maxOutputTokens = fields.read("max_output_tokens", count)
        (model.tokenizer, model.tokenizerFile) = fields.read("tokenizer", tokenizer) ?? (nil, nil)
        model.features = fields.read("features") { list($0) { choice($0, among: Feature.declarable) } }
        model.streaming = fields.read("streaming", flag) ?? true
        model.efforts = fields.read("efforts") { list($0, effort) }
        model.price = fields.read("price", modelPrice)
        model.cache = fields.read("cache", cacheRules)
        model.shutdown = fields.read("shutdown", day)
        model.replacedBy = fields.read("replaced_by", word)
        model.clocks = clocks(&fields)
        model.rateLimits = fields.read("rate_limits", rateLimits) ?? RateLimits()
        fields.finish()
        return model
    }

    /// `connect`, `first_token` and `stall`.
    func clocks(_ fields: inout Fields) -> Clocks {
        Clocks(
            connect: fields.read("connect", duration), firstToken: fields.read("first_token", duration),
            stall: fields.read("stall", duration))
    }

    /// A mapping of limits per minute.
    func rateLimits(_ node: YAMLNode) -> RateLimits? {
        guard var fields = Fields(node, of: "'rate_limits'", self) else { return nil }
        let limits = RateLimits(
            requestsPerMinute: fields.read("requests_per_minute", count), tokensPerMinute: fields.read("tokens_per_minute", count))
        fields.finish()
        return limits
    }

    /// A reasoning effort.
    ///
    /// Providers add to them, so an unknown one passes, unless it is nearly a known one.
    func effort(_ node: YAMLNode) -> ReasoningEffort? {
        openWord(node, near: ReasoningEffort.ascending.map(\.rawValue)).map(ReasoningEffort.init)
    }

    /// The name of a tokenizer, or `{file: …}`, which then is its name.
    ///
    /// Those of open models are many, so an unknown one passes, unless it is nearly a known one.
    private func tokenizer(_ node: YAMLNode) -> (name: String?, file: TokenizerFile?) {
        guard node.entries == nil else {
            let file = tokenizerFile(node)
            return (file?.path, file)
        }
        return (openWord(node, near: ["o200k_base", "o200k_harmony", "cl100k_base", "p50k_base", "r50k_base"]), nil)
    }

    /// A tokenizer file, which is not read here.
    private func tokenizerFile(_ node: YAMLNode) -> TokenizerFile? {
        guard var fields = Fields(node, of: "'tokenizer'", self) else { return nil }
        let file = fields.require("file", "it says where the tokenizer.json is") { node in
            path(node).map { TokenizerFile(path: $0, namedAt: node.location) }
        }
        fields.finish()
        if let file { add(file) }
        return file
    }

    private func openWord(_ node: YAMLNode, near known: [String]) -> String? {
        guard let text = word(node), !known.contains(text), let near = nearestWord(to: text, among: known) else { return word(node) }
        error("\(quoted(text)) is unknown here; did you mean '\(near)'?", at: node.location)
        return nil
    }

    private func modelPrice(_ node: YAMLNode) -> Price? {
        guard var fields = Fields(node, of: "'price'", self) else { return nil }
        let input = fields.require("input", "what a million tokens of input cost, such as $0.75", price)
        let output = fields.require("output", "what a million tokens of output cost, such as $4.50", price)
        let cachedInput = fields.read("cached_input", price)
        let cacheWrite = fields.read("cache_write", price)
        let longCacheWrite = fields.read("cache_write_12h", price)
        let asOf = fields.read("as_of", day)
        fields.finish()
        guard let input, let output else { return nil }
        return Price(
            input: input, cachedInput: cachedInput, cacheWrite: cacheWrite, longCacheWrite: longCacheWrite, output: output, asOf: asOf)
    }
}
