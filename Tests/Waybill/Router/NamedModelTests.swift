import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// Models that are asked for by name, where a program allows it.
struct NamedModelTests {
    private let time = VirtualTime()

    private func router(byName: Bool = true, _ change: (inout ScriptedProvider) -> Void = { _ in }) throws -> ModelRouter {
        var cheap = ScriptedProvider("cheap") { .answer("from \($0.model ?? "")") }
        cheap.provider.models = [Model(id: "small"), Model(id: "large")]
        change(&cheap)
        var options = RouterOptions(transport: ScriptedTransport([cheap], time: time), time: time, logger: nil, seed: 3)
        options.servesModelsByName = byName
        let route = Route(workload: "test", models: [ModelName(provider: "cheap", id: "small")])
        return ModelRouter(table: try RouteTable(providers: [cheap.provider], routes: [route]), options: options)
    }

    private func ask(_ router: ModelRouter, _ workload: Workload) async throws -> ModelResponse {
        try await time.run { try await router.respond(to: "Hi", workload: workload) }
    }

    @Test func aModelOfTheFilesServesWhoeverNamesIt() async throws {
        let router = try router()
        let response = try await ask(router, "cheap/large")
        #expect(response.model?.description == "cheap/large")
        #expect(response.text == "from large")
        #expect(response.route.workload == "cheap/large")
        #expect(response.route.version == router.version)
        #expect(try router.plan(ModelRequest("Hi", workload: "cheap/large")).candidates.count == 1)
        // Workloads are served as ever.
        #expect(try await ask(router, "test").model?.description == "cheap/small")
    }

    @Test func nobodyNamesModelsUnlessThatIsAllowed() async throws {
        let router = try router(byName: false)
        await #expect { try await ask(router, "cheap/large") } throws: { ($0 as? ModelFailure)?.kind == .invalidRequest }
    }

    @Test(arguments: [
        ("cheap/lage", "No provider file has the model 'cheap/lage'; did you mean 'cheap/large'?"),
        ("cheap/", "No provider file has the model 'cheap/'; the providers are cheap."),
        ("chep/large", "No provider file has the model 'chep/large'; did you mean the provider 'cheap'?"),
        ("cheap/unheard-of", "No provider file has the model 'cheap/unheard-of'; add it to providers/cheap.yaml."),
    ])
    func aModelThatIsNotThereIsSaid(_ name: Workload, _ message: String) async throws {
        let router = try router()
        await #expect {
            try await ask(router, name)
        } throws: { error in
            guard let failure = error as? ModelFailure else { return false }
            #expect(failure.explanation == message)
            return failure.kind == .unknownWorkload
        }
    }

    @Test func aProviderThatTakesAnyModelTakesThoseOfCallersToo() async throws {
        let router = try router { $0.provider.anyModel = Model(id: "*") }
        for number in 0...NamedModels.most + 5 { _ = try router.plan(ModelRequest("Hi", workload: Workload(rawValue: "cheap/v\(number)"))) }
        #expect(try await ask(router, "cheap/org/model").model?.description == "cheap/org/model")
    }

    @Test func otherRoutesHoldForNamedModelsToo() async throws {
        let router = try router()
        _ = try await ask(router, "cheap/large")
        let kept = router.table.providers.values.map { provider in
            var provider = provider
            provider.models.removeAll { $0.id == "large" }
            return provider
        }
        _ = try router.use(RouteTable(providers: kept, routes: router.table.routes))
        await #expect { try await ask(router, "cheap/large") } throws: { ($0 as? ModelFailure)?.kind == .unknownWorkload }
    }

    @Test func aStreamSaysTheNameOfItsCallBeforeItBegins() async throws {
        let router = try router()
        let stream = router.stream(ModelRequest("Hi", workload: "test"))
        let id = stream.callID
        let reported = try await time.run {
            for try await case .finished(let response) in stream { return response.route.id }
            return nil
        }
        #expect(reported == id)
    }
}
