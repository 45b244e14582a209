import GatewayWire
import Testing
import Waybill
import WaybillTesting

/// A router that asks this gateway as its provider, so that Waybill's own reader of the API reads what is written here.
struct ResponsesThroughRouterTests {
    private static let answers = ResponsesStory.all.filter { $0.response != nil }

    /// What a router makes of bytes of a provider.
    private func read(_ bytes: [UInt8], type: String, streaming: Bool) async throws -> ModelResponse {
        guard case .finished(let response)? = try await events(bytes, type: type, streaming: streaming).last else {
            throw CancellationError()
        }
        return response
    }

    /// What a router tells of bytes of a provider.
    private func events(_ bytes: [UInt8], type: String = "text/event-stream", streaming: Bool = true) async throws -> [ModelEvent] {
        let time = VirtualTime()
        let gateway = ScriptedProvider(
            "gateway", [.events(.head(status: 200, headers: [HeaderField("content-type", type)]), .bytes(bytes), .end)])
        let options = RouterOptions(transport: ScriptedTransport([gateway], time: time), time: time, logger: nil, seed: 7)
        let router = ModelRouter(table: try .testing([gateway]), options: options)
        return try await time.run {
            guard streaming else { return [.finished(try await router.respond(to: "Hi", workload: "test"))] }
            var events: [ModelEvent] = []
            for try await event in router.stream(ModelRequest("Hi", workload: "test")) { events.append(event) }
            return events
        }
    }

    /// The same answer: what was said and called, how it ended, and what it took.
    private func expect(_ read: ModelResponse, is original: ModelResponse) {
        #expect(read.text == original.text)
        #expect(read.refusal == original.refusal)
        #expect(read.toolCalls == original.toolCalls)
        #expect(read.isComplete == original.isComplete)
        #expect(read.reportedModel == original.model?.description ?? lastResortModel)
        #expect(read.responseID == "resp_\(ResponsesStory.head.call)")
        // An answer that took nothing, as no model wrote it, is counted by its reader.
        guard !original.usage.isEmpty else { return }
        #expect(read.usage.input == original.usage.input)
        #expect(read.usage.cachedInput == original.usage.cachedInput)
        #expect(read.usage.cacheWrite == original.usage.cacheWrite)
        #expect(read.usage.output == original.usage.output)
        #expect(read.usage.reasoning == original.usage.reasoning)
        #expect(read.usage.flags.isEmpty)
    }

    @Test(arguments: answers)
    func anotherRouterReadsTheStream(story: ResponsesStory) async throws {
        let original = try #require(story.response)
        let read = try await read(story.bytes, type: "text/event-stream", streaming: true)
        expect(read, is: original)
    }

    @Test(arguments: answers)
    func anotherRouterReadsTheWholeAnswer(story: ResponsesStory) async throws {
        let original = try #require(story.response)
        let bytes = ResponsesAnswer(ResponsesStory.head, echo: ResponsesStory.echo).bytes(original)
        expect(try await read(bytes, type: "application/json", streaming: false), is: original)
    }

    /// Nothing is shown of such a thought.
    ///
    /// Yet it stands where it was thought, since some providers want it before the very item that it led to.
    @Test(arguments: ["hidden-reasoning", "thought-between"])
    func aHiddenThoughtStandsBeforeWhatItLedTo(name: String) async throws {
        let upstream = try #require(ResponsesStory.all.first { $0.name == name })
        let story = ResponsesStory(name: name, events: try await events(upstream.bytes))
        #expect(try ToldResponse(story.bytes).output.map { $0["type"] } == ToldResponse(upstream.bytes).output.map { $0["type"] })
    }

    @Test func anotherRouterReadsThatTheAnswerBrokeOff() async throws {
        let story = try #require(ResponsesStory.all.first { $0.name == "broken-off" })
        let failure = await #expect(throws: ModelFailure.self) {
            try await read(story.bytes, type: "text/event-stream", streaming: true)
        }
        #expect(failure?.scope == .model)
    }
}
