import Testing
import Waybill
import WaybillTesting

/// Whole calls over scripted providers, on a clock that moves by itself.
struct ScriptedRouterTests {
    private let time = VirtualTime()

    private func router(
        _ providers: [ScriptedProvider], _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let table = try RouteTable.testing(providers, change)
        return (ModelRouter(table: table, options: RouterOptions(transport: transport, time: time, seed: 7)), transport)
    }

    @Test(arguments: [ProviderAPI.openAIResponses, .openAIChat, .openAICompatible])
    func everyAPIAnswers(api: ProviderAPI) async throws {
        let (router, _) = try router([ScriptedProvider("only", speaks: api, [.answer("It is cold.")])])
        let response = try await time.run { try await router.respond(to: "How warm is it?", workload: "test") }
        #expect(response.text == "It is cold.")
        #expect(response.model?.description == "only/model")
        #expect(response.usage.output > 0)
    }

    @Test func theNextProviderAnswersWhereTheFirstCannot() async throws {
        let (router, transport) = try router([
            ScriptedProvider("first", [.status(503)]), ScriptedProvider("second", speaks: .openAIChat, [.answer("Hello.")]),
        ])
        let response = try await time.run { try await router.respond(to: "Hello?", workload: "test") }
        #expect(response.model?.description == "second/model")
        #expect(transport.requests.map(\.provider) == ["first", "first", "second"])
    }

    @Test func retryAfterIsWaitedOut() async throws {
        let (router, transport) = try router([ScriptedProvider("only", [.status(429, retryAfter: .seconds(20)), .answer("Hello.")])])
        let response = try await time.run { try await router.respond(to: "Hello?", workload: "test") }
        #expect(response.text == "Hello.")
        #expect(transport.requests.count == 2)
        #expect(transport.requests[1].time >= .seconds(20))
    }

    @Test func anHourOfSilenceTakesNoTime() async throws {
        let (router, transport) = try router([ScriptedProvider("only", [.silence])]) { route in
            route.settings.deadline = .seconds(3_600)
            route.settings.firstToken = .seconds(3_600)
        }
        await #expect(throws: ModelFailure.self) {
            try await time.run { try await router.respond(to: "Hello?", workload: "test") }
        }
        #expect(time.now >= .seconds(3_600))
        #expect(transport.requests.map(\.wasCancelled) == [true])
    }

    @Test func aStreamThatIsCutIsToldWithItsBeginning() async throws {
        let (router, _) = try router([ScriptedProvider("only", [.cut(after: "It is")])]) { $0.settings.onCut = [.fail] }
        let text = await time.run {
            var text = ""
            do {
                for try await event in router.stream(ModelRequest("How warm is it?", workload: "test")) {
                    if case .textDelta(let more) = event { text += more }
                }
            } catch {
                text += " … \((error as? ModelFailure)?.kind ?? "?")"
            }
            return text
        }
        #expect(text == "It is … cut")
    }

    @Test func manyCallsRunThroughTheSameEvents() async throws {
        /// What the provider was sent, and when.
        func story() async throws -> [String] {
            let time = VirtualTime()
            let provider = ScriptedProvider("only") { request in
                request.number % 3 == 0 ? .reset : .answer("Hello.").delayed(by: .milliseconds(request.number * 37))
            }
            let transport = ScriptedTransport([provider], time: time)
            let options = RouterOptions(transport: transport, time: time, seed: 7)
            let router = ModelRouter(table: try .testing([provider]), options: options)
            await time.run {
                await withTaskGroup { group in
                    for call in 0..<20 {
                        group.addTask {
                            // Some calls fail; which of them is part of the story.
                            do { _ = try await router.respond(to: "Hello \(call)?", workload: "test") } catch {}
                        }
                    }
                }
            }
            return transport.requests.map(\.description)
        }
        let first = try await story()
        #expect(first.count > 20)
        #expect(try await story() == first)
    }
}
