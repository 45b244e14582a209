import Testing
import Waybill

/// What a dry run can do that a call cannot, and the other way round.
struct DryRunTests {
    /// A router over one route of two models: the first needs a key, the second none.
    private func router(environment: [String: String] = [:]) throws -> ModelRouter {
        var locked = Provider(name: "locked", api: .openAIChat, baseURL: "https://locked.invalid/v1", models: [Model(id: "m")])
        locked.credentials = [Credential(name: "default", reference: .environment("LOCKED_KEY"))]
        let open = Provider(name: "open", api: .openAIChat, baseURL: "https://open.invalid/v1", models: [Model(id: "m")])
        let models = [ModelName(provider: "locked", id: "m"), ModelName(provider: "open", id: "m")]
        let table = try RouteTable(providers: [locked, open], routes: [Route(workload: "a", models: models)])
        return ModelRouter(table: table, options: RouterOptions(secrets: SecretReader { environment[$0] }, logger: nil))
    }

    @Test func plansBeforeThereIsAPrompt() throws {
        let request = ModelRequest(workload: "a")
        #expect(try router().plan(request).chosen?.model.provider == "locked")
        #expect(try router().wire(request)?.request.url == "https://locked.invalid/v1/chat/completions")
    }

    @Test func aCallNeedsAPrompt() async throws {
        let router = try router()
        let failure = await #expect(throws: ModelFailure.self) { try await router.respond(to: ModelRequest(workload: "a")) }
        #expect(failure?.kind == .invalidRequest)
        #expect(failure?.attempts.isEmpty == true)
    }

    @Test func aMissingKeySetsACandidateAsideOnlyWhereKeysAreRequired() throws {
        let request = ModelRequest("Hi", workload: "a")
        #expect(try router().plan(request).chosen?.model.provider == "locked")
        let plan = try router().plan(request, requiringKeys: true)
        #expect(plan.chosen?.model.provider == "open")
        #expect(plan.candidates.last?.verdict == .setAside(.credential("the environment variable LOCKED_KEY is not set")))
        #expect(try router().wire(request, requiringKeys: true)?.request.url.hasPrefix("https://open.invalid") == true)
        #expect(try router(environment: ["LOCKED_KEY": "k"]).plan(request, requiringKeys: true).chosen?.model.provider == "locked")
    }

    @Test func theWireShowsHowAKeyIsSentButNoKey() throws {
        let wire = try #require(try router(environment: ["LOCKED_KEY": "sk-1234567890"]).wire(ModelRequest("Hi", workload: "a"))).request
        #expect(wire.headers.first { $0.hasName("authorization") }?.description == "Authorization: Bearer •••")
    }

    @Test func theHeadersOfAProviderAreSentOnceAndWin() throws {
        var provider = Provider(name: "p", api: .openAIChat, baseURL: "https://p.invalid/v1", models: [Model(id: "m")])
        provider.headers = [HeaderField("HTTP-Referer", "https://example.com"), HeaderField("accept", "*/*")]
        let route = Route(workload: "a", models: [ModelName(provider: "p", id: "m")])
        let router = ModelRouter(
            table: try RouteTable(providers: [provider], routes: [route]), options: RouterOptions(logger: nil))
        let wire = try #require(try router.wire(ModelRequest("Hi", workload: "a"))).request
        #expect(wire.headers.filter { $0.hasName("http-referer") }.map(\.value) == ["https://example.com"])
        #expect(wire.headers.filter { $0.hasName("accept") }.map(\.value) == ["*/*"])
    }
}
