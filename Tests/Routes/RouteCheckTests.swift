import Testing
import WaybillInterchange
import WaybillRoutes

/// The rules for routes built in code; those for files have their fixtures beside the files' reader.
struct RouteCheckTests {
    /// A provider `p` with the models `a` and `b`.
    private var provider: Provider {
        Provider(name: "p", api: .openAIResponses, baseURL: "https://api.example.com/v1", models: [Model(id: "a"), Model(id: "b")])
    }

    private var route: Route { Route(workload: "chat", models: [ModelName(provider: "p", id: "a")]) }

    /// Everything found, as text.
    private func findings(
        _ change: (inout Provider, inout Route, inout RouteSettings) -> Void, today: String? = "2026-11-20"
    ) -> [String] {
        var (provider, route, defaults) = (provider, route, RouteSettings())
        change(&provider, &route, &defaults)
        return findings([provider], [route], defaults, today: today)
    }

    private func findings(_ providers: [Provider], _ routes: [Route], _ defaults: RouteSettings = .init(), today: String? = nil) -> [String]
    {
        do throws(RoutesInvalid) {
            return try RouteTable(providers: providers, routes: routes, defaults: defaults, today: today).diagnostics.map(\.words)
        } catch {
            return error.diagnostics.map(\.words)
        }
    }

    @Test func soundRoutesAreTakenWithoutAWord() {
        #expect(findings { _, _, _ in }.isEmpty)
    }

    @Test func namesMustBeUniqueAndValid() {
        #expect(findings([provider, provider], [route]) == ["error: there are two providers 'p'"])
        #expect(findings([provider], [route, route]) == ["error: there are two routes for the workload 'chat'"])
        #expect(findings { provider, _, _ in provider.models.append(Model(id: "a")) } == ["error: provider 'p' lists the model 'a' twice"])
        #expect(
            findings { _, route, _ in route.workload = "a/b" } == ["error: 'a/b' cannot be a workload: a tag is not empty and has no '/'"])
        #expect(findings { _, route, _ in route.workload = "" } == ["error: '' cannot be a workload: a tag is not empty and has no '/'"])
        #expect(findings { provider, _, _ in provider.models[1].id = "" } == ["error: provider 'p' has a model without an id"])
        var odd = provider
        odd.name = "x/y"
        #expect(findings([provider, odd], [route]) == ["error: 'x/y' cannot be a provider's name: it must not be empty and has no '/'"])
    }

    @Test func everyNameMustExist() {
        #expect(findings { _, route, _ in route.candidates = [] } == ["error: the route of 'chat' is empty: it needs a model"])
        #expect(
            findings { _, route, _ in route.candidates[0].model = ModelName(provider: "p", id: "another") } == [
                "error: no model 'another' in the provider 'p'; it lists a, b"
            ])
        #expect(
            findings { _, route, _ in route.candidates[0].model = ModelName(provider: "other", id: "a") } == [
                "error: no provider 'other'; there is p"
            ])
        #expect(findings { _, route, _ in route.candidates += route.candidates } == ["error: 'p/a' is in the route of 'chat' twice"])
    }

    @Test func anyModelMayBeNamedWhereTheProviderSaysSo() {
        #expect(
            findings { provider, route, _ in
                provider.anyModel = Model(id: "*")
                route.candidates[0].model = ModelName(provider: "p", id: "anything")
            }
            .isEmpty)
    }

    @Test func everythingIsFoundAtOnce() {
        let found = findings { provider, route, defaults in
            provider.baseURL = "http://example.com/"
            provider.concurrency = 0
            route.candidates = []
            defaults.deadline = .zero
            defaults.attempts = 0
        }
        #expect(found.count == 6, "\(found)")
    }

    @Test func valuesHaveTheirRanges() {
        #expect(findings { _, route, _ in route.parameters.temperature = 2.1 } == ["error: temperature must be between 0 and 2"])
        #expect(findings { _, route, _ in route.parameters.temperature = .nan } == ["error: temperature must be between 0 and 2"])
        #expect(findings { _, route, _ in route.parameters.topP = 0 } == ["error: top_p must be above 0 and at most 1"])
        #expect(
            findings { _, route, _ in route.candidates[0].parameters.maxOutputTokens = 0 } == [
                "error: max_output_tokens must be at least 1"
            ])
        #expect(findings { _, route, _ in route.parameters.stop = [""] } == ["error: a stop text cannot be empty"])
        #expect(
            findings { _, route, _ in route.parameters.verbosity = "loud" } == [
                "error: the verbosity 'loud' is unknown; it can be low, medium or high"
            ])
        #expect(
            findings { _, route, _ in route.limits.costPerRequest = .zero }.first == "error: the cost limit of 'chat' must be more than $0")
        #expect(findings { _, route, _ in route.limits.inputTokens = 0 } == ["error: a limit of 'chat' must be at least 1 token"])
        #expect(findings { _, route, _ in route.lastResort = .text("") } == ["error: the last resort of 'chat' is empty"])
        #expect(
            findings { provider, _, _ in provider.rateLimits.tokensPerMinute = 0 } == [
                "error: provider 'p': a rate limit must be at least 1 a minute"
            ])
        #expect(
            findings { provider, _, _ in provider.models[0].clocks.stall = .zero } == ["error: model 'a': a clock must be longer than 0"])
        #expect(
            findings { provider, _, _ in provider.models[0].price = Price(input: -1, output: 1) } == [
                "error: model 'a': a price cannot be negative"
            ])
        #expect(
            findings { provider, _, _ in provider.models[0].shutdown = "soon" } == [
                "error: model 'a': 'soon' is not a day; write YYYY-MM-DD"
            ])
        #expect(
            findings { provider, _, _ in provider.models[0].contextWindow = 0 } == [
                "error: model 'a': the context window must be at least 1 token"
            ])
    }

    @Test func settingsMustFitTogether() {
        #expect(
            findings { _, _, defaults in defaults.retry = RetryRule(base: .seconds(2), cap: .seconds(1)) } == [
                "error: the cap of retry, 1s, is below its base, 2s"
            ])
        #expect(
            findings { _, route, _ in route.settings.breaker = .rule(failures: 0, cooldown: .seconds(1), cap: .seconds(1)) } == [
                "error: a breaker needs at least 1 failure to open"
            ])
        #expect(
            findings { _, route, _ in route.settings.onCut = [] } == [
                "error: on_cut is empty; write [fail] to end a cut stream with its failure"
            ])
        #expect(findings { _, route, _ in route.settings.patience = .seconds(-1) } == ["error: patience cannot be negative"])
    }

    @Test func anEffortMustBeKnownToSomebody() {
        #expect(
            findings { _, route, _ in route.parameters.reasoningEffort = "galaxy" } == [
                "error: the reasoning effort 'galaxy' is unknown: no candidate lists it under 'efforts'"
            ])
        #expect(
            findings { provider, route, _ in
                provider.models[0].efforts = ["galaxy"]
                route.parameters.reasoningEffort = "galaxy"
            }
            .isEmpty)
    }

    @Test func apisAndDialectsMustFit() {
        #expect(findings { provider, _, _ in provider.api = "soap" } == ["error: provider 'p' has the unknown API 'soap'"])
        #expect(findings { provider, _, _ in provider.api = .rehearsal } == ["error: provider 'p' rehearses, so it needs a script"])
        #expect(
            findings { provider, _, _ in provider.script = RehearsalScript(steps: [.failure(.reset)]) } == [
                "error: provider 'p' has a script, but only 'api: rehearsal' follows one"
            ])
        #expect(
            findings { provider, _, _ in provider.dialect = .vllm } == [
                "error: provider 'p' has a dialect, but only 'api: openai-compatible' has dialects"
            ])
        #expect(
            findings { provider, _, _ in
                provider.dialect = .vllm
                provider.models[0].api = .openAICompatible
            }
            .isEmpty)
        #expect(
            findings { provider, _, _ in provider.models[0].api = .rehearsal } == [
                "error: model 'a' cannot have the API 'rehearsal' at a provider with the API 'openai-responses'"
            ])
    }

    @Test func keysMustBeToldApartAndSent() {
        let key = Credential(name: "k", reference: .environment("K"))
        #expect(findings { provider, _, _ in provider.credentials = [key, key] } == ["error: provider 'p' has two keys named 'k'"])
        #expect(
            findings { provider, _, _ in
                provider.credentials = [key]
                provider.auth = .none
            } == ["error: provider 'p' names a key, but with 'auth: none' it is never sent"])
    }

    @Test func modelsNearTheirEndAreWarnedOf() {
        let change = { (provider: inout Provider, _: inout Route, _: inout RouteSettings) in
            provider.models[0].shutdown = "2026-12-20"
            provider.models[1].shutdown = "2020-01-01"
        }
        #expect(findings(change) == ["warning: 'p/a' is shut down on 2026-12-20, in 30 days"])
        #expect(findings(change, today: "2026-11-19").isEmpty)
        #expect(findings(change, today: "2026-12-20") == ["warning: 'p/a' was shut down on 2026-12-20"])
        #expect(findings(change, today: nil).isEmpty)
    }

    @Test func aProviderNobodyUsesIsWarnedOf() {
        var spare = provider
        spare.name = "spare"
        #expect(findings([provider, spare], [route]) == ["warning: no route uses the provider 'spare'"])
    }

    @Test func waitingForFirstTokensMustFitTheDeadline() {
        let change = { (clock: Duration, deadline: Duration, attempts: Int) in
            findings { _, route, _ in
                route.candidates = ["a", "b"].map { Candidate(model: ModelName(provider: "p", id: $0)) }
                route.settings.firstToken = clock
                route.settings.deadline = deadline
                route.settings.attempts = attempts
            }
        }
        #expect(change(.seconds(5), .seconds(20), 2).isEmpty)
        #expect(change(.seconds(5), .seconds(10), 1).isEmpty)
        #expect(change(.seconds(5), .seconds(19), 2).count == 1)
        // At most six attempts a call.
        #expect(change(.seconds(5), .seconds(30), 10).isEmpty)
    }

    @Test func theClockNearestTheCandidateCounts() {
        #expect(
            findings { provider, route, _ in
                provider.clocks.firstToken = .seconds(1)
                route.settings.firstToken = .seconds(100)
                route.settings.deadline = .seconds(10)
            }
            .isEmpty)
    }
}

extension Diagnostic {
    /// What is said, without the code.
    fileprivate var words: String { "\(severity): \(message)" }
}
