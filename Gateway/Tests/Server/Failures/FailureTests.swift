import Testing
import Waybill
import WaybillTesting

/// What goes wrong before any content.
struct FailureTests {
    @Test(arguments: FailureCase.all, ClientAPI.allCases)
    func whatTheClientIsTold(failure: FailureCase, api: ClientAPI) async throws {
        for streamed in [false, true] {
            try await RunningGateway.run(failure.models, route: failure.route) { gateway in
                let answer = try await gateway.post(api.path, api.asking("Hi", failure.members, streamed: streamed))
                switch failure.outcome {
                case .answer(let text, let model):
                    #expect(answer.status == 200)
                    try expect(answer, of: api, streamed: streamed, says: text, by: model, after: failure.trail)
                case .error(let status, let code, let retryAfter):
                    #expect(answer.status == status)
                    #expect(answer.header("content-type") == "application/json")
                    #expect(answer.header("retry-after") == retryAfter)
                    #expect(answer.header("x-should-retry") == (retryAfter.flatMap { Int($0) }.map { $0 <= 60 } == true ? "true" : "false"))
                    let error = try JSONReader.read(answer.body)["error"]
                    #expect(error?["code"]?.stringValue == code)
                    #expect(error?["message"]?.stringValue?.isEmpty == false)
                    #expect(error?["x_waybill"]?["call"]?.stringValue == answer.call)
                    #expect(trail(error?["x_waybill"]) == failure.trail)
                }
                #expect(gateway.transport.requests.count == failure.trail.count)
            }
        }
    }

    @Test(arguments: ClientAPI.allCases, [false, true])
    func contentPolicyComesInTheProvidersWords(api: ClientAPI, streamed: Bool) async throws {
        let body = #"{"error":{"message":"Not about that.","type":"image_policy","param":"input[0]","code":"content_policy_violation"}}"#
        let refusal = ScriptedResponse.events(
            .head(status: 403, headers: [HeaderField("content-type", "application/json")]), .text(body), .end)
        try await RunningGateway.run([ScriptedProvider("first", [refusal]), FailureCase.second]) { gateway in
            let answer = try await gateway.post(api.path, api.asking(streamed: streamed))
            #expect(answer.status == 403 && answer.header("x-should-retry") == "false")
            let error = try JSONReader.read(answer.body)["error"]
            #expect(error?["message"] == "Not about that." && error?["code"] == "content_policy_violation")
            #expect(error?["param"] == "input[0]")
            #expect(gateway.transport.requests.count == 1)
        }
    }

    @Test(arguments: ClientAPI.allCases, [false, true])
    func whoeverIsClosedByItsHealthIsToldOfWithATime(api: ClientAPI, streamed: Bool) async throws {
        let route = Setting<Route> { route in
            route.settings.attempts = 1
            route.settings.deadline = .seconds(5)
            route.settings.breaker = .rule(failures: 1, cooldown: .seconds(20), cap: .seconds(20))
        }
        try await RunningGateway.run([FailureCase.first(.status(500))], route: route) { gateway in
            let first = try await gateway.post(api.path, api.asking(streamed: streamed))
            #expect(first.status == 502)
            let answer = try await gateway.post(api.path, api.asking(streamed: streamed))
            #expect(answer.status == 503 && answer.header("x-should-retry") == "true")
            let wait = try #require(answer.header("retry-after").flatMap { Int($0) })
            #expect((1...40).contains(wait))
            #expect(gateway.transport.requests.count == 1)
        }
    }

    /// A stream that has begun with a thought can only end in an error event.
    @Test(arguments: ClientAPI.allCases)
    func anOutputLimitUsedUpByThought(api: ClientAPI) async throws {
        var thought = RehearsalScript.Answer()
        thought.reasoning = "On and on"
        thought.finishReason = .length
        try await RunningGateway.run([ScriptedProvider("first", [.step(.answer(thought))]), FailureCase.second]) { gateway in
            let whole = try await gateway.post(api.path, api.asking())
            #expect(whole.status == 400)
            #expect(try JSONReader.read(whole.body)["error"]?["code"] == "output_limit_reached")
            let streamed = try await gateway.post(api.path, api.asking(streamed: true))
            let reading = try StreamReading(streamed, of: api)
            #expect(streamed.status == 200 && streamed.body.contains("On") && !reading.isOver)
            #expect(reading.errors.map { $0["code"] } == ["output_limit_reached"])
            #expect(gateway.transport.requests.count == 2)
        }
    }

    /// Of two models that think, the second of which answers: each is named for its own words.
    @Test(arguments: ClientAPI.allCases)
    func whoThinksAndWhoAnswersAreNamed(api: ClientAPI) async throws {
        var thought = RehearsalScript.Answer(text: "Never told.")
        thought.reasoning = "On and on"
        thought.interruption = .init(.cut, after: 0)
        let second = ScriptedProvider("second", [.reasoning("In short", answer: "Yes.")])
        let first = ScriptedProvider("first", [.step(.answer(thought))])
        try await RunningGateway.run([first, second], route: .set(\.settings.attempts, 1)) { gateway in
            let reading = try StreamReading(try await gateway.post(api.path, api.asking(streamed: true)), of: api)
            #expect(reading.text == "Yes." && reading.isOver)
            #expect(reading.models == ["first/model", "second/model"])
        }
    }

    /// What a model thought is not what the last resort says.
    @Test(arguments: ClientAPI.allCases)
    func theLastResortIsNamedThoughAModelThought(api: ClientAPI) async throws {
        var thought = RehearsalScript.Answer(text: "Never told.")
        thought.reasoning = "On and on"
        thought.interruption = .init(.cut, after: 0)
        let first = ScriptedProvider("first", [.step(.answer(thought)), .step(.answer(thought))])
        try await RunningGateway.run([first], route: .set(\.lastResort, .text("Later."))) { gateway in
            let answer = try await gateway.post(api.path, api.asking(streamed: true))
            let reading = try StreamReading(answer, of: api)
            #expect(reading.text == "Later." && reading.isOver)
            #expect(reading.models == ["first/model", "waybill/last-resort"])
            #expect(answer.header("x-waybill-model") == "first/model")
        }
    }

    @Test(arguments: ClientAPI.allCases)
    func anAnswerThatDoesNotFitItsSchemaIsAskedForAgain(api: ClientAPI) async throws {
        let speaker = ScriptedProvider("second", [.answer(#"{"order":1207}"#)])
        try await RunningGateway.run([FailureCase.first(.answer("no JSON")), speaker]) { gateway in
            let answer = try await gateway.post(api.path, api.asking("Hi", Self.schema(of: api)))
            try expect(
                answer, of: api, streamed: false, says: #"{"order":1207}"#, by: "second/model",
                after: ["first/model invalid-output 200", "first/model invalid-output 200", "second/model answered 200"])
        }
    }

    /// What came is with the client already; that it does not fit is all that can be told.
    @Test(arguments: ClientAPI.allCases)
    func aStreamThatDoesNotFitItsSchemaSaysSo(api: ClientAPI) async throws {
        try await RunningGateway.run([FailureCase.first(.answer(#"{"order":"none"}"#))]) { gateway in
            let answer = try await gateway.post(api.path, api.asking("Hi", Self.schema(of: api), streamed: true))
            let reading = try StreamReading(answer, of: api)
            #expect(reading.text == #"{"order":"none"}"# && reading.isOver)
            #expect(reading.waybill?["validation"]?["issues"]?[0]?["pointer"] == "/order")
        }
    }

    /// Whoever asks after the one who was told of it is told the same, without anybody being asked.
    @Test(arguments: ClientAPI.allCases, [false, true])
    func aLimitOfAllModelsIsOneForWhoeverAsksNext(api: ClientAPI, streamed: Bool) async throws {
        try await RunningGateway.run([FailureCase.first(.status(429, retryAfter: .seconds(7_200)))]) { gateway in
            for _ in 0..<2 {
                let answer = try await gateway.post(api.path, api.asking(streamed: streamed))
                #expect(answer.status == 429 && answer.header("x-should-retry") == "false")
                #expect(answer.header("retry-after").flatMap { Int($0) }.map { (7_190...7_920).contains($0) } == true)
                #expect(try JSONReader.read(answer.body)["error"]?["code"] == "rate_limit_exceeded")
            }
            #expect(gateway.transport.requests.count == 1)
        }
    }

    /// The member of a request that asks for an object with the number of an order.
    private static func schema(of api: ClientAPI) -> String {
        let schema = #"{"type":"object","properties":{"order":{"type":"integer"}},"required":["order"],"additionalProperties":false}"#
        let format = #""name":"order","strict":true,"schema":\#(schema)"#
        return switch api {
        case .chat: #""response_format":{"type":"json_schema","json_schema":{\#(format)}},"#
        case .responses: #""text":{"format":{"type":"json_schema",\#(format)}},"#
        }
    }

    private func expect(
        _ answer: Wire.Answer, of api: ClientAPI, streamed: Bool, says text: String, by model: String, after trail: [String]
    ) throws {
        guard streamed else {
            let json = try JSONReader.read(answer.body)
            #expect(api.text(of: json) == text && json["model"]?.stringValue == model)
            #expect(answer.header("x-waybill-model") == model)
            #expect(self.trail(json["x_waybill"]) == trail)
            return
        }
        let reading = try StreamReading(answer, of: api)
        #expect(reading.text == text && reading.models == [model] && reading.isOver)
        #expect(self.trail(reading.waybill) == trail)
    }

    /// The attempts, each as `model outcome status`.
    private func trail(_ waybill: JSONValue?) -> [String] {
        (waybill?["attempts"]?.arrayValue ?? [])
            .map { attempt in
                let status = attempt["status"].map { " \($0)" } ?? ""
                return "\(attempt["model"]?.stringValue ?? "") \(attempt["outcome"]?.stringValue ?? "")\(status)"
            }
    }
}
