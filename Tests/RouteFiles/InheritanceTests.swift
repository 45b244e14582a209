import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// What `like` takes over.
struct InheritanceTests {
    private static let base = """
        api: openai-responses
        base_url: https://api.example.com/v1
        api_key: {file: key.txt}
        headers: {X-One: 1, X-Two: 2}
        rate_limits: {requests_per_minute: 10, tokens_per_minute: 1k}
        labels: [a]
        models:
          first: {context_window: 8k, features: [tools]}
          second: {context_window: 4k}

        """

    private func providers(_ files: [String: String]) throws -> [String: Provider] {
        let all = files.merging(["base": Self.base]) { own, _ in own }
        var texts = ["routes.yaml": "workloads: {chat: {models: [\(all.keys.sorted().map { "\($0)/first" }.joined(separator: ", "))]}}\n"]
        for (name, text) in all { texts["providers/\(name).yaml"] = text }
        let folder = try TemporaryFolder(texts)
        return try #require(folder.inspect().table, "\(folder.findings())").providers
    }

    @Test func aProviderTakesOverAllThatItDoesNotSay() throws {
        let other = try #require(try providers(["other": "like: base\napi: openai-chat\n"])["other"])
        #expect(other.api == .openAIChat)
        #expect(other.baseURL == "https://api.example.com/v1")
        #expect(other.models.map(\.id) == ["first", "second"])
        #expect(other.credentials.count == 1)
        #expect(other.definedAt?.file.hasSuffix("other.yaml") == true)
    }

    @Test func modelsAreJoinedByIDAndMember() throws {
        let text = "like: base\nmodels:\n  third: {}\n  second: none\n  first: {features: [images]}\n"
        let models = try #require(try providers(["other": text])["other"]).models
        #expect(models.map(\.id) == ["first", "third"])
        #expect(models[0].contextWindow == 8_000)
        #expect(models[0].features == [.images])
        #expect(models[0].definedAt?.file.hasSuffix("other.yaml") == true)
    }

    @Test func headersAndRateLimitsAreJoinedAndListsAreNot() throws {
        let text = "like: base\nheaders: {X-Two: two, X-Three: three}\nrate_limits: {tokens_per_minute: 2k}\nlabels: [b]\n"
        let other = try #require(try providers(["other": text])["other"])
        #expect(other.headers == [HeaderField("X-One", "1"), HeaderField("X-Two", "two"), HeaderField("X-Three", "three")])
        #expect(other.rateLimits == RateLimits(requestsPerMinute: 10, tokensPerMinute: 2_000))
        #expect(other.labels == ["b"])
    }

    @Test(arguments: ["api_key: {env: OTHER}", "api_key: none", "api_keys: {a: {env: OTHER}}"])
    func anOwnKeyReplacesTheOther(_ line: String) throws {
        let other = try #require(try providers(["other": "like: base\n\(line)\n"])["other"])
        #expect(other.credentials.map(\.reference) == (line == "api_key: none" ? [] : [.environment("OTHER")]))
    }

    @Test func likenessMayHaveSeveralSteps() throws {
        let all = try providers(["b": "like: base\nlocation: us\nretention: none\n", "c": "like: b\nlocation: eu\n"])
        #expect(all["c"]?.location == "eu")
        #expect(all["c"]?.retention == "none")
        #expect(all["c"]?.models.count == 2)
    }

    @Test func aProviderThatOnlyOthersAreLikeIsUsed() throws {
        let folder = try TemporaryFolder([
            "providers/base.yaml": Self.base, "providers/b.yaml": "like: base\n",
            "routes.yaml": "workloads: {chat: {models: [b/first]}}\n",
        ])
        #expect(!folder.inspect().diagnostics.contains { $0.code.name == "unused-provider" })
    }

    @Test func aWorkloadTakesOverAllThatItDoesNotSay() throws {
        let folder = try TemporaryFolder([
            "providers/local.yaml": plainProvider,
            "routes.yaml": """
            workloads:
              b: {like: a, parameters: {temperature: 1}, require: {labels: []}, limits: {output_tokens: 5}, stall: 9s}
              a:
                description: The first
                models: [local/large]
                parameters: {temperature: 0, seed: 7}
                limits: {input_tokens: 100}
                stall: 3s
                deadline: 20s
                strict: true
              c: {like: b, models: [local/small], strict: false}

            """,
        ])
        let table = try #require(folder.inspect().table, "\(folder.findings())")
        let (b, c) = (try #require(table.route(for: "b")), try #require(table.route(for: "c")))
        #expect(b.description == nil)
        #expect(b.candidates.map(\.model.id) == ["large"])
        #expect(b.parameters == GenerationParameters(temperature: 1, seed: 7))
        #expect(b.limits.inputTokens == 100 && b.limits.outputTokens == 5)
        #expect(b.settings.stall == .seconds(9) && b.settings.deadline == .seconds(20))
        #expect(b.strict)
        #expect(c.candidates.map(\.model.id) == ["small"])
        #expect(c.parameters == b.parameters)
        #expect(!c.strict)
        #expect(table.routes.map(\.workload) == ["b", "a", "c"])
    }

    @Test func aPresetIsTakenOverAndAnOwnOneReplacesIt() throws {
        let folder = try TemporaryFolder([
            "providers/local.yaml": plainProvider,
            "routes.yaml": """
            workloads:
              a: {models: [local/large], preset: support, parameters: {temperature: 1}}
              b: {like: a}
              c: {like: a, preset: extraction}
              d: {like: c, parameters: {max_output_tokens: 9}}

            """,
        ])
        let table = try #require(folder.inspect().table, "\(folder.findings())")
        func parameters(_ workload: Workload) throws -> GenerationParameters {
            let route = try #require(table.route(for: workload))
            return route.parameters(for: route.candidates[0])
        }
        let a = GenerationParameters(temperature: 1, maxOutputTokens: 1_500, reasoningEffort: ReasoningEffort.none, verbosity: .low)
        #expect(try parameters("a") == a)
        #expect(try parameters("b") == a)
        // What is said in so many words is taken over too, and goes before any preset.
        let c = GenerationParameters(temperature: 1, maxOutputTokens: 4_000, reasoningEffort: ReasoningEffort.none)
        #expect(try parameters("c") == c)
        #expect(try parameters("d") == GenerationParameters(maxOutputTokens: 9).overriding(c))
    }

    @Test func rulesAreTakenOverAsAWhole() throws {
        let folder = try TemporaryFolder([
            "providers/local.yaml": plainProvider,
            "routes.yaml": """
            workloads:
              a:
                preset: writing
                parameters: {temperature: 1}
                by:
                  - {when: {input_tokens: ">4k"}, models: [local/large], parameters: {seed: 7}}
                  - {when: {needs: [tools]}, models: [local/large], choose: cheapest}
                models: [local/small]
              b: {like: a, parameters: {temperature: 0.5}}
              c: {like: a, models: [local/large]}
              d: {like: a, by: [{when: {metadata.tier: gold}, models: [local/small]}]}

            """,
        ])
        let table = try #require(folder.inspect().table, "\(folder.findings())")
        let routes = try ["a", "b", "c", "d"].map { try #require(table.route(for: Workload(rawValue: $0))) }
        let rules = routes[0].rules
        #expect(rules.map(\.condition.description) == ["input_tokens >4000", "needs tools"])
        #expect(routes[1].rules == rules)
        #expect(routes[1].rules.first?.definedAt?.line == 6)
        // A rule's parameters go before those of the workload that took it over, and these before its preset.
        let branch = routes[1].following(rules[0])
        #expect(
            branch.parameters(for: branch.candidates[0])
                == GenerationParameters(temperature: 0.5, maxOutputTokens: 8_000, seed: 7, reasoningEffort: .low))
        #expect(routes[2].rules == rules)
        #expect(routes[2].candidates.map(\.model.id) == ["large"])
        #expect(routes[3].rules.map(\.condition.description) == ["metadata.tier gold"])
        #expect(routes[3].candidates.map(\.model.id) == ["small"])
    }

    @Test func noneIsAValueOfWhatAWorkloadTakesOver() throws {
        let folder = try TemporaryFolder([
            "providers/local.yaml": plainProvider + "retention: none\n",
            "routes.yaml": """
            workloads:
              a: {models: [local/large], parameters: {reasoning_effort: high}, require: {retention: 30d}}
              b: {like: a, parameters: {reasoning_effort: none}, require: {retention: none}}

            """,
        ])
        let table = try #require(folder.inspect().table, "\(folder.findings())")
        let route = try #require(table.route(for: "b"))
        #expect(route.parameters.reasoningEffort == ReasoningEffort.none)
        #expect(route.requirements.retentions == ["none"])
    }

    @Test func noneIsAValueOfAHeader() throws {
        let other = try #require(try providers(["other": "like: base\nheaders: {X-Two: none}\n"])["other"])
        #expect(other.headers == [HeaderField("X-One", "1"), HeaderField("X-Two", "none")])
    }
}
