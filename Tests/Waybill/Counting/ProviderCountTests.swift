import LoopbackServer
import Testing
import Waybill
import WaybillTesting

/// Asking a provider for its own count.
struct ProviderCountTests {
    private let time = VirtualTime()
    private let request = ModelRequest("How warm is it?", workload: "test")

    private func router(
        _ providers: [ScriptedProvider], _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let options = RouterOptions(transport: transport, time: time, logger: nil, seed: 7)
        return (ModelRouter(table: try .testing(providers, change), options: options), transport)
    }

    private func provider(_ name: String = "only", _ responses: ScriptedResponse...) -> ScriptedProvider {
        ScriptedProvider(name, responses)
    }

    private func answer(_ text: String, status: Int = 200) -> ScriptedResponse {
        .events(.head(status: status, headers: [HeaderField("Content-Type", "application/json")]), .text(text), .end)
    }

    @Test func theResponsesAPICounts() async throws {
        let (router, transport) = try router([provider("only", answer(#"{"object":"response.input_tokens","input_tokens":12}"#))])
        let count = try await time.run { try await router.countTokens(of: request) }
        #expect(count == TokenCount(12, .exact, tokenizer: "only's own"))
        #expect(transport.requests.map(\.request.url) == ["https://only.invalid/v1/responses/input_tokens"])
        #expect(transport.requests[0].json?["stream"] == nil)
    }

    @Test func aRehearsalCountsToo() async throws {
        let (router, _) = try router([provider("only", .answer("It is cold."))])
        let count = try await time.run { try await router.countTokens(of: request) }
        let usage = try await time.run { try await router.respond(to: request) }.usage
        #expect(count.tokens == usage.input)
    }

    @Test func aServerCountsBesideItsAPI() async throws {
        let server = try LoopbackServer { _ in .text(#"{"count":12,"max_model_len":4096,"tokens":[]}"#) }
        defer { server.stop() }
        var provider = Provider(
            name: "gpu", api: .openAICompatible, baseURL: "http://127.0.0.1:\(server.port)/v1", models: [Model(id: "m")])
        provider.dialect = .vllm
        let router = ModelRouter(table: try .testing([provider]))
        #expect(try await router.countTokens(of: request) == TokenCount(12, .exact, tokenizer: "gpu's own"))
        #expect(server.requests.map(\.path) == ["/tokenize"])
        await router.close()
    }

    @Test func aLongListOfTokensIsReadToItsEnd() async throws {
        let tokens = (0..<200_000).map(String.init).joined(separator: ",")
        let server = try LoopbackServer { _ in .text(#"{"tokens":[\#(tokens)],"count":200000}"#) }
        defer { server.stop() }
        var provider = Provider(
            name: "gpu", api: .openAICompatible, baseURL: "http://127.0.0.1:\(server.port)/v1", models: [Model(id: "m")])
        provider.dialect = .sglang
        let router = ModelRouter(table: try .testing([provider]))
        #expect(try await router.countTokens(of: request).tokens == 200_000)
        await router.close()
    }

    @Test func aProviderWithoutACountSaysSo() async throws {
        let (router, transport) = try router([ScriptedProvider("only", speaks: .openAIChat, [])])
        let failure = await #expect(throws: ModelFailure.self) { try await time.run { try await router.countTokens(of: request) } }
        #expect(failure?.kind == .unsupported)
        #expect(failure?.description.contains("has no count of its own") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test func anyCandidateCanBeAskedAndNobodyElse() async throws {
        let counting = answer(#"{"input_tokens":12}"#)
        let (router, _) = try router([provider("first", counting), provider("second", counting)])
        let second = ModelName(provider: "second", id: "model")
        #expect(try await time.run { try await router.countTokens(of: request, at: second) }.tokenizer == "second's own")
        let failure = await #expect(throws: ModelFailure.self) {
            try await time.run { try await router.countTokens(of: request, at: ModelName(provider: "third", id: "model")) }
        }
        #expect(failure?.description.contains("its candidates are first/model, second/model") == true)
    }

    @Test func aRequestTooLongForTheWindowCanBeCounted() async throws {
        var provider = provider("only", answer(#"{"input_tokens":1201}"#))
        provider.provider.models[0].contextWindow = 100
        let (router, _) = try router([provider])
        let long = ModelRequest(String(repeating: "word ", count: 1_200), workload: "test")
        let model = ModelName(provider: "only", id: "model")
        #expect(try await time.run { try await router.countTokens(of: long, at: model) }.tokens == 1_201)
        await #expect(throws: ModelFailure.self) { try await time.run { try await router.countTokens(of: long) } }
    }

    @Test func whatGoesWrongIsAskedOnce() async throws {
        let cases: [(ScriptedResponse, FailureKind)] = [
            (.status(429, retryAfter: .seconds(1)), .rateLimited), (.status(401), .authentication), (.reset, .reset),
            (answer("<html>"), .malformedAnswer), (.refused, .connect),
        ]
        for (response, kind) in cases {
            let (router, transport) = try router([provider("first", response), provider("second", answer(#"{"input_tokens":12}"#))])
            let failure = await #expect(throws: ModelFailure.self) { try await time.run { try await router.countTokens(of: request) } }
            #expect(failure?.kind == kind)
            #expect(transport.requests.count == 1)
        }
    }

    @Test func aKeyThatIsWellIsUsed() async throws {
        let secrets = SecretReader(environment: { $0 == "MISSING" ? nil : "sk-\($0)" })
        var provider = ScriptedProvider("only") { request in
            let key = request.request.headers.value(of: "Authorization")
            return key == "Bearer sk-GOOD" ? answer(#"{"input_tokens":12}"#) : .status(401)
        }
        provider.provider.auth = .bearer
        provider.provider.credentials = ["REFUSED", "MISSING", "GOOD"].map { Credential(name: $0, reference: .environment($0)) }
        let transport = ScriptedTransport([provider], time: time)
        let options = RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil, seed: 7)
        let router = ModelRouter(table: try .testing([provider]), options: options)
        let count = try await time.run {
            // The call learns that the first key is refused.
            _ = try? await router.respond(to: request)
            return try await router.countTokens(of: request)
        }
        #expect(count.tokens == 12)
        #expect(transport.requests.last?.request.headers.value(of: "Authorization") == "Bearer sk-GOOD")
    }

    @Test func itWaitsForASlotAndGivesItBack() async throws {
        var provider = ScriptedProvider("only") { _ in answer(#"{"input_tokens":12}"#).delayed(by: .seconds(1)) }
        provider.provider.concurrency = 1
        let (router, transport) = try router([provider])
        try await time.run {
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 { group.addTask { _ = try await router.countTokens(of: request) } }
                try await group.waitForAll()
            }
        }
        #expect(transport.requests.map(\.time) == [.zero, .seconds(1), .seconds(2)])
        #expect(router.health().servers.allSatisfy { $0.inUse == 0 && $0.waiting == 0 })
    }

    @Test func whoeverWaitsForASlotEndsWithTheRouterOrTheDeadline() async throws {
        var provider = provider("only", .silence)
        provider.provider.concurrency = 1
        for (closes, kind) in [(true, FailureKind.closed), (false, .deadline)] {
            let (router, transport) = try router([provider]) { $0.settings.deadline = .seconds(20) }
            try await time.run {
                try await withThrowingTaskGroup { group in
                    group.addTask { _ = try? await router.countTokens(of: request) }
                    while transport.requests.isEmpty { await Task.yield() }
                    group.addTask {
                        let failure = await #expect(throws: ModelFailure.self) { try await router.countTokens(of: request) }
                        #expect(failure?.kind == kind)
                    }
                    await time.pause(until: time.now + .seconds(1))
                    if closes { await router.close(grace: .seconds(5)) }
                    try await group.waitForAll()
                }
            }
            #expect(transport.requests.count == 1)
            #expect(router.health().servers.allSatisfy { $0.inUse == 0 && $0.waiting == 0 })
        }
    }

    @Test func theDeadlineEndsIt() async throws {
        let (router, transport) = try router([provider("only", .silence)]) { $0.settings.deadline = .seconds(20) }
        let failure = await #expect(throws: ModelFailure.self) { try await time.run { try await router.countTokens(of: request) } }
        #expect(failure?.kind == .deadline)
        #expect(time.now == .seconds(20))
        #expect(transport.requests.map(\.wasCancelled) == [true])
    }

    @Test func cancellingEndsIt() async throws {
        let (router, transport) = try router([provider("only", .silence)])
        await #expect(throws: CancellationError.self) {
            try await time.run {
                try await withThrowingTaskGroup { group in
                    group.addTask { _ = try await router.countTokens(of: request) }
                    while transport.requests.isEmpty { await Task.yield() }
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
        }
        #expect(transport.requests.map(\.wasCancelled) == [true])
    }

    @Test func aClosedRouterAsksNobody() async throws {
        let (router, transport) = try router([provider()])
        await router.close()
        let failure = await #expect(throws: ModelFailure.self) { try await router.countTokens(of: request) }
        #expect(failure?.kind == .closed)
        #expect(transport.requests.isEmpty)
    }
}
