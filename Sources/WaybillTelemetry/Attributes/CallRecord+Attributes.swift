import Waybill
import WaybillInterchange
import WaybillRoutes

extension CallRecord {
    /// The call in one word: `answered`, `last-resort`, or what it failed with.
    var outcome: String { report.degraded ? "last-resort" : failure?.rawValue ?? "answered" }

    /// The attempt that brought the answer.
    var answer: AttemptReport? { failure == nil ? report.attempts.last { $0.outcome == .answered } : nil }

    /// Whether another model answered than the one that was asked first.
    var fellBack: Bool { answer.map { $0.model != report.attempts.first?.model } ?? false }

    /// What is known of the call as a whole.
    var attributes: Attributes {
        var attributes = Attributes()
        attributes.add(.call, heading.id.description)
        attributes.add(.workload, heading.workload.rawValue)
        attributes.add(.promptVersion, heading.promptVersion)
        // A version is one of something that has a name.
        attributes.add(.promptName, heading.promptVersion.map { _ in heading.workload.rawValue })
        attributes.add(.rule, report.rule?.description)
        attributes.add(.routes, report.version?.description)
        attributes.add(.outcome, outcome)
        attributes.add(.errorType, failure?.rawValue)
        attributes.add(.responseModel, answer?.model.description)
        attributes.add(.attempts, report.attempts.count)
        attributes.add(.fellBack, flag: fellBack)
        attributes.add(.degraded, flag: report.degraded)
        attributes.add(.cost, report.cost?.dollars)
        return attributes
    }

    /// What is known of one of its attempts.
    func attributes(of attempt: AttemptReport, under routes: RouteTable) -> Attributes {
        var attributes = Attributes()
        attributes.add(.operation, "chat")
        let provider = routes.providers[attempt.model.provider]
        attributes.add(.provider, provider?.telemetryName ?? attempt.model.provider)
        attributes.add(.requestModel, attempt.model.id)
        // A model that answered is the one that was asked.
        attributes.add(.responseModel, attempt.outcome == .answered ? attempt.model.id : nil)
        attributes.add(.apiType, provider?.apiType(of: attempt.model.id))
        attributes.add(.serverAddress, provider?.address?.host)
        attributes.add(.serverPort, provider?.address?.port)
        attributes.add(.maxTokens, heading.parameters.maxOutputTokens)
        attributes.add(.temperature, heading.parameters.temperature)
        attributes.add(.topP, heading.parameters.topP)
        attributes.add(.seed, heading.parameters.seed)
        attributes.add(.reasoningLevel, heading.parameters.reasoningEffort?.rawValue)
        attributes.add(.requestServiceTier, heading.parameters.serviceTier.flatMap { $0.isStandard ? nil : $0.rawValue })
        attributes.add(.responseServiceTier, attempt.serviceTier?.rawValue)
        if let usage = attempt.usage {
            // With what was read from and written to a cache, and with reasoning, as the conventions ask.
            attributes.add(.inputTokens, usage.input)
            attributes.add(.outputTokens, usage.output)
            attributes.add(.cacheReadTokens, usage.cachedInput)
            attributes.add(.cacheWriteTokens, usage.cacheWrite > 0 ? usage.cacheWrite : nil)
            attributes.add(.reasoningTokens, usage.reasoning > 0 ? usage.reasoning : nil)
        }
        attributes.add(.timeToFirstChunk, attempt.firstToken.map { ($0 - attempt.started).seconds })
        attributes.add(.errorType, attempt.failure?.rawValue)
        attributes.add(.status, attempt.status)
        attributes.add(.attempt, attempt.number)
        attributes.add(.outcome, attempt.outcome.rawValue)
        attributes.add(.requestID, attempt.requestID)
        if attempt.isHedge { attributes.add(.hedge, flag: true) }
        attributes.add(.waited, attempt.waited > .zero ? attempt.waited.seconds : nil)
        attributes.add(.expectedCachedTokens, attempt.expectedCachedTokens)
        attributes.add(.cost, attempt.cost?.dollars)
        return attributes
    }
}

extension Provider {
    /// The conventions' name of who serves here, by the server's address; `nil`: they have none, so its own name says it.
    fileprivate var telemetryName: String? {
        let hosts = [
            ("api.openai.com", "openai"), ("openai.azure.com", "azure.ai.openai"), ("api.deepseek.com", "deepseek"),
            ("api.groq.com", "groq"), ("api.mistral.ai", "mistral_ai"), ("api.x.ai", "x_ai"), ("api.perplexity.ai", "perplexity"),
            ("api.moonshot.ai", "moonshot_ai"), ("generativelanguage.googleapis.com", "gcp.gemini"), ("api.anthropic.com", "anthropic"),
        ]
        guard api != .rehearsal, let host = address?.host else { return nil }
        return hosts.first { host == $0.0 || host.hasSuffix(".\($0.0)") }?.1
    }

    fileprivate func apiType(of model: String) -> String {
        let api = api == .rehearsal ? speaks : self.model(model)?.api ?? self.api
        return api == .openAIResponses ? "responses" : "chat_completions"
    }

    /// The host, and the port that is said or usual; `nil` for a rehearsal.
    fileprivate var address: (host: String, port: Int)? {
        guard api != .rehearsal, let scheme = baseURL.firstIndex(of: ":") else { return nil }
        let authority = baseURL[scheme...].dropFirst("://".count).prefix { $0 != "/" }
        let usual = baseURL.lowercased().hasPrefix("https") ? 443 : 80
        if authority.first == "[", let end = authority.firstIndex(of: "]") {
            let port = authority[authority.index(after: end)...].dropFirst()
            return (String(authority[authority.index(after: authority.startIndex)..<end]), Int(port) ?? usual)
        }
        let parts = authority.split(separator: ":", maxSplits: 1)
        return (parts.first.map { $0.lowercased() } ?? "", parts.count > 1 ? Int(parts[1]) ?? usual : usual)
    }
}

extension Money {
    /// The amount in dollars, for curves and sums that need not be exact.
    var dollars: Double { Double(picodollars) / 1e12 }
}

extension Duration {
    /// The time in seconds, for curves.
    var seconds: Double { self / .seconds(1) }
}
