import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

struct OpenAIResponsesReviewTests {
    private static let image = ContentPart.image(ImagePart(.url("https://example.com/a.png")))

    private static func asking(_ change: (inout ModelRequest) -> Void) -> ModelRequest {
        var request = ModelRequest("Hi", workload: "t")
        change(&request)
        return request
    }

    private static func saying(_ content: [ContentPart], as role: Role = .user) -> ModelRequest {
        asking { $0.conversation = [.message(Message(role: role, content: content))] }
    }

    private static let loose: JSONValue = ["type": "object", "properties": ["a": ["type": "string"]]]

    // MARK: What cannot be asked

    @Test(arguments: [
        (saying([.audio(AudioPart([1], format: "wav"))]), "the Responses API takes no audio"),
        (saying([image]), "the model does not declare the feature 'images'"),
        (saying([.file(FilePart(.url("https://example.com/a.pdf"), name: "a.pdf"))]), "the model does not declare the feature 'files'"),
        (asking { $0.tools = [ToolDefinition(name: "f")] }, "the model does not declare the feature 'tools'"),
        (asking { $0.output = .jsonObject }, "the model does not declare the feature 'json_object'"),
        (
            asking { $0.output = .jsonSchema(JSONSchemaFormat(name: "s", schema: ToolDefinition.emptyParameters)) },
            "the model does not declare the feature 'json_schema'"
        ),
        (asking { $0.toolChoice = .required }, "tool_choice asks for a tool, but the request has none"),
        (asking { $0.toolChoice = .function("f") }, "tool_choice names a tool that the request does not have"),
    ])
    func whatTheModelCannotDoIsAnObstacle(_ request: ModelRequest, _ reason: String) {
        #expect(ResponsesSamples.review(request, ResponsesSamples.model([])).obstacle == .cannotExpress(reason))
    }

    @Test(arguments: [
        (saying([image], as: .assistant), "the Responses API takes no images or files in assistant messages"),
        (
            asking { $0.tools = [ToolDefinition(name: "f", parameters: loose, strict: true)] },
            "the schema of tool 'f' cannot be strict, since an object in it lacks 'additionalProperties: false'"
        ),
        (
            asking { $0.output = .jsonSchema(JSONSchemaFormat(name: "s", schema: ["type": "array"])) },
            "the output's schema cannot be strict, since its root is not of type 'object'"
        ),
    ])
    func whatTheAPICannotSayIsAnObstacle(_ request: ModelRequest, _ reason: String) {
        #expect(ResponsesSamples.review(request, ResponsesSamples.model(nil)).obstacle == .cannotExpress(reason))
    }

    @Test(arguments: [
        saying([image]), asking { $0.tools = [ToolDefinition(name: "f", parameters: loose)] }, asking { $0.output = .jsonObject },
        asking { $0.output = .jsonSchema(JSONSchemaFormat(name: "s", schema: loose, strict: false)) },
    ])
    func whatIsNotKnownIsTried(_ request: ModelRequest) {
        #expect(ResponsesSamples.review(request, ResponsesSamples.model(nil)).obstacle == nil)
    }

    @Test func aModelThatFollowsSchemasWritesObjects() {
        #expect(ResponsesSamples.review(Self.asking { $0.output = .jsonObject }, ResponsesSamples.model([.jsonSchema])).obstacle == nil)
    }

    @Test func toolsOfTheExtrasCanBeChosen() {
        let request = Self.asking {
            $0.toolChoice = .required
            $0.extras = [.openAIResponses: ["tools": [["type": "web_search"]]]]
        }
        #expect(ResponsesSamples.review(request, ResponsesSamples.plain).obstacle == nil)
    }

    // MARK: What is adjusted

    @Test(arguments: [
        (ReasoningEffort.minimal, [ReasoningEffort.none, .low, .high], ReasoningEffort.low), (.xhigh, [.low, .medium, .high], .high),
        (.max, [.low, .xhigh], .xhigh), (.none, [.low, .high], .low), (.medium, [.low, .high], .low), (.low, [.none], .none),
        (.high, [.none, .low, .medium], .medium), (.low, [.low], .low),
    ])
    func anEffortBecomesTheNearestThatIsTaken(_ asked: ReasoningEffort, _ taken: [ReasoningEffort], _ expected: ReasoningEffort) throws {
        let request = Self.asking { $0.reasoningEffort = asked }
        let model = ResponsesSamples.reasoning(taken)
        #expect(try ResponsesSamples.body(request, model)["reasoning"]?["effort"]?.stringValue == expected.rawValue)
        #expect(ResponsesSamples.review(request, model).adjustments.map(\.kind) == (asked == expected ? [] : [.changed]))
    }

    @Test func anEffortOfUnknownRankIsLeftOut() throws {
        let request = Self.asking { $0.reasoningEffort = "ultra" }
        #expect(try ResponsesSamples.body(request, ResponsesSamples.reasoning())["reasoning"] == nil)
        #expect(ResponsesSamples.review(request, ResponsesSamples.reasoning()).adjustments.map(\.kind) == [.leftOut])
        #expect(try ResponsesSamples.body(request, ResponsesSamples.reasoning(nil))["reasoning"]?["effort"] == "ultra")
    }

    @Test func aModelThatDoesNotReasonIsToldNoEffort() throws {
        for (effort, kind) in [(ReasoningEffort.none, Adjustment.Kind.normalized), (.high, .leftOut)] {
            let request = Self.asking { $0.reasoningEffort = effort }
            #expect(try ResponsesSamples.body(request, ResponsesSamples.plain)["reasoning"] == nil)
            #expect(ResponsesSamples.review(request, ResponsesSamples.plain).adjustments.map(\.kind) == [kind])
        }
    }

    @Test(arguments: [(nil, nil), (ReasoningEffort.low, nil), (ReasoningEffort.none, 0.3)] as [(ReasoningEffort?, Double?)])
    func aModelThatReasonsIsNotToldHowToSample(_ effort: ReasoningEffort?, _ expected: Double?) throws {
        let request = Self.asking {
            $0.reasoningEffort = effort
            $0.temperature = 0.3
            $0.topP = 1
        }
        let body = try ResponsesSamples.body(request, ResponsesSamples.reasoning())
        #expect(body["temperature"]?.doubleValue == expected)
        let subjects = ResponsesSamples.review(request, ResponsesSamples.reasoning()).adjustments.map(\.subject)
        #expect(subjects == (expected == nil ? ["temperature"] : []))
    }

    @Test(arguments: [(1, 16), (16, 16), (4_000, 4_000), (9_000, 4_000)])
    func theOutputLimitIsOneThatIsAccepted(_ asked: Int, _ expected: Int) throws {
        let request = Self.asking { $0.maxOutputTokens = asked }
        let model = ResponsesSamples.reasoning()
        #expect(try ResponsesSamples.body(request, model)["max_output_tokens"]?.intValue == expected)
        #expect(ResponsesSamples.review(request, model).adjustments.map(\.kind) == (asked == expected ? [] : [.changed]))
    }

    @Test func oneToolAtATimeIsAllThatSomeModelsCan() throws {
        let request = Self.asking {
            $0.tools = [ToolDefinition(name: "f")]
            $0.parallelToolCalls = true
        }
        #expect(try ResponsesSamples.body(request, ResponsesSamples.model([.tools]))["parallel_tool_calls"] == false)
        #expect(ResponsesSamples.review(request, ResponsesSamples.model([.tools])).adjustments.map(\.subject) == ["parallel_tool_calls"])
    }
}
