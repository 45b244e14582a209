import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// What a model can be asked and what would be said otherwise, from declared facts alone.
struct OpenAIChatReviewTests {
    private let tool = ToolDefinition(name: "find")

    // MARK: Features

    @Test(arguments: [
        (#""conversation":[{"role":"user","content":[{"type":"image","media_type":"image/png","data":""}]}]"#, "images"),
        (#""conversation":[{"role":"user","content":[{"type":"file","name":"a","media_type":"application/pdf","data":""}]}]"#, "files"),
        (#""conversation":[{"role":"user","content":[{"type":"audio","format":"wav","data":""}]}]"#, "audio"),
        (#""conversation":"x","tools":[{"name":"find"}]"#, "tools"),
        (#""conversation":"x","output":"json-object""#, "json_object"),
        (#""conversation":"x","output":{"json_schema":{"name":"a","strict":false,"schema":{}}}"#, "json_schema"),
    ])
    func whatAModelDoesNotDeclareItIsNotAsked(_ members: String, _ feature: String) throws {
        let request = try ChatSamples.prepared(json: #"{"workload":"t",\#(members)}"#)
        var model = Model(id: "small")
        #expect(ChatSamples.openAI(model).review(request, .init()).obstacle == nil, "with features unknown, anything is tried")
        model.features = []
        #expect(
            ChatSamples.openAI(model).review(request, .init()).obstacle
                == .cannotExpress("'\(feature)' is not among the model's features"))
    }

    @Test func aModelThatFollowsSchemasCanWriteAnyObject() {
        var model = Model(id: "m")
        model.features = [.jsonSchema]
        var request = ModelRequest("JSON, please", workload: "t")
        request.output = .jsonObject
        #expect(ChatSamples.openAI(model).review(ChatSamples.prepared(request), .init()).obstacle == nil)
    }

    // MARK: Content

    @Test(arguments: [
        (
            ConversationItem.message(Message(role: .user, content: [.image(ImagePart(.url("https://a/b.png")))])), Dialect.ollama,
            "fetches no images"
        ),
        (.message(Message(role: .user, content: [.file(FilePart(.url("https://a/b.pdf"), name: "b"))])), .openAI, "fetches no files"),
        (
            .message(Message(role: .assistant, content: [.image(ImagePart(.bytes([], mediaType: "image/png")))])), .openAI,
            "role 'assistant'"
        ),
        (.message(Message(role: .system, content: [.audio(AudioPart([], format: "wav"))])), .openAI, "role 'system'"),
        (
            .toolResult(ToolResult(callID: "a", content: [.file(FilePart(.bytes([], mediaType: "a/b"), name: "b"))])), .openAI,
            "a tool's result"
        ),
    ])
    func contentWithoutAPlaceIsAnObstacle(_ item: ConversationItem, _ dialect: Dialect, _ words: String) {
        let request = ChatSamples.prepared(ModelRequest(workload: "t", conversation: [item]))
        let obstacle = ChatSamples.adapter(dialect).review(request, .init()).obstacle
        #expect(obstacle?.description.contains(words) == true)
    }

    @Test func reasoningGoesBackOnlyToItsIssuer() {
        let own = ReasoningItem(issuer: ModelName(provider: "server", id: "large"), text: "Hm.")
        let foreign = ReasoningItem(issuer: ModelName(provider: "server", id: "small"), text: "Hm.")
        func reviewed(_ item: ReasoningItem, _ dialect: Dialect) -> (sent: Bool, adjusted: Bool) {
            let request = ChatSamples.prepared(
                ModelRequest(workload: "t", conversation: [.user("a"), .reasoning(item), .assistant("b"), .user("c")]))
            let adapter = ChatSamples.adapter(dialect)
            let body = String(decoding: adapter.encode(request, .init(), streaming: false).body, as: UTF8.self)
            return (body.contains("Hm."), adapter.review(request, .init()).adjustments.contains { $0.subject == "reasoning" })
        }
        #expect(reviewed(own, .vllm) == (true, false))
        #expect(reviewed(foreign, .vllm) == (false, true))
        #expect(reviewed(own, .llamaCpp) == (false, true))
        #expect(reviewed(own, .openRouter) == (false, true), "text alone is not what OpenRouter takes back")
    }

    @Test func rolesTakeTurnsWhereTemplatesDemandIt() throws {
        let items: [ConversationItem] = [.user("a"), .user("b"), .assistant("c"), .assistant("d"), .user("e")]
        let request = ChatSamples.prepared(ModelRequest(workload: "t", conversation: items))
        func roles(_ adapter: OpenAIChatAdapter) throws -> [String] {
            let body = try JSONReader.read(adapter.encode(request, .init(), streaming: false).body)
            return body["messages"]?.arrayValue?.compactMap { $0["role"]?.stringValue } ?? []
        }
        #expect(try roles(ChatSamples.adapter(.generic)) == ["user", "assistant", "user"])
        #expect(try roles(ChatSamples.openAI()) == ["user", "user", "assistant", "user"])
        #expect(ChatSamples.adapter(.generic).review(request, .init()).adjustments.map(\.kind) == [.normalized])
    }

    // MARK: Tools

    @Test(arguments: [
        (ToolChoice.required, Dialect.ToolChoiceSupport.named, "tool_choice\":\"required\"", []),
        (.function("find"), .named, #""tool_choice":{"type":"function","function":{"name":"find"}}"#, []),
        (.function("find"), .required, #""tool_choice":"required""#, [Adjustment.Kind.translated]),
        (.none, .required, #""tool_choice":"none""#, []),
        (.required, .ignored, #""tools":["#, [.leftOut]),
        (.function("find"), .ignored, #""tools":["#, [.leftOut]),
        (.none, .ignored, #"{"model":"large","messages":["#, [.translated]),
        (.auto, .named, #""tools":["#, []),
    ])
    func aToolChoiceIsSaidAsFarAsItIsHonoured(
        _ choice: ToolChoice, _ support: Dialect.ToolChoiceSupport, _ bytes: String, _ kinds: [Adjustment.Kind]
    ) {
        var dialect = Dialect.generic
        dialect.toolChoice = support
        let adapter = ChatSamples.adapter(dialect)
        let request = ChatSamples.prepared(
            ModelRequest(workload: "t", tools: [tool, ToolDefinition(name: "other")], conversation: [.user("a")], toolChoice: choice))
        let body = String(decoding: adapter.encode(request, .init(), streaming: false).body, as: UTF8.self)
        #expect(body.contains(bytes))
        #expect(adapter.review(request, .init()).adjustments.map(\.kind) == kinds)
    }

    @Test(arguments: [ToolChoice.required, .function("missing")])
    func aToolThatIsNotThereCannotBeForced(_ choice: ToolChoice) {
        let tools = choice == .required ? [] : [tool]
        let request = ChatSamples.prepared(ModelRequest(workload: "t", tools: tools, conversation: [.user("a")], toolChoice: choice))
        #expect(ChatSamples.openAI().review(request, .init()).obstacle != nil)
    }

    @Test func parallelCallsAreAskedForOnlyWhereTheyMeanSomething() {
        func review(_ parallel: Bool, tools: [ToolDefinition], _ dialect: Dialect, _ features: [Feature]) -> [Adjustment.Kind] {
            var model = Model(id: "m")
            model.features = features
            let request = ChatSamples.prepared(ModelRequest(workload: "t", tools: tools, conversation: [.user("a")]))
            let parameters = GenerationParameters(parallelToolCalls: parallel)
            return ChatSamples.adapter(dialect, model).review(request, parameters).adjustments.map(\.kind)
        }
        #expect(review(true, tools: [], .generic, [.tools]) == [.normalized])
        #expect(review(true, tools: [tool], .generic, [.tools, .parallelTools]).isEmpty)
        #expect(review(true, tools: [tool], .generic, [.tools]) == [.leftOut])
        #expect(review(false, tools: [tool], .generic, [.tools]).isEmpty)
        #expect(review(false, tools: [tool], .ollama, [.tools]) == [.leftOut])
    }

    @Test func toolsOfAReasoningModelNeedItsReasoningOffOnOpenAI() {
        let request = ChatSamples.prepared(ModelRequest(workload: "t", tools: [tool], conversation: [.user("a")]))
        let able = ChatSamples.openAI(ChatSamples.reasoning([.none, .low]))
        #expect(able.review(request, .init(reasoningEffort: ReasoningEffort.none)) == AdapterReview())
        for effort in [nil, ReasoningEffort.low] {
            let parameters = GenerationParameters(reasoningEffort: effort)
            #expect(able.review(request, parameters).adjustments.map(\.subject) == ["reasoning_effort"])
            let body = String(decoding: able.encode(request, parameters, streaming: false).body, as: UTF8.self)
            #expect(body.contains(#""reasoning_effort":"none""#))
        }
        let obstacle = ChatSamples.openAI(ChatSamples.reasoning([.low, .high])).review(request, .init()).obstacle
        #expect(obstacle?.description.contains("Responses API") == true)
        #expect(ChatSamples.adapter(.vllm, ChatSamples.reasoning([.low, .high])).review(request, .init()) == AdapterReview())
    }

    // MARK: Parameters

    @Test(arguments: [
        (ReasoningEffort.max, [ReasoningEffort.low, .xhigh], ReasoningEffort.xhigh), (.minimal, [.none, .low], .low),
        (.none, [.low, .high], .low), (.medium, [.low, .high], .low), (.high, [.low, .high], .high), (.max, [.high, .max], .high),
    ])
    func anEffortBecomesTheNearestThatIsListed(_ asked: ReasoningEffort, _ listed: [ReasoningEffort], _ sent: ReasoningEffort) {
        let adapter = ChatSamples.openAI(ChatSamples.reasoning(listed))
        let request = ChatSamples.prepared(ModelRequest("a", workload: "t"))
        let parameters = GenerationParameters(reasoningEffort: asked)
        let body = String(decoding: adapter.encode(request, parameters, streaming: false).body, as: UTF8.self)
        #expect(body.contains(#""reasoning_effort":"\#(sent)""#))
        #expect(adapter.review(request, parameters).adjustments.map(\.kind) == (sent == asked ? [] : [.changed]))
    }

    @Test func anEffortIsLeftOutWhereNobodyWouldTakeIt() {
        let request = ChatSamples.prepared(ModelRequest("a", workload: "t"))
        func kinds(_ effort: ReasoningEffort, _ adapter: OpenAIChatAdapter) -> [Adjustment.Kind] {
            adapter.review(request, .init(reasoningEffort: effort)).adjustments.map(\.kind)
        }
        #expect(kinds(.low, ChatSamples.openAI()) == [.leftOut])
        #expect(kinds(.none, ChatSamples.openAI()) == [.normalized], "a model that does not reason has nothing to switch off")
        #expect(kinds(.low, ChatSamples.adapter(.generic, ChatSamples.reasoning(nil))) == [.leftOut])
        #expect(kinds("galactic", ChatSamples.openAI(ChatSamples.reasoning([.low]))) == [.leftOut])
        #expect(kinds("galactic", ChatSamples.adapter(.vllm, ChatSamples.reasoning(nil))).isEmpty, "what is not known is tried")
        #expect(kinds(.low, ChatSamples.adapter(.llamaCpp, ChatSamples.reasoning(nil))) == [.leftOut])
        #expect(kinds(.none, ChatSamples.adapter(.llamaCpp, ChatSamples.reasoning(nil))).isEmpty)
        #expect(kinds(.max, ChatSamples.openAI(ChatSamples.reasoning(nil))) == [.changed])
    }

    @Test func samplingOfAReasoningModelNeedsItsReasoningOffOnOpenAI() {
        let request = ChatSamples.prepared(ModelRequest("a", workload: "t"))
        var parameters = GenerationParameters(temperature: 0.2, topP: 0.5, stop: ["x"])
        func left(_ adapter: OpenAIChatAdapter) -> [String] { adapter.review(request, parameters).adjustments.map(\.subject) }
        let reasoning = ChatSamples.reasoning([.none, .low])
        #expect(left(ChatSamples.openAI(reasoning)) == ["temperature", "top_p", "stop"])
        #expect(left(ChatSamples.adapter(.vllm, reasoning)).isEmpty)
        #expect(left(ChatSamples.openAI()).isEmpty)
        parameters.reasoningEffort = ReasoningEffort.none
        #expect(left(ChatSamples.openAI(reasoning)) == ["stop"])
        parameters = GenerationParameters(temperature: 1)
        #expect(left(ChatSamples.openAI(reasoning)).isEmpty, "1 is what such models take")
    }

    @Test func whatADialectDoesNotTakeIsLeftOut() {
        var dialect = Dialect.generic
        dialect.stop = false
        dialect.seed = false
        let adapter = ChatSamples.adapter(dialect)
        let request = ChatSamples.prepared(ModelRequest("a", workload: "t"))
        let parameters = GenerationParameters(stop: ["x"], seed: 1, verbosity: .low)
        #expect(adapter.review(request, parameters).adjustments.map(\.subject) == ["stop", "seed", "verbosity"])
        #expect(
            String(decoding: adapter.encode(request, parameters, streaming: false).body, as: UTF8.self)
                == #"{"model":"large","messages":[{"role":"user","content":"a"}]}"#)
    }

    @Test func aSchemaThatCannotBeStrictIsAnObstacleWhereThatMatters() {
        let loose: JSONValue = ["type": "object", "properties": ["a": ["type": "string"]]]
        var request = ModelRequest("a", workload: "t")
        request.output = .jsonSchema(JSONSchemaFormat(name: "a", schema: loose))
        #expect(
            ChatSamples.openAI().review(ChatSamples.prepared(request), .init()).obstacle?.description.contains("cannot be strict") == true)
        #expect(ChatSamples.adapter(.vllm).review(ChatSamples.prepared(request), .init()).obstacle == nil)
        request.output = .text
        request.tools = [ToolDefinition(name: "find", parameters: loose, strict: true)]
        #expect(ChatSamples.openAI().review(ChatSamples.prepared(request), .init()).obstacle?.description.contains("'find'") == true)
        request.tools = [ToolDefinition(name: "find", parameters: loose)]
        #expect(ChatSamples.openAI().review(ChatSamples.prepared(request), .init()).obstacle == nil)
    }

    @Test func toolsOfTheExtrasMayBeForced() {
        var request = ModelRequest("a", workload: "t")
        request.toolChoice = .required
        request.extras = [.openAIChat: ["tools": [["type": "custom", "custom": ["name": "shell"]]]]]
        let adapter = ChatSamples.openAI()
        let prepared = ChatSamples.prepared(request)
        #expect(adapter.review(prepared, .init()).obstacle == nil)
        let body = String(decoding: adapter.encode(prepared, .init(), streaming: false).body, as: UTF8.self)
        #expect(body.contains(#""tools":[{"custom":{"name":"shell"},"type":"custom"}]"#) && body.contains(#""tool_choice":"required""#))
    }

    @Test func aSchemaIsAnObstacleWhereNoneIsTaken() {
        var dialect = Dialect.generic
        dialect.jsonSchema = .none
        var request = ModelRequest("a", workload: "t")
        request.output = .jsonSchema(JSONSchemaFormat(name: "a", schema: ["type": "object"]))
        #expect(ChatSamples.adapter(dialect).review(ChatSamples.prepared(request), .init()).obstacle != nil)
        request.output = .jsonObject
        #expect(ChatSamples.adapter(dialect).review(ChatSamples.prepared(request), .init()).obstacle == nil)
        dialect.jsonObject = false
        #expect(ChatSamples.adapter(dialect).review(ChatSamples.prepared(request), .init()).obstacle != nil)
    }

    @Test func anAnswerIsGoneOnFromOnlyWhereTheModelCan() {
        let request = ChatSamples.prepared(ModelRequest(workload: "t", conversation: [.user("a"), .assistant("Once")]))
        func body(_ adapter: OpenAIChatAdapter) -> String {
            String(decoding: adapter.encode(request, .init(), streaming: false).body, as: UTF8.self)
        }
        let told = #""add_generation_prompt":false,"continue_final_message":true"#
        #expect(body(ChatSamples.adapter(.vllm)).contains(told))
        #expect(!body(ChatSamples.adapter(.llamaCpp)).contains("continue"))
        var model = Model(id: "m")
        model.features = []
        #expect(!body(ChatSamples.adapter(.vllm, model)).contains("continue"))
    }
}
