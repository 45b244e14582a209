import Testing
import Waybill
import WaybillTesting

/// Whole calls whose answers must follow a schema, over scripted providers.
struct ValidatedOutputTests {
    private let time = VirtualTime()
    private let place: JSONValue = [
        "type": "object", "properties": ["city": ["type": "string"], "people": ["type": "integer", "minimum": 0]],
        "required": ["city", "people"], "additionalProperties": false,
    ]
    private let good = #"{"city": "Oslo", "people": 717710}"#
    private let bad = #"{"city": "Oslo", "people": "many"}"#

    private func router(
        _ providers: [ScriptedProvider], _ change: (inout Route) -> Void = { _ in }
    ) throws -> (ModelRouter, ScriptedTransport) {
        let transport = ScriptedTransport(providers, time: time)
        let table = try RouteTable.testing(providers, change)
        return (ModelRouter(table: table, options: RouterOptions(transport: transport, time: time, seed: 7)), transport)
    }

    private func request(_ output: OutputFormat? = nil) -> ModelRequest {
        var request = ModelRequest("Where?", workload: "test")
        request.output = output ?? .jsonSchema(JSONSchemaFormat(name: "place", schema: place))
        return request
    }

    private func tools() -> ModelRequest {
        var request = ModelRequest("Where?", workload: "test")
        request.tools = [ToolDefinition(name: "find", parameters: place)]
        return request
    }

    private func failure(_ call: @Sendable @escaping () async throws -> Void) async throws -> ModelFailure {
        try await #require(throws: ModelFailure.self) { try await time.run(call) }
    }

    @Test(arguments: [ProviderAPI.openAIResponses, .openAIChat, .openAICompatible])
    func anAnswerThatFitsSaysSo(api: ProviderAPI) async throws {
        let (router, transport) = try router([ScriptedProvider("a", speaks: api, [.answer(good)])])
        let response = try await time.run { [request = request()] in try await router.respond(to: request) }
        #expect(response.validation == OutputValidation())
        #expect(transport.requests.count == 1)
    }

    @Test func theSameModelIsAskedOnceMore() async throws {
        let (router, transport) = try router([
            ScriptedProvider("a", [.answer(bad), .answer(good)]), ScriptedProvider("b", [.answer(good)]),
        ])
        let response = try await time.run { [request = request()] in try await router.respond(to: request) }
        #expect(response.text == good)
        #expect(transport.requests.map(\.provider) == ["a", "a"])
        #expect(response.route.attempts.map(\.failure) == [.invalidOutput, nil])
        // Nothing was overloaded: there is nothing to wait for.
        #expect(response.route.attempts[1].waited < .milliseconds(10))
        #expect(response.route.attempts[0].usage?.output ?? 0 > 0)
    }

    @Test func thenTheNextCandidate() async throws {
        let providers = [ScriptedProvider("a", [.answer(bad)]), ScriptedProvider("b", [.answer(good)])]
        let (router, transport) = try router(providers) { $0.settings.attempts = 5 }
        let response = try await time.run { [request = request()] in try await router.respond(to: request) }
        #expect(response.model?.provider == "b")
        #expect(transport.requests.map(\.provider) == ["a", "a", "b"])
    }

    @Test func whereNobodyAnswersAsAskedTheFailureNamesThePlaceAndNotTheValue() async throws {
        let (router, transport) = try router([ScriptedProvider("a", [.answer(#"{"city": "Oslo", "people": "s3cret"}"#)])])
        let failure = try await failure { [request = request()] in _ = try await router.respond(to: request) }
        #expect(failure.kind == .invalidOutput)
        #expect(failure.scope == .model)
        #expect(failure.description.contains("'/people' of 'text' is not of type integer"))
        #expect(!failure.description.contains("s3cret"))
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [("[1]", "'text' is no JSON object"), ("not JSON", "'text' is not JSON"), ("```json\n{}\n```", "'text' is not JSON")])
    func aJSONObjectMustBeOne(text: String, problem: String) async throws {
        let (router, _) = try router([ScriptedProvider("a", [.answer(text)])])
        let failure = try await failure { [request = request(.jsonObject)] in _ = try await router.respond(to: request) }
        #expect(failure.kind == .invalidOutput)
        #expect(failure.description.contains(problem))
    }

    @Test func argumentsMustFitTheirTool() async throws {
        let (router, transport) = try router([
            ScriptedProvider(
                "a",
                [
                    .toolCalls(ToolCall(id: "1", name: "find", arguments: good), ToolCall(id: "2", name: "find", arguments: bad)),
                    .toolCalls(ToolCall(id: "3", name: "lose", arguments: good)),
                ]),
            ScriptedProvider("b", [.toolCalls(ToolCall(id: "4", name: "find", arguments: good), text: "I will look it up.")]),
        ])
        var request = tools()
        request.output = .jsonSchema(JSONSchemaFormat(name: "place", schema: place))
        let response = try await time.run { [request] in try await router.respond(to: request) }
        #expect(transport.requests.map(\.provider) == ["a", "a", "b"])
        #expect(response.toolCalls.map(\.id) == ["4"])
        #expect(response.validation == OutputValidation())
    }

    @Test func aFailureNamesTheCall() async throws {
        let (router, _) = try router([ScriptedProvider("a", [.toolCalls(ToolCall(id: "1", name: "find", arguments: bad))])])
        let failure = try await failure { [request = tools()] in _ = try await router.respond(to: request) }
        #expect(failure.description.contains("'/people' of 'tool_calls[0].arguments' is not of type integer"))
    }

    @Test func aHeldStreamHandsOverOnlyWhatFits() async throws {
        let (router, _) = try router([ScriptedProvider("a", [.answer(bad), .answer(good)])]) { $0.hold = true }
        let text = try await time.run { [request = request()] in
            var text = ""
            for try await event in router.stream(request) { if case .textDelta(let more) = event { text += more } }
            return text
        }
        #expect(text == good)
    }

    @Test func aStreamTellsOfItWithTheFinishedResponse() async throws {
        let (router, transport) = try router([ScriptedProvider("a", [.answer(bad)]), ScriptedProvider("b", [.answer(good)])])
        let (text, response) = try await time.run { [request = request()] in
            var text = ""
            var response: ModelResponse?
            for try await event in router.stream(request) {
                if case .textDelta(let more) = event { text += more }
                if case .finished(let finished) = event { response = finished }
            }
            return (text, response)
        }
        #expect(text == bad)
        let validation = try #require(response?.validation)
        #expect(!validation.isValid)
        #expect(validation.issues.map(\.description) == ["'/people' of 'text' is not of type integer"])
        #expect(response?.isComplete == true)
        #expect(transport.requests.count == 1)
    }

    @Test func whatWasCutIsNotHeldAgainstTheSchema() async throws {
        let (router, transport) = try router([ScriptedProvider("a", [.answer(#"{"city": "Os"#, finishReason: .length)])])
        let response = try await time.run { [request = request()] in try await router.respond(to: request) }
        #expect(!response.isComplete)
        #expect(response.validation == nil)
        #expect(transport.requests.count == 1)
    }

    @Test func aRefusalIsNotHeldAgainstTheSchema() async throws {
        let (router, transport) = try router([ScriptedProvider("a", [.refusal("No.")])])
        let response = try await time.run { [request = request()] in try await router.respond(to: request) }
        #expect(response.refusal == "No.")
        #expect(response.validation == nil)
        #expect(transport.requests.count == 1)
    }

    @Test func theRouteOrTheRequestMaySwitchItOff() async throws {
        for byRoute in [true, false] {
            let (router, _) = try router([ScriptedProvider("a", [.answer(bad)])]) { $0.validatesOutput = !byRoute }
            var request = request()
            request.validatesOutput = byRoute
            let response = try await time.run { [request] in try await router.respond(to: request) }
            #expect(response.text == bad)
            #expect(response.validation == nil)
        }
    }

    @Test func whatIsNotCheckedIsToldWithTheAnswerAndInTheDryRun() async throws {
        var schema = place.objectValue ?? [:]
        schema["unevaluatedProperties"] = false
        let request = request(.jsonSchema(JSONSchemaFormat(name: "place", schema: .object(schema))))
        let (router, _) = try router([ScriptedProvider("a", [.answer(good)])])
        let note = "'/unevaluatedProperties' of 'output' is a keyword that is not checked"
        let response = try await time.run { try await router.respond(to: request) }
        #expect(response.validation?.isValid == true)
        #expect(response.validation?.unchecked.map(\.description) == [note])
        #expect(try router.plan(request).notes == [note])
    }

    @Test func aWrongAnswerOpensNoBreaker() async throws {
        let (router, transport) = try router([ScriptedProvider("a", [.answer(bad)])])
        for _ in 0..<5 { _ = try await failure { [request = request()] in _ = try await router.respond(to: request) } }
        #expect(transport.requests.count == 10)
    }

    @Test(arguments: [(LastResort.json(["city": "Oslo", "people": 0]), true), (.json(["city": "Oslo"]), false), (.text("Sorry."), false)])
    func aLastResortMustFitToo(resort: LastResort, isServed: Bool) async throws {
        let (router, _) = try router([ScriptedProvider("a", [.status(401)])]) { $0.lastResort = resort }
        if isServed {
            let response = try await time.run { [request = request()] in try await router.respond(to: request) }
            #expect(response.route.degraded)
        } else {
            let failure = try await failure { [request = request()] in _ = try await router.respond(to: request) }
            #expect(failure.kind == .authentication)
        }
    }

    @Test func attemptsOfTheCallAreNeverExceeded() async throws {
        let providers = ["a", "b", "c"].map { ScriptedProvider($0, [.answer(bad)]) }
        let (router, transport) = try router(providers) { $0.settings.attemptsPerCall = 3 }
        let failure = try await failure { [request = request()] in _ = try await router.respond(to: request) }
        #expect(failure.attempts.count == 3)
        #expect(transport.requests.map(\.provider) == ["a", "b", "c"])
    }
}
