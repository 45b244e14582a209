import Testing
import Waybill
import WaybillTesting

struct DecodedResponseTests {
    private struct Place: Decodable, Sendable, Equatable {
        var city: String
        var people: Int
        var areas: [Area]?
        var byYear: [String: Int]?

        struct Area: Decodable, Sendable, Equatable { var name: String }
    }

    private let time = VirtualTime()

    private func router(_ responses: [ScriptedResponse], _ change: (inout Route) -> Void = { _ in }) throws -> ModelRouter {
        let provider = ScriptedProvider("a", responses)
        let transport = ScriptedTransport([provider], time: time)
        return ModelRouter(
            table: try .testing([provider], change), options: RouterOptions(transport: transport, time: time, seed: 7))
    }

    private let request: ModelRequest = {
        var request = ModelRequest("Where?", workload: "test")
        request.output = .jsonObject
        return request
    }()

    private func failure(_ responses: ScriptedResponse..., change: (inout Route) -> Void = { _ in }) async throws -> ModelFailure {
        let router = try router(responses, change)
        return try await #require(throws: ModelFailure.self) {
            try await time.run { [request] in _ = try await router.respond(to: request, as: Place.self) }
        }
    }

    @Test func anAnswerBecomesAValue() async throws {
        let router = try router([.answer(#"{"city": "Oslo", "people": 717710, "more": 1}"#)])
        let result = try await time.run { [request] in try await router.respond(to: request, as: Place.self) }
        #expect(result.value == Place(city: "Oslo", people: 717_710))
        #expect(result.response.model?.provider == "a")
    }

    @Test func whatCannotBeDecodedIsAskedForAgain() async throws {
        let router = try router([.answer(#"{"city": "Oslo"}"#), .answer(#"{"city": "Oslo", "people": 1}"#)])
        let result = try await time.run { [request] in try await router.respond(to: request, as: Place.self) }
        #expect(result.value.people == 1)
        #expect(result.response.route.attempts.map(\.failure) == [.invalidOutput, nil])
    }

    @Test(arguments: [
        (#"{"city": "s3cret"}"#, "'/people' of 'text' is missing"),
        (#"{"city": "Oslo", "people": "s3cret"}"#, "'/people' of 'text' is not of type Int"),
        (#"{"city": null, "people": 1}"#, "'/city' of 'text' is null, not of type String"),
        (#"{"city": "Oslo", "people": 1, "areas": [{"name": "a"}, {"name": 5}]}"#, "'/areas/1/name' of 'text' is not of type String"),
        (#"{"city": "Oslo", "people": 1, "byYear": {"s3cret": "x"}}"#, "'/byYear/*' of 'text' is not of type Int"),
        (#"{"city": "Oslo", "people": 1.5}"#, "'text' cannot be decoded"),
    ])
    func theFailureNamesThePlaceAndNotTheContent(text: String, problem: String) async throws {
        let failure = try await failure(.answer(text))
        #expect(failure.kind == .invalidOutput)
        #expect(failure.description.contains(problem))
        #expect(!failure.description.contains("s3cret"))
        #expect(failure.attempts.count == 2)
    }

    @Test func aRefusalIsAFailureWithItsWords() async throws {
        let failure = try await failure(.refusal("I would rather not."))
        #expect(failure.kind == .refused)
        #expect(failure.attempts.count == 1)
        #expect(failure.partial.count == 1)
        #expect(!failure.description.contains("rather"))
    }

    @Test func aCutAnswerIsAFailureThatSaysWhatToRaise() async throws {
        let failure = try await failure(.answer(#"{"city": "Os"#, finishReason: .length))
        #expect(failure.kind == .outputLimitReached)
        #expect(failure.attempts.count == 1)
    }

    @Test func toolCallsAreNoValue() async throws {
        var request = request
        request.tools = [ToolDefinition(name: "find")]
        let router = try router([.toolCalls(ToolCall(id: "1", name: "find", arguments: "{}"))])
        let failure = try await #require(throws: ModelFailure.self) {
            try await time.run { [request] in _ = try await router.respond(to: request, as: Place.self) }
        }
        #expect(failure.kind == .invalidOutput)
        #expect(failure.partial.count == 1)
    }

    @Test func aLastResortIsDecodedToo() async throws {
        let router = try router([.status(401)]) { $0.lastResort = .json(["city": "", "people": 0]) }
        let result = try await time.run { [request] in try await router.respond(to: request, as: Place.self) }
        #expect(result.value == Place(city: "", people: 0))
        #expect(result.response.route.degraded)
    }

    @Test func anyFunctionMayDecode() async throws {
        struct TooShort: Error {}
        let router = try router([.answer("a"), .answer("abc")])
        let result = try await time.run {
            try await router.respond(to: ModelRequest("Say abc.", workload: "test")) { text in
                guard text.count == 3 else { throw TooShort() }
                return text.count
            }
        }
        #expect(result.value == 3)
        #expect(result.response.route.attempts.count == 2)
    }
}
