import GatewayWire
import Testing
import Waybill

struct ResponsesAnswerTests {
    private static let answers = ResponsesStory.all.filter { $0.response != nil }

    @Test(arguments: ResponsesStory.all)
    func aStreamIsWrittenAsOpenAIWouldWriteIt(story: ResponsesStory) throws {
        try expectGolden(story.bytes, "responses-answers/\(story.name).sse")
    }

    @Test(arguments: answers)
    func aWholeAnswerIsOneObject(story: ResponsesStory) throws {
        let response = try #require(story.response)
        let bytes = ResponsesAnswer(ResponsesStory.head, echo: ResponsesStory.echo).bytes(response)
        let answer = try JSONReader.read(bytes, options: .init(duplicateKeys: .error))
        try expectGolden(Array((answer.text(style: .pretty) + "\n").utf8), "responses-answers/\(story.name).json")
    }

    @Test(arguments: ResponsesStory.all)
    func theLastEventHoldsWhatTheOthersTold(story: ResponsesStory) throws {
        let told = try ToldResponse(story.bytes)
        #expect((told.response == nil) == (story.response == nil))
        #expect((told.error == nil) == (story.failure == nil))
    }

    @Test(arguments: answers)
    func anAnswerHandedBackIsWhatTheModelSaid(story: ResponsesStory) throws {
        let response = try #require(story.response)
        let whole = try JSONReader.read(ResponsesAnswer(ResponsesStory.head, echo: ResponsesStory.echo).bytes(response))
        #expect(try readBack(whole["output"]) == response.items)
        #expect(try readBack(ToldResponse(story.bytes).response?["output"]) == response.items)
    }

    /// The items that a client hands back, as they are read.
    private func readBack(_ output: JSONValue?) throws -> [ConversationItem] {
        let input: [JSONValue] = [["role": "user", "content": "Hi"]] + (output?.arrayValue ?? [])
        let body: JSONValue = ["model": "support", "input": .array(input)]
        return Array(try ResponsesRequest.read(body.bytes()).request.conversation.dropFirst())
    }

    @Test func theModelThatAnswersIsNamedFromTheBeginning() throws {
        var writer = ResponsesAnswerWriter(ResponsesStory.head, echo: ResponsesStory.echo)
        var bytes: [UInt8] = []
        writer.write(.began(ResponsesStory.llama), to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""model":"local/llama-3.3-70b""#))
        #expect(!text.contains(#""model":"support""#))
        #expect(text.hasPrefix("event: response.created\n"))
    }

    @Test func nothingFollowsTheEnd() {
        for story in ResponsesStory.all {
            var writer = ResponsesAnswerWriter(ResponsesStory.head, echo: ResponsesStory.echo)
            var bytes: [UInt8] = []
            for event in story.events { writer.write(event, to: &bytes) }
            if let failure = story.failure { writer.write(failure, to: &bytes) }
            let count = bytes.count
            writer.write(.textDelta("more"), to: &bytes)
            writer.write(ErrorAnswer(InboundProblem(code: "x", "x")), to: &bytes)
            writer.write(.finished(ResponsesStory.response([])), to: &bytes)
            #expect(bytes.count == count)
        }
    }

    @Test func whatIsPastFindingOutStandsAsItWasTold() throws {
        // Pieces and items that do not go together: what was told cannot be taken back, and nothing is told twice.
        let call = ToolCallDelta(index: 0, id: "call_1", name: "f", arguments: #"{"a":"#)
        let events: [ModelEvent] = [
            .began(ResponsesStory.mini), .textDelta("one"), .toolCallDelta(call), .restarted,
            .finished(
                ResponsesStory.response(
                    [.assistant("two"), .toolCall(ToolCall(id: "call_9", name: "f", arguments: #"{"b":1}"#))], .toolCalls)),
        ]
        let told = try ToldResponse(ResponsesStory(name: "", events: events).bytes, allowsLostPieces: true)
        #expect(told.output.count == 2)
        #expect(told.output[0]["content"]?[0]?["text"] == "one")
        #expect(told.output[1]["call_id"] == "call_1")
        // Whoever runs the function needs what the model wrote.
        #expect(told.output[1]["arguments"] == #"{"b":1}"#)
    }
}
