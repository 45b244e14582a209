import Testing
import WaybillInterchange

@testable import WaybillRoutes

/// What is said of the difference between two versions.
struct RouteChangesTests {
    private static let models = ["a", "b", "c", "d"].map { ModelName(provider: "p", id: $0) }

    private static func provider(_ change: (inout Provider) -> Void = { _ in }) -> Provider {
        var provider = Provider(
            name: "p", api: .openAIChat, baseURL: "https://p.invalid/v1", models: models.map { Model(id: $0.id) })
        change(&provider)
        return provider
    }

    private static func table(
        _ models: String = "abcd", provider: Provider = provider(), defaults: RouteSettings = RouteSettings(),
        _ change: (inout Route) -> Void = { _ in }
    ) throws -> RouteTable {
        var route = Route(workload: "work", models: models.map { ModelName(provider: "p", id: String($0)) })
        change(&route)
        return try RouteTable(providers: [provider], routes: [route], defaults: defaults)
    }

    private static func changes(_ old: RouteTable, _ new: RouteTable) -> String { RouteChanges(from: old, to: new).description }

    @Test(arguments: [
        ("ab", "ba", "work: p/b now before p/a"), ("abcd", "bcda", "work: p/a now last"), ("abcd", "dabc", "work: p/d now before p/a"),
        ("ab", "acb", "work: p/c added after p/a"), ("ab", "cab", "work: p/c added as the first"),
        ("abc", "b", "work: p/a removed; p/c removed"),
        ("abc", "dca", "work: p/b removed; p/c now before p/a; p/d added as the first"), ("abcd", "abcd", ""),
    ])
    func candidatesAreAddedRemovedAndMoved(old: String, new: String, said: String) throws {
        #expect(try Self.changes(Self.table(old), Self.table(new)) == said)
    }

    @Test func whoHasAModelIsReachedByItsChange() throws {
        var provider = Self.provider()
        provider.anyModel = Model(id: "*")
        var images = RequestCondition()
        images.needs = [.images]
        var ruled = Route(workload: "ruled", models: [ModelName(provider: "p", id: "unlisted")])
        ruled.rules = [RouteRule(when: images, models: [Self.models[0]])]
        let table = try RouteTable(
            providers: [provider, Provider(name: "q", api: .openAIChat, baseURL: "https://q.invalid/v1", models: [])],
            routes: [Route(workload: "plain", models: [Self.models[1]]), ruled])
        #expect(table.workloads(reaching: .model(Self.models[0])) == ["ruled"])
        #expect(table.workloads(reaching: .model(Self.models[1])) == ["plain"])
        #expect(table.workloads(reaching: .model(ModelName(provider: "p", id: "*"))) == ["ruled"])
        #expect(table.workloads(reaching: .provider("p")) == ["plain", "ruled"])
        #expect(table.workloads(reaching: .provider("q")) == [])
        #expect(table.workloads(reaching: .workload("plain")) == ["plain"])
        #expect(table.workloads(reaching: .defaults) == ["plain", "ruled"])
    }

    @Test func whatARouteSaysIsComparedByItsKeys() throws {
        let old = try Self.table {
            $0.parameters.temperature = 0.3
            $0.limits.costPerRequest = Money("$0.002")
            $0.candidates[0].parameters.maxOutputTokens = 4_000
            $0.lastResort = .text("Later.")
        }
        let new = try Self.table {
            $0.parameters.temperature = 0.5
            $0.requirements.locations = ["eu", "us"]
            $0.candidates[0].parameters.maxOutputTokens = 1_500
            $0.lastResort = .text("Sorry.")
            $0.hold = true
        }
        #expect(
            Self.changes(old, new)
                == "work: hold now true; last_resort changed; parameters.temperature 0.3 → 0.5; require.location now eu, us; "
                + "limits.cost_per_request no longer $0.002; p/a parameters.max_output_tokens 4k → 1500")
    }

    @Test func rulesAreNamedByTheirConditions() throws {
        func rule(_ count: Int, _ model: Int, _ change: (inout RouteRule) -> Void = { _ in }) -> RouteRule {
            var condition = RequestCondition()
            condition.inputTokens = [.init(.over, count)]
            var rule = RouteRule(when: condition, models: [Self.models[model]])
            rule.definedAt = SourceLocation(file: "routes.yaml", line: count, column: 1)
            change(&rule)
            return rule
        }
        let one = try Self.table { $0.rules = [rule(1_000, 1)] }
        #expect(
            try Self.changes(one, Self.table { $0.rules = [rule(1_000, 2)] })
                == "work: when input_tokens >1000 p/b → p/c")
        #expect(
            try Self.changes(one, Self.table { $0.rules = [rule(1_000, 1) { $0.parameters.temperature = 0 }] })
                == "work: when input_tokens >1000 changed")
        #expect(
            try Self.changes(one, Self.table { $0.rules = [rule(2_000, 1), rule(1_000, 1)] })
                == "work: by input_tokens >1000 → input_tokens >2000, input_tokens >1000; when input_tokens >2000 now p/b")
    }

    @Test func aDefaultIsSaidOnceAndWhereItIsNotOverridden() throws {
        var (before, after) = (RouteSettings(), RouteSettings())
        before.deadline = .seconds(60)
        after.deadline = .seconds(90)
        #expect(try Self.changes(Self.table(defaults: before), Self.table(defaults: after)) == "defaults: deadline 60s → 90s")
        // The workload said the same as the defaults, and no longer does.
        let own = try Self.table(defaults: before) { $0.settings.deadline = .seconds(60) }
        #expect(try Self.changes(own, Self.table(defaults: before)) == "")
        #expect(
            try Self.changes(own, Self.table(defaults: after)) == "defaults: deadline 60s → 90s\nwork: deadline 60s → 90s")
        #expect(try Self.changes(Self.table(), Self.table { $0.settings.breaker = .off }) == "work: breaker 3 failures, 2s to 10s → off")
    }

    @Test func providersAndModelsAreComparedWithoutTheirSecrets() throws {
        let old = Self.provider {
            $0.rateLimits.requestsPerMinute = 5_000
            $0.credentials = [Credential(name: "main", reference: .environment("SECRET_PLACE"))]
            $0.headers = [HeaderField("X-Lane", "one")]
            $0.models[0].price = Price(input: 750_000, output: 4_500_000)
        }
        let new = Self.provider {
            $0.rateLimits.requestsPerMinute = 10_000
            $0.baseURL = "https://eu.p.invalid/v1"
            $0.credentials = [
                Credential(name: "main", reference: .file("/secret-place")), Credential(name: "spare", reference: .environment("B")),
            ]
            $0.headers = [HeaderField("X-Lane", "two")]
            $0.models[0].price = Price(input: 800_000, output: 4_500_000)
            $0.models.removeLast()
        }
        #expect(
            try Self.changes(Self.table("a", provider: old), Self.table("a", provider: new))
                == """
                provider p: base_url https://p.invalid/v1 → https://eu.p.invalid/v1; api_keys main → main, spare; api_keys.main changed; \
                api_keys.spare now set; headers.X-Lane changed; rate_limits.requests_per_minute 5k → 10k
                model p/a: price.input $0.75 → $0.80
                model p/d: removed
                """)
    }

    @Test func workloadsAndProvidersComeAndGo() throws {
        let one = try Self.table("ab")
        var other = Provider(name: "q", api: .openAIChat, baseURL: "https://q.invalid/v1", models: [Model(id: "m")])
        other.location = "eu"
        let two = try RouteTable(
            providers: [other], routes: [Route(workload: "other", models: [ModelName(provider: "q", id: "m")])])
        #expect(
            Self.changes(one, two) == "other: added, with q/m\nwork: removed\nprovider p: removed\nprovider q: added, with q/m")
        #expect(RouteChanges(from: one, to: one).isEmpty)
    }

    @Test func theJSONSaysTheSame() throws {
        let json = try RouteChanges(from: Self.table("ab"), to: Self.table("ba") { $0.settings.stall = .seconds(9) }).json
        #expect(
            "\(json)"
                == #"[{"subject":"workload","name":"work","changes":["#
                + #"{"change":"candidate-moved","model":"p/b","before":"p/a","text":"p/b now before p/a"},"#
                + #"{"change":"value","key":"stall","from":"30s","to":"9s","text":"stall 30s → 9s"}]}]"#)
    }

    /// What is compared, or need not be: a new property belongs into the facts of its type, and then into this list.
    private static let compared: [(value: any Sendable, properties: Set<String>)] = [
        (
            Route(workload: "w", models: []),
            [
                "workload", "description", "candidates", "choice", "parameters", "settings", "requirements", "limits", "strict", "hold",
                "hedge", "rules", "preset", "validatesOutput", "lastResort", "promptVersion", "schemaOrder", "normalization", "definedAt",
                "budget",
            ]
        ), (Budget([:]), ["amounts", "alerts", "whenSpent", "scope", "allowsUnknownCost", "timeZone"]),
        (RouteRule(when: RequestCondition(), models: []), ["condition", "candidates", "choice", "parameters", "definedAt"]),
        (Candidate(model: models[0]), ["model", "weight", "parameters", "clocks", "definedAt"]),
        (
            RouteSettings(),
            ["deadline", "firstToken", "stall", "attempts", "attemptsPerCall", "patience", "retry", "breaker", "onCut"]
        ), (Requirements(), ["locations", "retentions", "labels", "features", "contextWindow", "price"]),
        (Limits(), ["costPerRequest", "inputTokens", "outputTokens"]),
        (
            GenerationParameters(),
            [
                "temperature", "topP", "maxOutputTokens", "stop", "seed", "reasoningEffort", "verbosity", "parallelToolCalls",
                "serviceTier",
            ]
        ),
        (
            provider(),
            [
                "name", "api", "baseURL", "speaks", "credentials", "account", "auth", "headers", "certificateAuthorityFile",
                "allowsPlainHTTP", "clocks", "rateLimits", "concurrency", "location", "retention", "labels", "cache", "fees", "budget",
                "priceFactor", "dialect",
                "store",
                "models", "anyModel", "script", "definedAt",
            ]
        ),
        (
            Model(id: "m"),
            [
                "id", "api", "contextWindow", "maxOutputTokens", "tokenizer", "tokenizerFile", "features", "streaming", "efforts", "price",
                "cache", "shutdown", "replacedBy", "labels", "clocks", "rateLimits", "definedAt",
            ]
        ), (Clocks(), ["connect", "firstToken", "stall"]), (RateLimits(), ["requestsPerMinute", "tokensPerMinute"]),
    ]

    @Test func everythingThatRoutesSayIsCompared() {
        for (value, properties) in Self.compared {
            let found = Set(Mirror(reflecting: value).children.compactMap(\.label))
            #expect(found == properties, "\(type(of: value))")
        }
    }
}
