import Synchronization
import Testing
import Waybill
import WaybillTesting

/// Every pair of an API that a client speaks and one that the model behind it speaks, byte by byte on both sides.
struct CombinationTests {
    /// What a gateway asks of a model, and what its client gets.
    private struct Exchange: Sendable {
        var asked = ""
        var whole = ""
        var streamed = ""
    }

    private static let targets: [ProviderAPI] = [.openAIChat, .openAIResponses]

    private func tell(_ story: Story, by api: ClientAPI, to target: ProviderAPI) async throws -> Exchange {
        let exchange = Mutex(Exchange())
        try await RunningGateway.run([ScriptedProvider("upstream", speaks: target, [story.answer])]) { gateway in
            let whole = try await gateway.post(api.path, story.body(api, streamed: false))
            #expect(whole.status == 200 && whole.header("x-waybill-model") == "upstream/model")
            let streamed = try await gateway.post(api.path, story.body(api, streamed: true))
            #expect(streamed.status == 200 && streamed.header("content-type") == "text/event-stream; charset=utf-8")
            let bodies = gateway.transport.requests.map { String(decoding: $0.request.body, as: UTF8.self) }
            // However it is answered, it is asked in the same bytes.
            #expect(bodies.count == 2 && Set(bodies).count == 1)
            let reading = try StreamReading(streamed, of: api)
            #expect(reading.text == api.text(of: try JSONReader.read(whole.body)) ?? "")
            #expect(reading.isOver && reading.models == ["upstream/model"])
            exchange.withLock { $0 = Exchange(asked: bodies[0], whole: whole.steadyBody, streamed: streamed.steadyBody) }
        }
        return exchange.withLock { $0 }
    }

    @Test(arguments: Story.all, targets)
    func whateverTheClientSpeaksTheModelIsAskedTheSame(story: Story, target: ProviderAPI) async throws {
        var asked: [String] = []
        for api in ClientAPI.allCases {
            let exchange = try await tell(story, by: api, to: target)
            asked.append(exchange.asked)
            try expectGolden(
                """
                === The model is asked
                \(exchange.asked)

                === The client gets
                \(exchange.whole)

                === The client gets as a stream
                \(exchange.streamed)
                """, "combinations/\(story.name).\(api.rawValue)-to-\(target.rawValue).txt")
        }
        #expect(asked[0] == asked[1])
    }

    /// Whatever the server behind is asked for, which always tells them.
    @Test(arguments: targets)
    func aChatStreamTellsTokensOnlyWhereItIsAskedTo(target: ProviderAPI) async throws {
        try await RunningGateway.run([ScriptedProvider("upstream", speaks: target, [.answer("Hi.")])]) { gateway in
            let silent = try await gateway.post(ClientAPI.chat.path, ClientAPI.chat.asking(streamed: true))
            #expect(!silent.body.contains("usage") && !silent.body.contains(#""choices":[]"#))
            let options = #""stream_options":{"include_usage":true},"#
            let telling = try await gateway.post(ClientAPI.chat.path, ClientAPI.chat.asking("Hi", options, streamed: true))
            let chunks = try telling.events.dropLast().map { try JSONReader.read($0) }
            #expect(chunks.dropLast().allSatisfy { $0["usage"] == .some(.null) })
            #expect(chunks.last?["choices"] == [] && chunks.last?["usage"]?["prompt_tokens"] != nil)
        }
    }
}
