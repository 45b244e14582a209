import Synchronization
import WaybillInterchange
import WaybillRoutes
import WaybillTokenCounting

/// The prompt caches of a rehearsal provider: one for each model whose file says what its cache does.
final class RehearsedCaches: Sendable {
    private struct Model {
        let name: ModelName
        let counter: RequestCounter
        var cache: RehearsedCache
    }

    private let provider: Provider
    private let models = Mutex<[String: Model]>([:])

    init(_ provider: Provider) { self.provider = provider }

    /// What the file says of the models' caches, by their ids.
    var rules: [String: CacheRules] {
        let models = (provider.models + [provider.anyModel].compactMap(\.self)).map(provider.completed)
        return Dictionary(models.compactMap { model in model.cache.map { (model.id, $0) } }) { first, _ in first }
    }

    /// What becomes of a request's input; `nil` where nothing is known of the model's cache.
    ///
    /// - Parameter answered: When the answer begins; what was asked can be read from then on.
    func take(_ request: RehearsedRequest, headers: [HeaderField], at now: Duration, answered: Duration) -> TokenUsage? {
        guard let facts = provider.model(request.model), let rules = facts.cache else { return nil }
        return models.withLock { models in
            var model = models[request.model] ?? newModel(facts, rules, request.api)
            let prompt = PromptPieces(request, model: model.name, counter: model.counter)
            let scope = RehearsedCache.Scope(request, headers: headers, beginning: prompt.pieces.first?.chain)
            let mode = request.body["prompt_cache_options"]?["mode"]?.stringValue.flatMap(CacheBreakpointMode.init)
            let use = model.cache.take(prompt, scope, mode: mode, at: now, answered: answered)
            models[request.model] = model
            let writes =
                use.written == 0
                ? [] : [CacheWrite(lifetimeSeconds: rules.lifetime.map { Int($0.components.seconds) }, tokens: use.written)]
            return TokenUsage(
                uncachedInput: prompt.total - use.cached - use.written, cachedInput: use.cached, cacheWrites: writes)
        }
    }

    private func newModel(_ facts: WaybillRoutes.Model, _ rules: CacheRules, _ api: RehearsedRequest.API) -> Model {
        let rule = RequestRules(api == .responses ? .responses : .chat, model: facts.id, tokenizer: facts.tokenizer)
        return Model(
            name: ModelName(provider: provider.name, id: facts.id), counter: RequestCounter(.named(facts.tokenizer), rule),
            cache: RehearsedCache(rules))
    }
}

extension RehearsedCache.Scope {
    fileprivate init(_ request: RehearsedRequest, headers: [HeaderField], beginning: PromptChain?) {
        let body = request.body
        let settings: [JSONValue] = [
            body["reasoning"]?["effort"] ?? body["reasoning_effort"] ?? .null, body["text"]?["verbosity"] ?? body["verbosity"] ?? .null,
            body["parallel_tool_calls"] ?? .null, body["service_tier"] ?? .null,
        ]
        self.init(
            account: headers.first(where: \.isSensitive)?.value, key: body["prompt_cache_key"]?.stringValue,
            salt: body["cache_salt"]?.stringValue, settings: .array(settings), beginning: beginning)
    }
}
