import Testing
import Waybill
import WaybillTesting

/// Streams that go wrong after content: what was sent cannot be taken back.
struct CutStreamTests {
    private static let rungs: [CutRung] = [.continueText, .replay, .fail]

    /// A model that loses its stream after a few words, in one way or the other.
    private static let broken = [
        FailureCase.first(.cut(after: "Half of the")), FailureCase.first(.stall(after: "Half of the"), silent: .milliseconds(40)),
    ]

    private func replaying(_ text: String) -> ScriptedProvider { ScriptedProvider("second", [.answer(text)]) }

    /// Streams an answer through a gateway.
    private func stream(
        _ models: [ScriptedProvider], _ api: ClientAPI, onCut rungs: [CutRung],
        _ body: @escaping @Sendable (StreamReading, RunningGateway) throws -> Void
    ) async throws {
        let route = Setting<Route> { route in
            route.settings.onCut = rungs
            // Never served after content.
            route.lastResort = .text("Please call us.")
        }
        try await RunningGateway.run(models, route: route) { gateway in
            let answer = try await gateway.post(api.path, api.asking(streamed: true))
            #expect(answer.status == 200 && answer.header("x-waybill-model") == "first/model")
            try body(try StreamReading(answer, of: api), gateway)
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func aModelThatCanGoOnGoesOn(first: ScriptedProvider, api: ClientAPI) async throws {
        var second = ScriptedProvider("second", speaks: .openAICompatible, [.answer(" whole.")])
        second.provider.dialect = .vllm
        second.provider.models[0].features = [.prefill]
        try await stream([first, second], api, onCut: [.continueText, .fail]) { reading, gateway in
            #expect(reading.text == "Half of the whole." && reading.isOver)
            #expect(reading.models == ["first/model", "second/model"])
            #expect(gateway.transport.requests.last?.json?["continue_final_message"] == true)
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func aReplayAddsOnlyWhatIsNew(first: ScriptedProvider, api: ClientAPI) async throws {
        try await stream([first, replaying("Half of the whole.")], api, onCut: Self.rungs) { reading, _ in
            #expect(reading.text == "Half of the whole." && reading.isOver)
            #expect(reading.models == ["first/model", "second/model"])
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func aReplayThatDiffersEndsInOneError(first: ScriptedProvider, api: ClientAPI) async throws {
        try await stream([first, replaying("Something else.")], api, onCut: Self.rungs) { reading, gateway in
            #expect(reading.text == "Half of the" && !reading.isOver && reading.errors.count == 1)
            #expect(["upstream_cut", "upstream_stall"].contains(reading.errors[0]["code"]))
            #expect(gateway.transport.requests.count == 2)
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func whereNothingIsToBeTriedTheErrorComesAtOnce(first: ScriptedProvider, api: ClientAPI) async throws {
        try await stream([first, replaying("Half of the whole.")], api, onCut: [.fail]) { reading, gateway in
            #expect(reading.text == "Half of the" && !reading.isOver && reading.errors.count == 1)
            let error = try #require(reading.errors.first)
            #expect(error["x_waybill"]?["attempts"]?.arrayValue?.count == 1)
            #expect(error["message"]?.stringValue?.isEmpty == false)
            #expect(gateway.transport.requests.count == 1)
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func aWholeAnswerStartsOverUnseen(first: ScriptedProvider, api: ClientAPI) async throws {
        try await RunningGateway.run([first, replaying("Something else.")]) { gateway in
            let answer = try await gateway.post(api.path, api.asking())
            let json = try JSONReader.read(answer.body)
            #expect(answer.status == 200 && api.text(of: json) == "Something else.")
            #expect(json["model"] == "second/model")
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func aWholeAnswerThatNobodyFinishesIsAnError(first: ScriptedProvider, api: ClientAPI) async throws {
        try await RunningGateway.run([first], route: .set(\.settings.attempts, 1)) { gateway in
            let answer = try await gateway.post(api.path, api.asking())
            #expect([502, 504].contains(answer.status))
            #expect(!answer.body.contains("Half of the"))
        }
    }

    @Test(arguments: broken, ClientAPI.allCases)
    func whatIsHeldBackStartsOverUnseen(first: ScriptedProvider, api: ClientAPI) async throws {
        try await RunningGateway.run([first, replaying("Something else.")], route: .set(\.hold, true)) { gateway in
            let reading = try StreamReading(try await gateway.post(api.path, api.asking(streamed: true)), of: api)
            #expect(reading.text == "Something else." && reading.isOver && reading.models == ["second/model"])
        }
    }

    /// In the middle of a call, with its name and half of its arguments told.
    @Test(arguments: ClientAPI.allCases)
    func aCallThatIsCutEndsInOneError(api: ClientAPI) async throws {
        var answer = RehearsalScript.Answer()
        answer.toolCalls = [ToolCall(id: "call_1", name: "order_status", arguments: #"{"order": 1207, "by": "number"}"#)]
        answer.interruption = .init(.cut, after: 2)
        let first = ScriptedProvider("first", [.step(.answer(answer))])
        let function = #""name":"order_status","parameters":{"type":"object"}"#
        let tool = api == .chat ? #"{"type":"function","function":{\#(function)}}"# : #"{"type":"function",\#(function)}"#
        try await RunningGateway.run([first], route: .set(\.settings.onCut, [.fail])) { gateway in
            let streamed = try await gateway.post(api.path, api.asking("Hi", #""tools":[\#(tool)],"#, streamed: true))
            let reading = try StreamReading(streamed, of: api)
            #expect(streamed.body.contains("order_status") && !streamed.body.contains("\"finish_reason\":\"tool_calls\""))
            #expect(!reading.isOver && reading.errors.count == 1)
        }
    }
}
