import GatewayTestSupport
import GatewayWire
import Testing
import Waybill
import WaybillTesting

/// What is written here can be read: by the adapter that reads such servers, and here again when it comes back.
struct ChatRoundTripTests {
    /// The answer that a router makes of bytes that a compatible server sends.
    private func read(_ bytes: [UInt8], streamed: Bool, seed: UInt64 = 1) async throws -> ModelResponse {
        let time = VirtualTime()
        var numbers = SeededNumbers(seed: seed)
        let cuts = [Int.random(in: 0...bytes.count, using: &numbers), Int.random(in: 0...bytes.count, using: &numbers)].sorted()
        let type = HeaderField("Content-Type", streamed ? "text/event-stream" : "application/json")
        var provider = ScriptedProvider("gateway", speaks: .openAICompatible) { _ in
            .events(
                .head(status: 200, headers: [type]), .bytes(Array(bytes[..<cuts[0]])), .bytes(Array(bytes[cuts[0]..<cuts[1]])),
                .bytes(Array(bytes[cuts[1]...])), .end)
        }
        provider.provider.models[0].streaming = streamed
        let transport = ScriptedTransport([provider], time: time)
        let router = ModelRouter(table: try .testing([provider]), options: RouterOptions(transport: transport, time: time, seed: seed))
        return try await time.run { try await router.respond(to: "Hello?", workload: "test") }
    }

    private func expectSame(_ read: ModelResponse, _ written: ModelResponse, _ comment: Comment) {
        #expect(read.text == written.text, comment)
        #expect(read.toolCalls == written.toolCalls, comment)
        #expect(read.refusal == written.refusal, comment)
        #expect(read.serviceTier == written.serviceTier, comment)
        #expect(read.reportedModel == written.model?.description ?? lastResortModel, comment)
        #expect(read.responseID == "chatcmpl-\(SampleAnswers.head.call)", comment)
        #expect(read.isComplete == written.isComplete, comment)
        // An answer that cost nothing is counted by whoever reads it.
        guard !written.usage.isEmpty else { return }
        #expect(read.usage.input == written.usage.input && read.usage.cachedInput == written.usage.cachedInput, comment)
        #expect(read.usage.cacheWrite == written.usage.cacheWrite && read.usage.reasoning == written.usage.reasoning, comment)
        #expect(read.usage.output == written.usage.output && read.usage.flags.isEmpty, comment)
    }

    @Test(arguments: SampleAnswers.all.map(\.name))
    func ourOwnAdapterReadsWhatIsWritten(name: String) async throws {
        let response = try #require(SampleAnswers.all.first { $0.name == name }).response
        expectSame(try await read(ChatAnswer.body(response, head: SampleAnswers.head), streamed: false), response, "\(name), whole")
        var writer = ChatAnswerWriter(head: SampleAnswers.head, includesUsage: true)
        var bytes: [UInt8] = []
        for event in SampleAnswers.events(of: response, pieces: 5) { writer.write(event, to: &bytes) }
        expectSame(try await read(bytes, streamed: true), response, "\(name), streamed")
    }

    @Test func ourOwnAdapterTakesABreakForAFailure() async throws {
        var writer = ChatAnswerWriter(head: SampleAnswers.head, includesUsage: false)
        var bytes: [UInt8] = []
        writer.write(.began(SampleAnswers.model), to: &bytes)
        writer.write(.textDelta("It is"), to: &bytes)
        writer.write(ErrorAnswer(ModelFailure(.overloaded, scope: .model, "All are busy.")), to: &bytes)
        let broken = bytes
        let failure = await #expect(throws: ModelFailure.self) { try await read(broken, streamed: true) }
        #expect(failure?.kind == .overloaded)
    }

    /// The items that a request has where an answer's message was handed back.
    private func items(handedBack message: JSONValue) throws -> [ConversationItem] {
        let body: JSONValue = [
            "model": "m", "messages": [["role": "user", "content": "Hello."], message, ["role": "user", "content": "Go on."]],
        ]
        return Array(try ChatRequest.read(body.bytes()).request.conversation.dropFirst().dropLast())
    }

    @Test(arguments: SampleAnswers.all.map(\.name).filter { $0 != "items" && $0 != "text-and-call" })
    func anAnswerThatIsHandedBackHasItsItemsAgain(name: String) throws {
        let response = try #require(SampleAnswers.all.first { $0.name == name }).response
        let answer = try JSONReader.read(ChatAnswer.body(response, head: SampleAnswers.head))
        #expect(try items(handedBack: #require(answer["choices"]?[0]?["message"])) == response.items)
    }

    /// One message has no borders between the texts of several; all else keeps its order.
    @Test(arguments: 0..<200)
    func whateverAnAnswerHoldsIsHandedBackWhole(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let response = RandomAnswers.response(using: &numbers)
        guard !response.items.isEmpty else { return }
        let answer = try JSONReader.read(ChatAnswer.body(response, head: SampleAnswers.head))
        let items = try items(handedBack: #require(answer["choices"]?[0]?["message"]))
        func kept(_ items: [ConversationItem]) -> [ConversationItem] { items.filter { if case .message = $0 { false } else { true } } }
        #expect(kept(items).filter(\.isCall) == kept(response.items).filter(\.isCall), "seed \(seed)")
        #expect(kept(items).filter { !$0.isCall } == kept(response.items).filter { !$0.isCall }, "seed \(seed)")
        var again = response
        again.items = items
        #expect(again.text == response.text, "seed \(seed)")
    }
}

extension ConversationItem {
    fileprivate var isCall: Bool { if case .toolCall = self { true } else { false } }
}
