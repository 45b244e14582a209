import Synchronization
import Testing
import Waybill
import WaybillTesting

struct ModelRouterTests {
    private func router(_ routes: [Workload], onEvent: @escaping @Sendable (RouterEvent) -> Void = { _ in }) throws -> ModelRouter {
        var provider = Provider(name: "p", api: .rehearsal, baseURL: "https://rehearsal.invalid/v1", models: [Model(id: "m")])
        provider.script = RehearsalScript(steps: [.answer(.init(text: "ok"))])
        let table = try RouteTable(
            providers: [provider], routes: routes.map { Route(workload: $0, models: [ModelName(provider: "p", id: "m")]) })
        return ModelRouter(table: table, onEvent: onEvent)
    }

    @Test func anUnknownWorkloadIsNamedWithASuggestion() throws {
        let failure = try #require(throws: ModelFailure.self) {
            try router(["support-chat"]).plan(ModelRequest("Hi", workload: "suport-chat"))
        }
        #expect(failure.kind == .unknownWorkload)
        #expect(failure.description.contains("did you mean 'support-chat'?"))
    }

    @Test func requireChecksAtStart() throws {
        let router = try router(["a", "b"])
        try router.require(["a", "b"])
        #expect(throws: ModelFailure.self) { try router.require(["a", "c"]) }
    }

    @Test func theWildcardServesTheRestAndSaysSo() async throws {
        let misses = Mutex<[String]>([])
        let router = try router(["*", "medical-summary"]) { event in
            if case .nearMiss(let workload, let similar) = event { misses.withLock { $0.append("\(workload) ~ \(similar)") } }
        }
        let response = try await router.respond(to: "Hi", workload: "medical-sumary")
        #expect(response.route.servedByWildcard)
        #expect(misses.withLock { $0 } == ["medical-sumary ~ medical-summary"])
    }

    @Test(arguments: [
        (ModelRequest("", workload: "a"), "The prompt is empty"), (ModelRequest(" \n", workload: "a"), "The prompt is empty"),
        (ModelRequest("Hi", workload: ""), "The workload is empty"), (ModelRequest("Hi", workload: "openai/gpt"), "is no workload"),
    ])
    func requestsThatCannotBeAskedAreRefusedWithASentence(request: ModelRequest, beginning: String) throws {
        let failure = try #require(throws: ModelFailure.self) { try router(["a"]).plan(request) }
        #expect(failure.kind == .invalidRequest)
        #expect(failure.description.contains(beginning))
    }

    @Test func toolsThatCannotBeNamedAreRefused() throws {
        var request = ModelRequest("Hi", workload: "a")
        request.tools = [ToolDefinition(name: "f"), ToolDefinition(name: "f")]
        #expect(throws: ModelFailure.self) { try router(["a"]).plan(request) }
        request.tools = [ToolDefinition(name: "bad name")]
        #expect(throws: ModelFailure.self) { try router(["a"]).plan(request) }
        request.tools = []
        request.toolChoice = .function("f")
        #expect(throws: ModelFailure.self) { try router(["a"]).plan(request) }
    }

    @Test func parametersThatNoModelTakesAreRefused() throws {
        let changes: [(inout ModelRequest) -> Void] = [
            { $0.temperature = .nan }, { $0.temperature = -1 }, { $0.topP = 2 }, { $0.maxOutputTokens = 0 }, { $0.deadline = .zero },
        ]
        for change in changes {
            var request = ModelRequest("Hi", workload: "a")
            change(&request)
            #expect(throws: ModelFailure.self) { try router(["a"]).plan(request) }
        }
    }

    @Test func twoRehearsalsWithTheSameModelDoNotShareTheirHealth() async throws {
        func rehearsal(_ name: String, _ steps: [RehearsalScript.Step]) -> Provider {
            var provider = Provider(name: name, api: .rehearsal, baseURL: "https://rehearsal.invalid/v1", models: [Model(id: "m")])
            provider.script = RehearsalScript(steps: steps)
            return provider
        }
        let table = try RouteTable.testing([
            rehearsal("a", [.failure(.status(429, retryAfter: .seconds(600), code: nil))]), rehearsal("b", [.answer(.init(text: "ok"))]),
        ])
        var request = ModelRequest("Hi", workload: "test")
        request.deadline = .seconds(120)
        #expect(try await ModelRouter(table: table).respond(to: request).model?.provider == "b")
    }

    @Test func theDryRunShowsTheBytesThatAreSentButNoKey() throws {
        let router = try router(["a"])
        let request = ModelRequest("Hi", workload: "a")
        let wire = try #require(try router.wire(request)).request
        #expect(wire.url == "https://rehearsal.invalid/v1/responses")
        #expect(String(decoding: wire.body, as: UTF8.self).contains("\"Hi\""))
        #expect(try router.plan(request).chosen?.model == ModelName(provider: "p", id: "m"))
    }
}
