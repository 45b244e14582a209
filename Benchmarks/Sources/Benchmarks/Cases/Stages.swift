@_spi(Benchmarks) import Waybill

/// The stages of a call that wait for nothing, each by itself.
enum Stages {
    static func contests(iterations: Int) throws -> [Contest] {
        try [planning(iterations), encoding(iterations), decoding(iterations)]
    }

    /// Planning over five candidates, and beside it what planning starts from.
    private static func planning(_ iterations: Int) throws -> Contest {
        let stages = try CallStages(table: table())
        let request = Samples.conversation("support")
        let prepared = stages.prepare(request)
        guard let counts = stages.countTokens(of: prepared),
            stages.plan(prepared)?.candidates.filter({ $0.verdict.reason == nil }).count == 5
        else {
            throw BenchmarkError("not all five candidates can serve")
        }
        return Contest(
            title: "Planning over five candidates", operation: "request", operations: iterations, hasYardstick: false,
            contestants: [
                .init("planning, tokens counted", goal: .nanoseconds(10_000)) {
                    for _ in 0..<$0 { keep(stages.plan(prepared, counts: counts)) }
                },
                .init("counting them for all five") { for _ in 0..<$0 { keep(stages.countTokens(of: prepared)) } },
                .init("preparing the canonical prompt") { for _ in 0..<$0 { keep(stages.prepare(request)) } },
            ])
    }

    private static func encoding(_ iterations: Int) throws -> Contest {
        let stages = try CallStages(table: table())
        let contestants = try ["responses", "chat"]
            .map { tag in
                let prepared = stages.prepare(Samples.conversation(tag))
                guard let chosen = stages.plan(prepared)?.chosen else { throw BenchmarkError("nobody can serve \(tag)") }
                return Contest.Contestant("\(tag), \(stages.encode(prepared, for: chosen)?.body.count ?? 0) bytes") {
                    for _ in 0..<$0 { keep(stages.encode(prepared, for: chosen)) }
                }
            }
        return Contest(
            title: "Encoding a request with three tools", operation: "request", operations: iterations, hasYardstick: false,
            contestants: contestants)
    }

    /// Decoding the events of a long answer, from bytes in pieces as a network brings them.
    private static func decoding(_ iterations: Int) throws -> Contest {
        let stages = try CallStages(table: table())
        let tokens = 1_000
        let bodies = [("responses", ResponsesWire.events(tokens: tokens)), ("chat", ChatWire.events(tokens: tokens))]
        let contestants = bodies.map { tag, events in
            let pieces = stride(from: 0, to: events.count, by: 3).map { Array(events[$0..<min($0 + 3, events.count)].joined().utf8) }
            let model = ModelName(provider: tag, id: "gpt-5.4-mini")
            return Contest.Contestant(tag) { count in
                for _ in 0..<max(1, count / tokens) {
                    guard let answer = try stages.decode(pieces, from: model), answer.usage?.output == tokens else {
                        throw BenchmarkError("not the answer that was written")
                    }
                }
            }
        }
        return Contest(
            title: "Decoding a streamed event", operation: "event", operations: max(tokens, iterations / tokens * tokens),
            hasYardstick: false, contestants: contestants)
    }

    /// Five candidates at five providers, and one candidate of each API.
    private static func table() throws -> RouteTable {
        let names = ["first", "second", "third", "fourth", "fifth", "responses", "chat"]
        let providers = names.enumerated()
            .map { place, name in
                var model = Model(id: "gpt-5.4-mini")
                model.contextWindow = 400_000
                model.maxOutputTokens = 128_000
                model.tokenizer = "o200k_base"
                model.features = [.tools, .parallelTools, .jsonSchema, .images, .promptCache]
                model.price = Price(input: 750_000, cachedInput: 75_000, output: 4_500_000)
                let api: ProviderAPI = place % 2 == 1 ? .openAIResponses : .openAIChat
                return Provider(name: name, api: api, baseURL: "https://\(name).example.com/v1", models: [model])
            }
        func route(_ workload: Workload, _ names: some Sequence<String>) -> Route {
            var route = Route(workload: workload, models: names.map { ModelName(provider: $0, id: "gpt-5.4-mini") })
            route.parameters.temperature = 0.3
            route.parameters.topP = 0.8
            route.parameters.maxOutputTokens = 1_500
            return route
        }
        let routes = [route("support", names.prefix(5)), route("responses", ["responses"]), route("chat", ["chat"])]
        return try RouteTable(providers: providers, routes: routes)
    }
}

/// Has the compiler believe that a value is used.
@inline(never)
private func keep<Value>(_ value: Value) {}
