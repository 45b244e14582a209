import WaybillInterchange

extension RouteCheck {
    func checkProviders(_ log: inout DiagnosticLog) {
        var names: Set<String> = []
        for provider in providers {
            if provider.name.isEmpty || provider.name.utf8.contains(UInt8(ascii: "/")) {
                log.report(
                    ProviderFault.badProviderName, "'\(provider.name)' cannot be a provider's name: it must not be empty and has no '/'",
                    at: provider.definedAt)
            }
            if !names.insert(provider.name).inserted {
                log.report(ProviderFault.providerTwice, "there are two providers '\(provider.name)'", at: provider.definedAt)
            }
            checkAddress(of: provider, &log)
            checkAPI(of: provider, &log)
            checkKeys(of: provider, &log)
            checkCache(provider.cache, of: "provider '\(provider.name)'", api: provider.api, at: provider.definedAt, &log)
            if let problem = provider.budget?.problem {
                log.report(ValueFault.contradiction, DiagnosticMessage(problem), at: provider.definedAt)
            }
            checkModels(of: provider, &log)
        }
    }

    private func checkAddress(of provider: Provider, _ log: inout DiagnosticLog) {
        do throws(BaseURL.Problem) {
            try BaseURL.check(provider.baseURL, allowsPlainHTTP: provider.allowsPlainHTTP)
        } catch {
            log.report(error.fault, "provider '\(provider.name)': \(error.reason)", at: provider.definedAt)
        }
        if provider.baseURL.hasSuffix("/") {
            log.report(ProviderFault.badBaseURL, "provider '\(provider.name)': the base URL must not end with '/'", at: provider.definedAt)
        }
        if let concurrency = provider.concurrency, concurrency < 1 {
            log.report(ValueFault.outOfRange, "provider '\(provider.name)': concurrency must be at least 1", at: provider.definedAt)
        }
        if provider.fees.all.contains(where: { $0 < .zero }) {
            log.report(ValueFault.outOfRange, "provider '\(provider.name)': a fee cannot be negative", at: provider.definedAt)
        }
        checkClocks(provider.clocks, of: "provider '\(provider.name)'", at: provider.definedAt, &log)
        checkLimits(provider.rateLimits, of: "provider '\(provider.name)'", at: provider.definedAt, &log)
    }

    private func checkAPI(of provider: Provider, _ log: inout DiagnosticLog) {
        let place = provider.definedAt
        if !ProviderAPI.all.contains(provider.api) {
            log.report(ProviderFault.unsupportedAPI, "provider '\(provider.name)' has the unknown API '\(provider.api)'", at: place)
        }
        let isRehearsal = provider.api == .rehearsal
        if isRehearsal, provider.script?.steps.isEmpty ?? true {
            log.report(ProviderFault.rehearsalMismatch, "provider '\(provider.name)' rehearses, so it needs a script", at: place)
        }
        if !isRehearsal, provider.script != nil {
            log.report(
                ProviderFault.rehearsalMismatch, "provider '\(provider.name)' has a script, but only 'api: rehearsal' follows one",
                at: place)
        }
        if isRehearsal, ![.openAIResponses, .openAIChat].contains(provider.speaks) {
            log.report(
                ProviderFault.rehearsalMismatch,
                "provider '\(provider.name)' cannot rehearse '\(provider.speaks)': it speaks openai-responses or openai-chat", at: place)
        }
        let speaksCompatible = provider.api == .openAICompatible || provider.models.contains { $0.api == .openAICompatible }
        if !speaksCompatible, provider.dialect != .openAI {
            log.report(
                ProviderFault.dialectWithoutUse,
                "provider '\(provider.name)' has a dialect, but only 'api: openai-compatible' has dialects", at: place)
        }
        for model in provider.models + [provider.anyModel].compactMap(\.self) {
            guard let api = model.api else { continue }
            if isRehearsal || api == .rehearsal || !ProviderAPI.all.contains(api) {
                log.report(
                    ProviderFault.unsupportedAPI,
                    "model '\(model.id)' cannot have the API '\(api)' at a provider with the API '\(provider.api)'",
                    at: model.definedAt ?? place)
            }
        }
    }

    private func checkKeys(of provider: Provider, _ log: inout DiagnosticLog) {
        var names: Set<String> = []
        for credential in provider.credentials where !names.insert(credential.name).inserted {
            log.report(
                ProviderFault.keyTwice, "provider '\(provider.name)' has two keys named '\(credential.name)'",
                at: credential.definedAt ?? provider.definedAt)
        }
        if provider.auth == .none, let key = provider.credentials.first {
            log.report(
                ProviderFault.keyNeverSent, "provider '\(provider.name)' names a key, but with 'auth: none' it is never sent",
                at: key.definedAt ?? provider.definedAt)
        }
    }

    private func checkModels(of provider: Provider, _ log: inout DiagnosticLog) {
        var ids: Set<String> = []
        for model in provider.models + [provider.anyModel].compactMap(\.self) {
            let place = model.definedAt ?? provider.definedAt
            if model.id.isEmpty {
                log.report(ProviderFault.modelWithoutID, "provider '\(provider.name)' has a model without an id", at: place)
            }
            if !ids.insert(model.id).inserted {
                log.report(ProviderFault.modelTwice, "provider '\(provider.name)' lists the model '\(model.id)' twice", at: place)
            }
            checkFacts(of: model, at: place, &log)
            if let factor = provider.priceFactor, let price = model.price, price.times(factor) == nil {
                log.report(
                    ValueFault.contradiction, "model '\(model.id)': \(factor) of its price has more than six decimals", at: place)
            }
            checkCache(model.cache, of: "model '\(model.id)'", api: model.api ?? provider.api, at: place, &log)
            checkClocks(model.clocks, of: "model '\(model.id)'", at: place, &log)
            checkLimits(model.rateLimits, of: "model '\(model.id)'", at: place, &log)
        }
    }

    private func checkFacts(of model: Model, at place: SourceLocation?, _ log: inout DiagnosticLog) {
        let counts = [("context window", model.contextWindow), ("output limit", model.maxOutputTokens)]
        for (what, count) in counts where (count ?? 1) < 1 {
            log.report(ValueFault.outOfRange, "model '\(model.id)': the \(what) must be at least 1 token", at: place)
        }
        if let window = model.contextWindow, let output = model.maxOutputTokens, output > window {
            log.report(
                ProviderFault.outputBeyondWindow,
                "model '\(model.id)' has an output limit of \(output) tokens, more than its context window of \(window)", at: place)
        }
        if model.price?.hasNegativeRates == true {
            log.report(ValueFault.outOfRange, "model '\(model.id)': a price cannot be negative", at: place)
        } else if let problem = model.price?.problem {
            log.report(ValueFault.contradiction, "model '\(model.id)': \(problem)", at: place)
        }
        for day in [model.shutdown, model.price?.asOf].compactMap(\.self) where CalendarDay(day) == nil {
            log.report(ValueFault.malformedValue, "model '\(model.id)': '\(day)' is not a day; write YYYY-MM-DD", at: place)
        }
        if model.efforts?.isEmpty == false, model.features?.contains(.reasoning) == false {
            log.report(
                ProviderFault.effortsWithoutReasoning, "model '\(model.id)' has efforts, but its features are without 'reasoning'",
                at: place)
        }
        if let cache = model.cache, cache.boundaries != .nowhere, model.features?.contains(.promptCache) == false {
            log.report(
                ProviderFault.cacheWithoutFeature, "model '\(model.id)' has a cache, but its features are without 'prompt_cache'", at: place
            )
        }
    }

    private func checkCache(
        _ rules: CacheRules?, of owner: String, api: ProviderAPI, at place: SourceLocation?, _ log: inout DiagnosticLog
    ) {
        guard let rules else { return }
        if let problem = rules.problem { log.report(ValueFault.contradiction, "\(owner): \(problem)", at: place) }
        if rules.takesBreakpoints, rules.lifetime == CacheRules.longLifetime, api == .openAIChat || api == .openAICompatible {
            log.report(
                ProviderFault.cacheNotPossible, "\(owner): Chat Completions knows no breakpoints that live 12h; the Responses API does",
                at: place)
        }
        if rules.salt != nil, api == .openAIResponses || api == .openAIChat {
            log.report(
                ProviderFault.cacheNotPossible, "\(owner): the API '\(api)' takes no salt; servers with 'api: openai-compatible' may",
                at: place)
        }
    }

    private func checkLimits(_ limits: RateLimits, of owner: String, at place: SourceLocation?, _ log: inout DiagnosticLog) {
        for limit in [limits.requestsPerMinute, limits.tokensPerMinute].compactMap(\.self) where limit < 1 {
            log.report(ValueFault.outOfRange, "\(owner): a rate limit must be at least 1 a minute", at: place)
        }
    }
}
