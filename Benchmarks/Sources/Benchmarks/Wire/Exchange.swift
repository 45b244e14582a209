import Waybill

/// One kind of exchange: what is asked in which API, and what the server answers.
struct Exchange {
    /// What it is, for the report.
    let name: String
    /// The workload and the provider that stand for it, and the beginning of its path at the server.
    let tag: String
    let api: ProviderAPI
    /// Whether the answer comes as events.
    let isStreamed: Bool
    /// The tokens of the answer, one event each.
    let tokens: Int
    let answer: FixedAnswer
    /// What goes wrong now and then.
    private(set) var faults: [FixedFault] = []

    private init(_ name: String, _ tag: String, _ api: ProviderAPI, tokens: Int, writes: FixedAnswer.Writes?, pause: Duration = .zero) {
        self.name = name
        self.tag = tag
        self.api = api
        self.tokens = tokens
        isStreamed = writes != nil
        let isResponses = api == .openAIResponses
        if let writes {
            let events = isResponses ? ResponsesWire.events(tokens: tokens) : ChatWire.events(tokens: tokens)
            answer = FixedAnswer(path: "/\(tag)/", events: events, writes: writes, pause: pause)
        } else {
            let document = isResponses ? ResponsesWire.document(tokens: tokens) : ChatWire.document(tokens: tokens)
            answer = FixedAnswer(path: "/\(tag)/", document: document)
        }
    }

    var model: ModelName { ModelName(provider: tag, id: "gpt-5.4-mini") }

    /// Short exchanges: a request and an answer of about one kilobyte each, more where the API itself writes more.
    static let short = [
        Exchange("Chat, streamed", "chat", .openAIChat, tokens: 4, writes: .one),
        Exchange("Responses, streamed", "responses", .openAIResponses, tokens: 4, writes: .one),
        Exchange("Chat, whole", "chat-whole", .openAIChat, tokens: 100, writes: nil),
        Exchange("Responses, whole", "responses-whole", .openAIResponses, tokens: 40, writes: nil),
    ]

    /// Long streamed answers.
    static let long = [
        Exchange("Chat, bundled", "chat-bundled", .openAIChat, tokens: 2_000, writes: .bundled),
        Exchange("Responses, bundled", "responses-bundled", .openAIResponses, tokens: 2_000, writes: .bundled),
        Exchange("Chat, one event a write", "chat-single", .openAIChat, tokens: 2_000, writes: .single),
        Exchange("Responses, one event a write", "responses-single", .openAIResponses, tokens: 2_000, writes: .single),
    ]

    /// A streamed answer whose events arrive one by one, each long after the one before.
    static let paced = [
        Exchange(
            "Responses, one event every 100 µs", "responses-paced", .openAIResponses, tokens: 2_000, writes: .single,
            pause: .microseconds(100))
    ]

    /// Short streamed answers that go wrong now and then; each is the other's fallback.
    static let faulty = [
        Exchange("Chat, failing at times", "chat-faulty", .openAIChat, tokens: 4, writes: .one).failing,
        Exchange("Responses, failing at times", "responses-faulty", .openAIResponses, tokens: 4, writes: .one).failing,
    ]

    private var failing: Exchange {
        var exchange = self
        exchange.faults = FixedFault.all(cutting: answer)
        return exchange
    }

    static let all = short + long + paced + faulty

    /// Routes with a workload for each exchange.
    static func table(port: UInt16) throws -> RouteTable {
        let providers = all.map { exchange in
            var model = Model(id: "gpt-5.4-mini")
            model.contextWindow = 400_000
            model.maxOutputTokens = 128_000
            model.tokenizer = "o200k_base"
            model.features = [.tools, .parallelTools, .jsonSchema, .images, .promptCache]
            model.price = Price(input: 750_000, cachedInput: 75_000, output: 4_500_000)
            model.streaming = exchange.isStreamed
            var provider = Provider(
                name: exchange.tag, api: exchange.api, baseURL: "http://127.0.0.1:\(port)/\(exchange.tag)/v1", models: [model])
            provider.credentials = [Credential(name: "benchmark", reference: .environment("WAYBILL_BENCHMARK_KEY"))]
            return provider
        }
        let routes = all.map { exchange in
            let fallbacks = exchange.faults.isEmpty ? [] : faulty.map(\.model).filter { $0 != exchange.model }
            var route = Route(workload: Workload(rawValue: exchange.tag), models: [exchange.model] + fallbacks)
            // What is measured is Waybill's work, not its waiting.
            route.settings.retry = RetryRule(base: .milliseconds(5), cap: .milliseconds(20))
            route.parameters.temperature = 0.3
            route.parameters.topP = 0.8
            route.parameters.maxOutputTokens = 1_500
            return route
        }
        return try RouteTable(providers: providers, routes: routes)
    }
}
