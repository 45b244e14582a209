import Testing
import Waybill
import WaybillTesting

/// What is expected of prompt caches, and how it decides, on a clock that moves by itself.
struct CachedRouterTests {
    private let time = VirtualTime()
    private static let rules = CacheRules(.steps(16), minimum: 64, lifetime: .seconds(300))

    private func provider(
        _ name: String, keys: [String] = [], cache: CacheRules? = rules, respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) -> ScriptedProvider {
        var provider = ScriptedProvider(name, respond: respond)
        provider.provider.cache = cache
        provider.provider.models[0].tokenizer = "o200k_base"
        provider.provider.models[0].price = Price(input: 1_000_000, cachedInput: 100_000, output: 4_000_000)
        provider.provider.auth = keys.isEmpty ? .none : .bearer
        provider.provider.credentials = keys.map { Credential(name: $0, reference: .environment($0)) }
        return provider
    }

    private func router(
        _ providers: [ScriptedProvider], seed: UInt64 = 3, quoting: Bool = false
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let secrets = SecretReader(environment: { "key-\($0)" })
        var options = RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil, seed: seed)
        options.quotesCacheDrops = quoting
        return (ModelRouter(table: try .testing(providers), options: options), transport)
    }

    private static func request(_ turns: String..., about shop: String = "a bookshop") -> ModelRequest {
        ModelRequest(
            workload: "test", instructions: "You answer for \(shop). " + String(repeating: "Be kind, and be brief. ", count: 40),
            conversation: turns.enumerated().map { $0 % 2 == 0 ? .user($1) : .assistant($1) })
    }

    private static func key(of request: RecordedRequest) -> String {
        request.request.headers.value(of: "authorization").map { String($0.dropFirst("Bearer key-".count)) } ?? ""
    }

    private func ask(_ router: ModelRouter, _ request: ModelRequest) async throws -> RouteReport {
        let result: Result<ModelResponse, any Error> = await time.run {
            do { return .success(try await router.respond(to: request)) } catch { return .failure(error) }
        }
        return try result.get().route
    }

    private func wait(_ span: Duration) async {
        await time.run {
            await withCheckedContinuation { continuation in
                _ = time.schedule(at: time.now + span) { continuation.resume() }
            }
        }
    }

    @Test func whatWasSentIsExpectedToBeReadUntilItExpires() async throws {
        let (router, _) = try router([provider("a") { _ in .answer("Yes.") }])
        let (first, next) = (Self.request("Open?"), Self.request("Open?", "Yes.", "Until when?"))
        let cold = try #require(try router.plan(first).chosen)
        #expect(cold.expectedCachedTokens == 0)
        #expect(try await ask(router, first).attempts[0].expectedCachedTokens == 0)
        let warm = try #require(try router.plan(next).chosen)
        let expected = try #require(warm.expectedCachedTokens)
        #expect(expected > 200 && expected % 16 == 0 && expected < warm.inputTokens.tokens)
        #expect(try await ask(router, next).attempts[0].expectedCachedTokens == expected)
        await wait(.seconds(300))
        #expect(try router.plan(next).chosen?.expectedCachedTokens == 0)
    }

    @Test func theCachedPartIsPricedAsSuchButPromisesNothing() async throws {
        let (router, _) = try router([provider("a") { _ in .answer("Yes.") }])
        let request = Self.request("Open?")
        let cold = try #require(try router.plan(request).chosen)
        _ = try await ask(router, request)
        let warm = try #require(try router.plan(request).chosen)
        let saved = Int128(try #require(warm.expectedCachedTokens)) * 900_000
        #expect(warm.cost?.expected.picodollars == (cold.cost?.expected.picodollars ?? 0) - saved)
        #expect(warm.cost?.lowest.picodollars == (cold.cost?.lowest.picodollars ?? 0) - saved)
        #expect(warm.cost?.highest == cold.cost?.highest)
        #expect("\(try router.plan(request))".contains("chosen, about \(warm.expectedCachedTokens ?? 0) tokens from its cache"))
        #expect(warm.json.objectValue?["expected_cached_tokens"]?.intValue == warm.expectedCachedTokens)
    }

    @Test func whatIsWrittenIsPricedAsSuch() async throws {
        var pool = provider("a", cache: CacheRules(.breakpoints(.implicit), minimum: 64)) { _ in .answer("Yes.") }
        pool.provider.models[0].price = Price(input: 1_000_000, cachedInput: 100_000, cacheWrite: 1_250_000, output: 4_000_000)
        let (router, _) = try router([pool])
        let request = Self.request("Open?")
        let cold = try #require(try router.plan(request).chosen)
        let output = Int128(cold.expectedOutput.tokens) * 4_000_000
        #expect(cold.cost?.expected.picodollars == Int128(cold.inputTokens.tokens) * 1_250_000 + output)
        _ = try await ask(router, request)
        let warm = try #require(try router.plan(request).chosen)
        let cached = Int128(try #require(warm.expectedCachedTokens))
        #expect(cached > 64)
        #expect(
            warm.cost?.expected.picodollars
                == cached * 100_000 + (Int128(warm.inputTokens.tokens) - cached) * 1_250_000 + output)
        #expect(warm.cost?.highest == cold.cost?.highest)
    }

    @Test func aKeyOfTheProgramsOwnIsGoneBy() async throws {
        var rules = Self.rules
        rules.takesKey = true
        let (router, transport) = try router([provider("a", cache: rules) { _ in .answer("Yes.") }])
        func request(key: String?) -> ModelRequest {
            var request = Self.request("Open?")
            if let key {
                for adapter in [AdapterName.openAIChat, .openAIResponses, .openAICompatible] {
                    request.extras[adapter] = ["prompt_cache_key": .string(key)]
                }
            }
            return request
        }
        _ = try await ask(router, request(key: "mine"))
        #expect(String(decoding: transport.requests[0].request.body, as: UTF8.self).contains(#""prompt_cache_key":"mine""#))
        #expect(try router.plan(request(key: "mine")).chosen?.expectedCachedTokens ?? 0 > 0)
        #expect(try router.plan(request(key: "other")).chosen?.expectedCachedTokens == 0)
        #expect(try router.plan(request(key: nil)).chosen?.expectedCachedTokens == 0)
    }

    @Test func nothingIsExpectedOfACacheThatIsNotKnown() async throws {
        for cache in [nil, CacheRules.none] {
            let (router, _) = try router([provider("a", cache: cache) { _ in .answer("Yes.") }])
            _ = try await ask(router, Self.request("Open?"))
            let report = try await ask(router, Self.request("Open?"))
            #expect(report.attempts[0].expectedCachedTokens == nil)
            #expect(report.attempts[0].json.objectValue?["expected_cached_tokens"] == nil)
        }
    }

    @Test func anAnswerThatNeverBeganKeptNothing() async throws {
        let (router, _) = try router([
            provider("a") { $0.number == 1 ? .status(500) : .answer("Yes.") }, provider("b") { _ in .answer("Yes.") },
        ])
        let report = try await ask(router, Self.request("Open?"))
        #expect(report.attempts.last?.model.provider == "a")
        #expect(report.attempts.map(\.expectedCachedTokens) == [0, 0])
        let (failing, _) = try self.router([provider("a") { _ in .status(404) }, provider("b") { _ in .answer("Yes.") }])
        _ = try await ask(failing, Self.request("Open?"))
        let expected = try failing.plan(Self.request("Open?")).candidates.map { $0.expectedCachedTokens.map { $0 > 0 } }
        #expect(expected == [false, true])
    }

    @Test func goingElsewhereNamesWhatItGivesUp() async throws {
        let (router, _) = try router([
            provider("a") { $0.number == 1 ? .answer("Yes.") : .status(404) }, provider("b") { _ in .answer("Yes.") },
        ])
        _ = try await ask(router, Self.request("Open?"))
        let report = try await ask(router, Self.request("Open?"))
        let expected = try #require(report.attempts[0].expectedCachedTokens)
        #expect(expected > 0)
        #expect(report.attempts.map(\.cachedTokensGivenUp) == [0, expected])
        #expect("\(report)".contains("gave up about \(expected) cached tokens"))
        #expect(report.attempts[1].json.objectValue?["cached_tokens_given_up"]?.intValue == expected)
    }

    // MARK: Drops

    /// Answers as a model that reads so many tokens from its cache, one number a request.
    private func reading(_ cached: Int...) -> ScriptedProvider {
        provider("a") { .answer("Yes.", usage: TokenUsage(uncachedInput: 300, cachedInput: cached[$0.number - 1], outputText: 2)) }
    }

    @Test func aDropIsExplainedAgainstTheWorkloadsRequestBefore() async throws {
        let (router, _) = try router([reading(256, 0, 256)])
        #expect(try await ask(router, Self.request("Open?")).cacheDrop == nil)
        let report = try await ask(router, Self.request("Open?", about: "a library"))
        let drop = try #require(report.cacheDrop)
        #expect(drop.segment == "instructions" && drop.before == 256 && drop.now == 0)
        // They part within this piece: at "You answer for a b" and "l".
        #expect(drop.path == "instructions" && drop.byte == 0 && drop.within == 32)
        #expect(drop.from == nil && drop.to == nil)
        #expect("\(report)".contains("cache: 0 cached tokens after 256"))
        #expect(report.json.objectValue?["cache_drop"]?.objectValue?["cause"]?.stringValue == "text-changed")
        #expect(try await ask(router, Self.request("Open?", about: "a library")).cacheDrop == nil)
    }

    @Test func whoAsksForItSeesTheWords() async throws {
        let (router, _) = try router([reading(256, 0)], quoting: true)
        _ = try await ask(router, Self.request("Open?"))
        let report = try await ask(router, Self.request("Open?", about: "a library"))
        let drop = try #require(report.cacheDrop)
        #expect(drop.byte == 17 && drop.within == 1)
        #expect(drop.from == "bookshop." && drop.to == "library.")
        #expect(!"\(report)".contains("bookshop") && !"\(report.json)".contains("library"))
    }

    @Test func aConversationIsHeldAgainstItself() async throws {
        let (router, _) = try router([reading(320, 400, 300, 300, 310)])
        var first = Self.request("Open?", "Yes.", "Until when?")
        first.conversationID = "one"
        var other = Self.request("Closed?")
        other.conversationID = "two"
        _ = try await ask(router, first)
        _ = try await ask(router, first)
        // The first of a conversation is held against the workload, whose stable part is the same.
        #expect(try await ask(router, other).cacheDrop?.cause == nil)
        first.conversation[0] = .user("Shut?")
        let drop = try #require(try await ask(router, first).cacheDrop)
        #expect(drop.segment == "conversation[0]" && drop.cause == .turnChanged)
        #expect(try await ask(router, other).cacheDrop == nil)
    }

    // MARK: Several keys

    @Test func aPrefixStaysWithOneKeyInEveryProcess() async throws {
        var homes: [[String]] = []
        for seed in [1, 2] as [UInt64] {
            let (router, transport) = try router([provider("a", keys: ["k", "l", "m", "n"]) { _ in .answer("Yes.") }], seed: seed)
            for shop in 0..<12 {
                for turn in 0..<3 { _ = try await ask(router, Self.request("Question \(turn)", about: "shop \(shop)")) }
            }
            let keys = transport.requests.map(Self.key)
            for shop in 0..<12 { #expect(Set(keys[shop * 3..<shop * 3 + 3]).count == 1) }
            #expect(Set(keys).count > 2)
            homes.append(keys)
        }
        #expect(homes[0] == homes[1])
    }

    @Test func aKeyThatIsNotWellIsLeftAndItsCacheNamed() async throws {
        let (router, transport) = try router([
            provider("a", keys: ["k", "l"]) { $0.number == 2 ? .status(401) : .answer("Yes.") }
        ])
        _ = try await ask(router, Self.request("Open?"))
        let report = try await ask(router, Self.request("Open?"))
        let keys = transport.requests.map(Self.key)
        #expect(keys[0] == keys[1] && keys[1] != keys[2])
        let given = try #require(report.attempts[0].expectedCachedTokens)
        #expect(given > 0)
        #expect(report.attempts[1].expectedCachedTokens == 0)
        #expect(report.attempts[1].cachedTokensGivenUp == given)
        // While its home is closed, the other is planned with, and has the prompt by now.
        #expect(try router.plan(Self.request("Open?")).chosen?.expectedCachedTokens == given)
        #expect(try await ask(router, Self.request("Open?")).attempts[0].cachedTokensGivenUp == 0)
    }

    @Test func keysOfOneAccountShareTheirCache() async throws {
        var pool = provider("a", keys: ["k", "l"]) { $0.number == 2 ? .status(401) : .answer("Yes.") }
        pool.provider.account = "acme"
        let (router, transport) = try router([pool])
        _ = try await ask(router, Self.request("Open?"))
        let report = try await ask(router, Self.request("Open?"))
        #expect(transport.requests.map(Self.key) == ["k", "k", "l"])
        #expect(report.attempts[1].expectedCachedTokens == report.attempts[0].expectedCachedTokens)
        #expect(report.attempts[1].cachedTokensGivenUp == 0)
    }
}
