import LoopbackServer
import Testing
import Waybill
import WaybillTesting

@testable import WaybillRoutePlanning

/// Models that refuse a parameter, rehearsed and over real sockets.
struct RepairedCallTests {
    private static let request: ModelRequest = {
        var request = ModelRequest("Where is order 1207?", workload: "test")
        request.parameters.temperature = 0.3
        request.parameters.topP = 0.8
        return request
    }()

    private static let adjustment = Adjustment(.leftOut, "temperature", "the model refused it")

    /// A router over rehearsed models, each with its script.
    private func router(
        _ scripts: [RehearsalScript.Step]..., speaks: ProviderAPI = .openAIResponses, time: VirtualTime = VirtualTime(),
        _ change: (inout Route) -> Void = { _ in }
    ) throws -> ModelRouter {
        let providers = scripts.enumerated()
            .map { index, steps in
                var provider = Provider(
                    name: "p\(index)", api: .rehearsal, baseURL: "https://p\(index).invalid/v1", models: [Model(id: "m")])
                provider.speaks = speaks
                provider.script = RehearsalScript(steps: steps)
                return provider
            }
        var route = Route(workload: "test", models: providers.map { ModelName(provider: $0.name, id: "m") })
        change(&route)
        return ModelRouter(table: try RouteTable(providers: providers, routes: [route]), options: RouterOptions(time: time))
    }

    private static func refuses(_ parameter: String) -> RehearsalScript.Step { .failure(.unknownParameter(parameter)) }

    @Test(arguments: [ProviderAPI.openAIResponses, .openAIChat])
    func aRefusedParameterIsLeftOutAndTold(api: ProviderAPI) async throws {
        let time = VirtualTime()
        let router = try router([Self.refuses("temperature")], speaks: api, time: time)
        let response = try await time.run { try await router.respond(to: Self.request) }
        #expect(response.route.attempts.map(\.failure) == [.unsupported, nil])
        #expect(response.route.adjustments == [Self.adjustment])
        #expect(response.text == RehearsalScript.Answer.fixedText)
        #expect(router.health().models.allSatisfy { $0.closure == nil })
    }

    @Test func theNextCallDoesWithoutFromTheStart() async throws {
        let time = VirtualTime()
        let router = try router([Self.refuses("temperature")], time: time)
        _ = try await time.run { try await router.respond(to: Self.request) }
        let later = Adjustment(.leftOut, "temperature", "the model refused it lately")
        #expect(try router.plan(Self.request).chosen?.adjustments == [later])
        let wire = try #require(try router.wire(Self.request)).request
        #expect(!String(decoding: wire.body, as: UTF8.self).contains("temperature"))
        let response = try await time.run { try await router.respond(to: Self.request) }
        #expect(response.route.attempts.count == 1)
        #expect(response.route.adjustments == [later])
        var other = Self.request
        other.parameters.temperature = nil
        #expect(try router.plan(other).chosen?.adjustments == [])
    }

    @Test func aRefusalIsForgottenAfterSomeTime() async throws {
        let time = VirtualTime()
        let router = try router([Self.refuses("temperature")], time: time)
        _ = try await time.run { try await router.respond(to: Self.request) }
        time.advance(by: .seconds(599))
        #expect(try router.plan(Self.request).chosen?.adjustments.count == 1)
        time.advance(by: .seconds(2))
        #expect(try router.plan(Self.request).chosen?.adjustments == [])
    }

    @Test func whatStillFailsWithoutGoesToTheNext() async throws {
        let time = VirtualTime()
        let router = try router(
            [Self.refuses("temperature"), Self.refuses("top_p")], [.answer(.init(text: "second"))], time: time)
        let response = try await time.run { try await router.respond(to: Self.request) }
        #expect(response.route.attempts.map(\.model.provider) == ["p0", "p0", "p1"])
        #expect(response.route.adjustments.isEmpty)
        // By now both are known.
        let next = try await time.run { try await router.respond(to: Self.request) }
        #expect(next.route.attempts.map(\.model.provider) == ["p0"])
        #expect(next.route.adjustments.map(\.subject) == ["temperature", "top_p"])
    }

    @Test func aStrictRouteAsksTheNextAsItIs() async throws {
        let time = VirtualTime()
        let router = try router([Self.refuses("temperature")], [.answer(.init(text: "second"))], time: time) { $0.strict = true }
        for _ in 0..<2 {
            let response = try await time.run { try await router.respond(to: Self.request) }
            #expect(response.route.attempts.map(\.model.provider) == ["p0", "p1"])
            #expect(response.route.adjustments.isEmpty)
        }
    }

    @Test(arguments: WireAnswers.both)
    func theServerReceivesTheRequestWithoutWhatItRefused(wire: WireAnswers) async throws {
        let server = try LoopbackServer { request in
            request.text.contains(#""temperature":0.3"#)
                ? .text(
                    #"{"error":{"message":"Unsupported value: 'temperature' does not support 0.3 with this model.","#
                        + #""type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"#,
                    status: 400, headers: [("content-type", "application/json")]) : wire.stream(["ok"])
        }
        defer { server.stop() }
        let router = try wire.router(server) { $0.settings.attempts = 1 }
        var request = Self.request
        request.workload = "w"
        for (streamed, requests) in [(false, 2), (true, 3)] {
            let response = streamed ? try await StreamOutcome(router.stream(request)).response : try await router.respond(to: request)
            #expect(response?.text == "ok")
            #expect(response?.route.adjustments.map(\.subject) == ["temperature"])
            #expect(server.requestCount == requests)
        }
        // Another value may be taken.
        request.parameters.temperature = 1
        #expect(try await router.respond(to: request).route.adjustments.isEmpty)
        #expect(server.requests.map { $0.text.contains("top_p") } == [true, true, true, true])
        #expect(server.requests.map { $0.text.contains("temperature") } == [true, false, false, true])
        await router.close()
    }
}
