import GatewayTestSupport
import GatewayWire
import Testing
import Waybill

/// The bytes that clients get, whole and streamed.
struct ChatAnswerTests {
    private func stream(_ events: [ModelEvent], includesUsage: Bool = false) -> [UInt8] {
        var writer = ChatAnswerWriter(head: SampleAnswers.head, includesUsage: includesUsage)
        var bytes: [UInt8] = []
        for event in events { writer.write(event, to: &bytes) }
        return bytes
    }

    @Test(arguments: SampleAnswers.all.map(\.name))
    func aWholeAnswerIsWrittenByteForByte(name: String) throws {
        let response = try #require(SampleAnswers.all.first { $0.name == name }).response
        try expectGolden(ChatAnswer.body(response, head: SampleAnswers.head) + [UInt8(ascii: "\n")], "chat-answers/\(name).json")
    }

    @Test(arguments: SampleAnswers.all.map(\.name))
    func aStreamIsWrittenByteForByte(name: String) throws {
        let response = try #require(SampleAnswers.all.first { $0.name == name }).response
        let events = SampleAnswers.events(of: response, pieces: 12)
        try expectGolden(stream(events, includesUsage: name != "length"), "chat-answers/\(name).stream")
    }

    @Test func aBreakIsOneErrorEventAndNoEnd() {
        var writer = ChatAnswerWriter(head: SampleAnswers.head, includesUsage: true)
        var bytes: [UInt8] = []
        writer.write(.began(SampleAnswers.model), to: &bytes)
        writer.write(.textDelta("It"), to: &bytes)
        bytes.removeAll()
        writer.write(ErrorAnswer(ModelFailure(.cut, scope: .model, "The answer broke off.")), to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"data: {"error":{"message":"The answer broke off.","type":"server_error","param":null,"code":"upstream_cut"}}"# + "\n\n"
        )
    }

    @Test func anotherModelThatGoesOnIsNamedFromThereOn() {
        let other = ModelName(provider: "second", id: "m")
        var response = SampleAnswers.response([.assistant("ab")])
        response.model = other
        let text = String(
            decoding: stream([.began(SampleAnswers.model), .textDelta("a"), .began(other), .textDelta("b"), .finished(response)]),
            as: UTF8.self)
        let models = text.split(separator: "\n\n")
            .map { $0.contains(#""model":"second/m""#) ? 2 : $0.contains(#""model":"openai/gpt"#) ? 1 : 0 }
        // The role, a, b, the end, [DONE].
        #expect(models == [1, 1, 2, 2, 0])
    }

    @Test func aThoughtIsToldAtOnceInTheNameOfWhoThinks() throws {
        var writer = ChatAnswerWriter(head: SampleAnswers.head, includesUsage: false)
        var bytes: [UInt8] = []
        // Nothing is shown of a thought that only begins.
        writer.write(.reasoningDelta(""), to: &bytes)
        #expect(bytes.isEmpty)
        for event in [.began(SampleAnswers.model), .reasoningDelta("Let me "), .reasoningDelta("see.")] as [ModelEvent] {
            writer.write(event, to: &bytes)
        }
        #expect(ChatStreamReading(bytes).reasoning == "Let me see.")
        #expect(ChatStreamReading(bytes).models == [SampleAnswers.model.description])
    }

    @Test func theLastResortIsNamedAlsoWhereAModelThought() throws {
        let response = try #require(SampleAnswers.all.first { $0.name == "last-resort" }).response
        let reading = ChatStreamReading(
            stream([
                .began(SampleAnswers.model), .reasoningDelta("Let me see."), .lastResort, .textDelta(response.text), .finished(response),
            ]))
        #expect(reading.reasoning == "Let me see.")
        #expect(reading.text == response.text)
        #expect(reading.models == [SampleAnswers.model.description, lastResortModel])
    }

    @Test(arguments: SampleAnswers.all.map(\.name))
    func whatNoEventToldIsWrittenAtTheEnd(name: String) throws {
        let response = try #require(SampleAnswers.all.first { $0.name == name }).response
        let told = ChatStreamReading(stream(SampleAnswers.events(of: response, pieces: 1_000_000)))
        #expect(ChatStreamReading(stream([.finished(response)])) == told)
    }

    @Test(arguments: 0..<200)
    func pieceByPieceItIsTheSameAsWhole(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let response = RandomAnswers.response(using: &numbers)
        let reading = ChatStreamReading(stream(RandomAnswers.events(of: response, using: &numbers), includesUsage: true))
        let message = try JSONReader.read(ChatAnswer.body(response, head: SampleAnswers.head))["choices"]?[0]
        #expect(reading.text == response.text, "seed \(seed)")
        #expect(reading.calls == response.toolCalls, "seed \(seed)")
        #expect(reading.refusal == message?["message"]?["refusal"]?.stringValue ?? "", "seed \(seed)")
        #expect(reading.finishReason == message?["finish_reason"]?.stringValue, "seed \(seed)")
        #expect(reading.details == message?["message"]?["reasoning_details"], "seed \(seed)")
        #expect(reading.isDone, "seed \(seed)")
    }
}
