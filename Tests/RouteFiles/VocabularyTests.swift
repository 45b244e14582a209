import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// Every key of the files, decoded into the value it stands for.
struct VocabularyTests {
    /// The table of a provider file `p` and a routes file, which must be without faults.
    private func table(provider: String = plainProvider, routes: String) throws -> RouteTable {
        let folder = try TemporaryFolder(["providers/p.yaml": provider, "routes.yaml": routes])
        let inspection = folder.inspect()
        return try #require(inspection.table, "\(folder.findings())")
    }

    private func provider(_ text: String) throws -> Provider {
        let table = try table(provider: text, routes: "workloads: {chat: {models: [p/m]}}\n")
        return try #require(table.providers["p"])
    }

    @Test func everyKeyOfAWorkload() throws {
        let table = try table(
            routes: """
                workloads:
                  chat:
                    description: For people
                    choose: in-order
                    models:
                      - p/small
                      - {model: p/large, parameters: {temperature: 1}, connect: 1s, first_token: 2s, stall: 3s}
                    parameters:
                      temperature: 0.3
                      top_p: 0.8
                      max_output_tokens: 1.5k
                      stop: [END, "\\n\\n"]
                      seed: -7
                      reasoning_effort: high
                      verbosity: low
                      parallel_tool_calls: false
                      service_tier: flex
                    require: {location: [us, eu], retention: none, labels: [a, b], features: [tools, json_schema], context_window: 8k, price: {input: $1, output: $5.50}}
                    preset: extraction
                    limits: {cost_per_request: $0.002, input_tokens: 5k, output_tokens: 1k}
                    budget: {day: $4, month: $80.50, alert_at: [50%, 90%], rolling: {24h: $5}, when_spent: refuse, scope: process, unknown_cost: allow}
                    strict: true
                    hold: true
                    last_resort: We cannot answer right now.
                    prompt_version: v7
                    schema_order: sorted
                    normalize: nfc
                    deadline: 20s
                    first_token: 3s
                    stall: 4s
                    attempts: 3
                    attempts_per_call: 9
                    patience: 0s
                    retry: {base: 100ms, cap: 1s}
                    breaker: off
                    on_cut: [restart, fail]

                """)
        let route = try #require(table.route(for: "chat"))
        #expect(route.description == "For people")
        #expect(route.choice == .inOrder)
        #expect(route.candidates.map(\.model.description) == ["p/small", "p/large"])
        #expect(route.candidates[1].parameters == GenerationParameters(temperature: 1))
        #expect(route.candidates[1].clocks == Clocks(connect: .seconds(1), firstToken: .seconds(2), stall: .seconds(3)))
        #expect(
            route.parameters
                == GenerationParameters(
                    temperature: 0.3, topP: 0.8, maxOutputTokens: 1_500, stop: ["END", "\n\n"], seed: -7, reasoningEffort: .high,
                    verbosity: .low,
                    parallelToolCalls: false, serviceTier: .flex))
        var requirements = Requirements()
        requirements.locations = ["us", "eu"]
        requirements.retentions = ["none"]
        requirements.labels = ["a", "b"]
        requirements.features = [.tools, .jsonSchema]
        requirements.price = PriceCap(input: 1_000_000, output: 5_500_000)
        #expect(route.preset == .extraction)
        requirements.contextWindow = 8_000
        #expect(route.requirements == requirements)
        var limits = Limits()
        limits.costPerRequest = Money("$0.002")
        limits.inputTokens = 5_000
        limits.outputTokens = 1_000
        #expect(route.limits == limits)
        var budget = Budget([.day: Money(picodollars: 4_000_000_000_000), .month: Money(picodollars: 80_500_000_000_000)])
        budget.amounts[.rolling(.seconds(86_400))] = Money(picodollars: 5_000_000_000_000)
        budget.scope = .process
        budget.alerts = [Share(percent: 50), Share(percent: 90)]
        budget.whenSpent = .refuse
        budget.allowsUnknownCost = true
        #expect(route.budget == budget)
        #expect(route.strict && route.hold)
        #expect(route.lastResort == .text("We cannot answer right now."))
        #expect(route.promptVersion == "v7")
        #expect(route.schemaOrder == .sorted)
        #expect(route.normalization == .nfc)
        #expect(route.settings == fullSettings)
    }

    /// The settings that both texts of this suite write out.
    private var fullSettings: RouteSettings {
        var settings = RouteSettings()
        settings.deadline = .seconds(20)
        settings.firstToken = .seconds(3)
        settings.stall = .seconds(4)
        settings.attempts = 3
        settings.attemptsPerCall = 9
        settings.patience = .zero
        settings.retry = RetryRule(base: .milliseconds(100), cap: .seconds(1))
        settings.breaker = .off
        settings.onCut = [.restart, .fail]
        return settings
    }

    @Test func everyKeyOfTheDefaults() throws {
        let table = try table(
            routes: """
                defaults: {deadline: 20s, first_token: 3s, stall: 4s, attempts: 3, attempts_per_call: 9, patience: 0s,
                  retry: {base: 100ms, cap: 1s}, breaker: off, on_cut: [restart, fail]}
                workloads: {chat: {models: [p/small]}}

                """)
        #expect(table.defaults == fullSettings)
    }

    @Test func whatIsLeftOutOfRetryAndBreakerIsAsUsual() throws {
        let text =
            "defaults: {retry: {base: 20s}, breaker: {cooldown: 1m}}\nworkloads: {chat: {models: [p/small], retry: {cap: 100ms}, breaker: {failures: 1}}}\n"
        let table = try table(routes: text)
        #expect(table.defaults.retry == RetryRule(base: .seconds(20), cap: .seconds(20)))
        #expect(table.defaults.breaker == .rule(failures: 3, cooldown: .seconds(60), cap: .seconds(60)))
        let settings = try #require(table.route(for: "chat")).settings
        #expect(settings.retry == RetryRule(base: .milliseconds(100), cap: .milliseconds(100)))
        #expect(settings.breaker == .rule(failures: 1, cooldown: .seconds(2), cap: .seconds(10)))
        #expect(table.defaults.deadline == .seconds(300))
    }

    @Test func aLastResortMayBeAnyJSON() throws {
        let table = try table(
            routes: """
                workloads:
                  chat:
                    models: [p/small]
                    last_resort: {json: {text: "5", count: 5, exact: 1.10, big: 12345678901234567890, yes: true, no: no, nothing: ~, list: [1, a]}}

                """)
        let expected = try JSONReader.read(
            #"{"text":"5","count":5,"exact":1.10,"big":12345678901234567890,"yes":true,"no":"no","nothing":null,"list":[1,"a"]}"#)
        #expect(table.route(for: "chat")?.lastResort == .json(expected))
    }

    @Test func everyKeyOfAProvider() throws {
        let provider = try provider(
            """
            api: openai-compatible
            base_url: https://llm.example.com:8443/v1/
            api_key: {env: A_KEY}
            account: shared
            auth: {header: X-Auth}
            headers: {X-Title: Waybill, X-Other: "5"}
            ca_file: ca.pem
            connect: 1s
            first_token: 2s
            stall: 3s
            rate_limits: {requests_per_minute: 5k, tokens_per_minute: 2M}
            concurrency: 4
            budget: {month: $500, scope: process}
            location: eu
            retention: 30d
            labels: [fast, gpu]
            dialect: vllm
            store: true
            models: {m: {}}

            """)
        #expect(provider.api == .openAICompatible)
        #expect(provider.baseURL == "https://llm.example.com:8443/v1")
        #expect(provider.credentials.map(\.name) == ["default"])
        #expect(provider.credentials.map(\.reference) == [.environment("A_KEY")])
        #expect(provider.account == "shared")
        #expect(provider.auth == .header("X-Auth"))
        #expect(provider.headers == [HeaderField("X-Title", "Waybill"), HeaderField("X-Other", "5")])
        #expect(provider.certificateAuthorityFile?.hasSuffix("/providers/ca.pem") == true)
        #expect(provider.clocks == Clocks(connect: .seconds(1), firstToken: .seconds(2), stall: .seconds(3)))
        #expect(provider.rateLimits == RateLimits(requestsPerMinute: 5_000, tokensPerMinute: 2_000_000))
        #expect(provider.concurrency == 4)
        #expect(provider.budget?.amounts == [.month: Money(picodollars: 500_000_000_000_000)])
        #expect(provider.location == "eu")
        #expect(provider.retention == "30d")
        #expect(provider.labels == ["fast", "gpu"])
        #expect(provider.dialect == .vllm)
        #expect(provider.store)
    }

    @Test func everyKeyOfAModel() throws {
        let provider = try provider(
            """
            api: openai-responses
            base_url: https://api.example.com/v1
            api_key: none
            models:
              m:
                api: openai-chat
                context_window: 1.05M
                max_output_tokens: 128k
                tokenizer: o200k_base
                features: [tools, parallel_tools, json_object, json_schema, images, files, audio, reasoning, prompt_cache, prefill]
                streaming: false
                efforts: [none, high, ultra]
                price: {input: $0.75, cached_input: $0.075, cache_write: $1, cache_write_12h: $2, output: $4.50, as_of: 2026-11-20}
                shutdown: 2027-04-01
                replaced_by: n
                labels: [apache-2.0]
                connect: 1s
                first_token: 2s
                stall: 3s
                rate_limits: {requests_per_minute: 10}
              "*": {tokenizer: o200k_base}

            """)
        let model = try #require(provider.models.first)
        #expect(model.api == .openAIChat)
        #expect(model.contextWindow == 1_050_000)
        #expect(model.maxOutputTokens == 128_000)
        #expect(model.tokenizer == "o200k_base")
        #expect(model.features == Feature.declarable)
        #expect(!model.streaming)
        #expect(model.efforts == [.none, .high, "ultra"])
        #expect(
            model.price
                == Price(
                    input: 750_000, cachedInput: 75_000, cacheWrite: 1_000_000, longCacheWrite: 2_000_000, output: 4_500_000,
                    asOf: "2026-11-20"))
        #expect(model.shutdown == "2027-04-01")
        #expect(model.replacedBy == "n")
        #expect(model.labels == ["apache-2.0"])
        #expect(model.clocks == Clocks(connect: .seconds(1), firstToken: .seconds(2), stall: .seconds(3)))
        #expect(model.rateLimits == RateLimits(requestsPerMinute: 10))
        #expect(provider.anyModel?.tokenizer == "o200k_base")
        #expect(provider.model("anything")?.id == "anything")
        #expect(provider.models.count == 1)
    }

    @Test func everyKeyOfAPrice() throws {
        let provider = try provider(
            """
            api: openai-responses
            base_url: https://api.example.com/v1
            api_key: none
            models:
              m:
                price:
                  input: $2
                  output: $8
                  above: 200k
                  long: {input: $4, cached_input: $3, cache_write: $5, cache_write_12h: $6, output: $16}
                  tiers:
                    flex: {input: $1, output: $4, long: {input: $2, output: $8}}
                    priority: {input: $3, output: $12}
                    ultrafast: {input: $12, output: $48}
                    scale: {input: $0.50, output: $1}
                    batch: 50%
                  fees: {request: $0.005, web_search: $0}
              n:
                price: {input: $1, output: $2, reasoning: $3, cache_write: $4, cache_write_1h: $5, audio_input: $6, audio_output: $7, image_input: $8, image_output: $9}
            price_factor: 150%
            fees: {web_search: $0.01, file_search: $0.0025, code_interpreter: $0.03, image_generation: $0.04}

            """)
        func rates(_ input: Int, _ output: Int) -> TokenRates { TokenRates(input: input * 1_000_000, output: output * 1_000_000) }
        let long = TokenRates(
            input: 4_000_000, cachedInput: 3_000_000, cacheWrite: 5_000_000, longCacheWrite: 6_000_000, output: 16_000_000)
        let halfOfLong = TokenRates(
            input: 2_000_000, cachedInput: 1_500_000, cacheWrite: 2_500_000, longCacheWrite: 3_000_000, output: 8_000_000)
        var price = Price(
            standard: TierPrice(rates(2, 8), long: long),
            tiers: [
                .flex: TierPrice(rates(1, 4), long: rates(2, 8)), .priority: TierPrice(rates(3, 12)),
                .ultrafast: TierPrice(rates(12, 48)), .scale: TierPrice(TokenRates(input: 500_000, output: 1_000_000)),
                .batch: TierPrice(rates(1, 4), long: halfOfLong),
            ], above: 200_000)
        price.fees = Fees(request: Money("$0.005"), tools: [.webSearch: .zero])
        #expect(provider.models.first?.price == price)
        let fees = Fees(tools: [
            .webSearch: Money(picodollars: 10_000_000_000), .fileSearch: Money(picodollars: 2_500_000_000),
            .codeInterpreter: Money(picodollars: 30_000_000_000), .imageGeneration: Money(picodollars: 40_000_000_000),
        ])
        #expect(provider.fees == fees)
        #expect(provider.priceFactor == Share(percent: 150))
        price.fees = Fees(request: Money("$0.005"), tools: fees.tools.merging([.webSearch: .zero]) { $1 })
        #expect(provider.model("m")?.price == price.times(Share(percent: 150)), "what a price does not say of fees, its provider says")
        var apart = TokenRates(input: 1_000_000, cacheWrite: 4_000_000, output: 2_000_000)
        apart.reasoning = 3_000_000
        apart.hourCacheWrite = 5_000_000
        apart.audioInput = 6_000_000
        apart.audioOutput = 7_000_000
        apart.imageInput = 8_000_000
        apart.imageOutput = 9_000_000
        #expect(provider.models.last?.price?.standard == TierPrice(apart))
        #expect(provider.model("n")?.price?.fees == fees)
    }

    @Test func everyKeyOfACache() throws {
        let provider = try provider(
            """
            api: openai-compatible
            base_url: https://api.example.com/v1
            api_key: none
            cache: {step: 16, salt: user}
            models:
              m: {cache: {minimum: 1k, step: 128, lifetime: 5m, renews: false, prompt_cache_key: true, requests_per_key: 15, retention: in_memory}}
              n: {cache: {minimum: 1024, breakpoints: explicit}}
              o: {cache: none}
              p: {}
              "*": {}

            """)
        var full = CacheRules(.steps(128), minimum: 1_000, lifetime: .seconds(300))
        full.renews = false
        full.takesKey = true
        full.requestsPerKey = 15
        full.retention = .inMemory
        #expect(provider.model("m")?.cache == full)
        let explicit = provider.model("n")?.cache
        #expect(explicit == CacheRules(.breakpoints(.explicit), minimum: 1_024, lifetime: CacheRules.usualLifetime))
        #expect(explicit?.lifetime == .seconds(1_800))
        #expect(provider.model("o")?.cache == CacheRules.none)
        var salted = CacheRules(.steps(16))
        salted.salt = .user
        #expect(provider.model("p")?.cache == salted, "the provider's hold where a model says nothing")
        #expect(provider.model("anything")?.cache == salted)
    }

    @Test func aTokenizerCanBeAFile() throws {
        let provider = try provider(
            """
            api: openai-responses
            base_url: https://api.example.com/v1
            api_key: none
            models:
              m: {tokenizer: {file: tokenizers/m.json}}
              n: {tokenizer: {file: /srv/n.json}}

            """)
        let model = try #require(provider.models.first)
        #expect(model.tokenizer?.hasSuffix("/providers/tokenizers/m.json") == true)
        #expect(model.tokenizerFile?.path == model.tokenizer)
        #expect(model.tokenizerFile?.namedAt?.line == 5)
        #expect(provider.models.last?.tokenizerFile?.path == "/srv/n.json")
    }

    @Test func keysMayBeManyAndAnywhere() throws {
        let provider = try provider(
            """
            api: openai-chat
            base_url: http://llm.internal/v1
            allow_plain_http: true
            api_keys:
              first: {file: keys/one}
              second: {file: /run/secrets/two}
              third: {command: [op, read, "op://x/y"]}
            models: {m: {}}

            """)
        #expect(provider.allowsPlainHTTP)
        #expect(provider.credentials.map(\.name) == ["first", "second", "third"])
        guard case .file(let path) = provider.credentials[0].reference else {
            Issue.record("no file")
            return
        }
        #expect(path.hasSuffix("/providers/keys/one"))
        #expect(provider.credentials.dropFirst().map(\.reference) == [.file("/run/secrets/two"), .command(["op", "read", "op://x/y"])])
    }

    @Test func aProviderMayNeedNoKey() throws {
        let provider = try provider("api: openai-compatible\nbase_url: http://[::1]:1/v1\napi_key: none\nauth: none\nmodels: {m: {}}\n")
        #expect(provider.credentials.isEmpty)
        #expect(provider.auth == .none)
        #expect(provider.dialect == .generic)
    }

    @Test func everyMemberOfADialect() throws {
        let members = """
            system_role: developer
            repeated_roles: true
            refusals: true
            image_urls: false
            image_detail: true
            reasoning_fields: [thoughts]
            reasoning_replay: thoughts
            efforts: [none, high]
            reasoning_refuses_sampling: true
            tools_need_effort_none: true
            tool_choice: ignored
            parallel_tool_calls: false
            strict_tools: true
            output_limit: max_completion_tokens
            json_schema: value
            json_object: false
            verbosity: true
            stop: false
            seed: false
            continue_final_message: true
            usage_on_streams: false
            stream_obfuscation: true
            safety_identifier: true
            service_tier: true
            store: true
            token_count: tokenize

            """
        var expected = Dialect.generic
        expected.systemRole = "developer"
        expected.repeatedRoles = true
        expected.refusals = true
        expected.imageURLs = false
        expected.imageDetail = true
        expected.reasoningFields = ["thoughts"]
        expected.reasoningReplay = "thoughts"
        expected.efforts = [.none, .high]
        expected.reasoningRefusesSampling = true
        expected.toolsNeedEffortNone = true
        expected.toolChoice = .ignored
        expected.parallelToolCalls = false
        expected.strictTools = true
        expected.outputLimit = .maxCompletionTokens
        expected.jsonSchema = .value
        expected.jsonObject = false
        expected.verbosity = true
        expected.stop = false
        expected.seed = false
        expected.continueFinalMessage = true
        expected.usageOnStreams = false
        expected.streamObfuscation = true
        expected.safetyIdentifier = true
        expected.serviceTier = true
        expected.store = true
        expected.tokenCount = .tokenize
        let indented = members.split(separator: "\n").map { "  \($0)\n" }.joined()
        let head = "api: openai-compatible\nbase_url: http://localhost/v1\napi_key: none\nmodels: {m: {}}\n"
        #expect(try provider(head + "dialect:\n" + indented).dialect == expected)
        // Every member of the type is among those written here.
        #expect(Mirror(reflecting: expected).children.count == members.split(separator: "\n").count)
        #expect(try provider(head + "dialect: {like: vllm, reasoning_replay: none}\n").dialect.reasoningReplay == nil)
        #expect(try provider(head + "dialect: {efforts: any}\n").dialect.efforts == nil)
        #expect(try provider(head + "dialect: {efforts: []}\n").dialect.efforts == [])
    }

    @Test(arguments: Dialect.presets.map(\.name))
    func everyPresetHasItsName(_ name: String) throws {
        let text = "api: openai-compatible\nbase_url: http://localhost/v1\napi_key: none\nmodels: {m: {}}\ndialect: \(name)\n"
        #expect(try provider(text).dialect == Dialect.presets.first { $0.name == name }?.dialect)
    }

    @Test func everyStepOfAScript() throws {
        let provider = try provider(
            """
            api: rehearsal
            speaks: openai-chat
            models: {m: {}}
            script:
              - 429
              - {status: 503, retry_after: 2s, code: server_is_overloaded}
              - reset
              - refused
              - silence
              - ok
              - cut
              - stall
              - {text: "5", delay: 300ms, pace: 20ms, cut_after: 3}
              - {tool_calls: [{name: f, arguments: {id: 1207, of: [a]}}, {id: x, name: g, arguments: "{broken"}, {name: h}], stall_after: 0}
              - {reasoning: Hm., text: Yes., usage: {input: 12, cached_input: 8, cache_write: 1, output: 4, reasoning: 3}, finish_reason: length}
              - {refusal: No.}
              - dns
              - tls
              - empty
              - context
              - policy
              - {refuses: reasoning.effort}

            """)
        let steps = try #require(provider.script).steps
        #expect(provider.speaks == .openAIChat)
        #expect(provider.baseURL == "https://rehearsal.invalid/v1")
        #expect(
            Array(steps[..<5]) == [
                .failure(.status(429, retryAfter: nil, code: nil)),
                .failure(.status(503, retryAfter: .seconds(2), code: "server_is_overloaded")), .failure(.reset), .failure(.refused),
                .failure(.silence),
            ])
        let answers = steps.compactMap { step -> RehearsalScript.Answer? in if case .answer(let answer) = step { answer } else { nil } }
        #expect(answers.count == 8)
        #expect(answers[0].text == answers[1].text && !answers[0].text.isEmpty)
        #expect(
            answers.prefix(5).map(\.interruption) == [
                nil, .init(.cut, after: 3), .init(.stall, after: 3), .init(.cut, after: 3), .init(.stall, after: 0),
            ])
        #expect(answers[3].text == "5" && answers[3].delay == .milliseconds(300) && answers[3].pace == .milliseconds(20))
        #expect(
            answers[4].toolCalls == [
                ToolCall(id: "call_1", name: "f", arguments: #"{"id":1207,"of":["a"]}"#),
                ToolCall(id: "x", name: "g", arguments: "{broken"),
                ToolCall(id: "call_3", name: "h", arguments: "{}"),
            ])
        #expect(answers[4].text.isEmpty)
        #expect(answers[5].reasoning == "Hm." && answers[5].finishReason == .length)
        #expect(
            answers[5].usage
                == TokenUsage(
                    uncachedInput: 3, cachedInput: 8, cacheWrites: [CacheWrite(lifetimeSeconds: nil, tokens: 1)], outputText: 1,
                    reasoning: 3))
        #expect(answers[6].refusal == "No.")
        #expect(
            Array(steps[12...]) == [
                .failure(.unresolved), .failure(.untrusted), .answer(RehearsalScript.Answer()),
                .failure(.status(400, retryAfter: nil, code: "context_length_exceeded")),
                .failure(.status(400, retryAfter: nil, code: "content_policy_violation")), .failure(.unknownParameter("reasoning.effort")),
            ])
    }

    @Test func wordsThatOtherReadersTakeForFlagsAreText() throws {
        let provider = try provider(
            "api: openai-chat\nbase_url: https://x.example/v1\napi_key: none\nlocation: no\nretention: 1_000\nlabels: [yes, 5, 0x1F, 2026-11-20]\nmodels: {m: {}}\n"
        )
        #expect(provider.location == "no")
        #expect(provider.retention == "1_000")
        #expect(provider.labels == ["yes", "5", "0x1F", "2026-11-20"])
    }

    @Test func theFolderOfProvidersMayHaveAnotherName() throws {
        let folder = try TemporaryFolder([
            "routes.yaml": "providers: ./providers/\nworkloads: {chat: {models: [p/small]}}\n", "providers/p.yaml": plainProvider,
        ])
        let inspection = folder.inspect()
        #expect(inspection.table != nil)
        #expect(inspection.files == [folder.path + "/routes.yaml", folder.path + "/providers/p.yaml"])
        #expect(inspection.providersFolder == folder.path + "/providers")
    }
}
