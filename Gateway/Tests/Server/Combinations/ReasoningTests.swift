import Testing
import Waybill
import WaybillTesting

/// What a model thought goes through its client and back to it, and to nobody else.
struct ReasoningTests {
    private static let thought = "The number is 1207."

    /// A model that speaks an API and shows what it thinks.
    private func thinker(_ target: ProviderAPI, _ answers: [ScriptedResponse]) -> ScriptedProvider {
        var provider = ScriptedProvider("thinker", speaks: target, answers)
        if target == .openAICompatible { provider.provider.dialect = .vllm }
        return provider
    }

    /// Asks, hands back the answer as it came, and asks on.
    private func converse(_ api: ClientAPI, streamed: Bool, with gateway: RunningGateway) async throws -> Wire.Answer {
        let question = #"{"role":"user","content":"Where is order 1207?"}"#
        let list = api == .chat ? "messages" : "input"
        let first = try await gateway.post(api.path, #"{"model":"test","stream":\#(streamed),"\#(list)":[\#(question)]}"#)
        #expect(first.status == 200)
        let told = try handedBack(first, of: api, streamed: streamed).map(\.description)
        let history = ([question] + told + [question]).joined(separator: ",")
        return try await gateway.post(api.path, #"{"model":"test","\#(list)":[\#(history)]}"#)
    }

    /// What a client keeps of an answer, to be handed back.
    private func handedBack(_ answer: Wire.Answer, of api: ClientAPI, streamed: Bool) throws -> [JSONValue] {
        switch (api, streamed) {
        case (.chat, false): return [try #require(try JSONReader.read(answer.body)["choices"]?[0]?["message"])]
        case (.responses, false): return try #require(try JSONReader.read(answer.body)["output"]?.arrayValue)
        case (.responses, true):
            return try #require(try answer.events.map { try JSONReader.read($0) }.last?["response"]?["output"]?.arrayValue)
        case (.chat, true):
            var message: JSONObject = ["role": "assistant"]
            for event in answer.events.dropLast() {
                for (key, value) in try JSONReader.read(event)["choices"]?[0]?["delta"]?.objectValue ?? [:] where !value.isNull {
                    guard case .string(let piece) = value, key != "role" else {
                        message[key] = value
                        continue
                    }
                    message[key] = .string((message[key]?.stringValue ?? "") + piece)
                }
            }
            return [.object(message)]
        }
    }

    @Test(arguments: ClientAPI.allCases, [false, true])
    func encryptedReasoningComesBackToAModelOfResponses(api: ClientAPI, streamed: Bool) async throws {
        let model = thinker(.openAIResponses, [.reasoning(Self.thought, answer: "Shipped."), .answer("Yesterday.")])
        try await RunningGateway.run([model]) { gateway in
            #expect(try await converse(api, streamed: streamed, with: gateway).status == 200)
            let input = try #require(gateway.transport.requests.last?.json?["input"]?.arrayValue)
            #expect(input.map { $0["type"] } == ["message", "reasoning", "message", "message"])
            #expect(input[1]["encrypted_content"]?.stringValue?.hasPrefix("gAAAAAB") == true)
            #expect(input[1]["summary"]?[0]?["text"]?.stringValue == Self.thought)
        }
    }

    @Test(arguments: ClientAPI.allCases, [false, true])
    func readableReasoningComesBackToACompatibleModelOfChat(api: ClientAPI, streamed: Bool) async throws {
        let model = thinker(.openAICompatible, [.reasoning(Self.thought, answer: "Shipped."), .answer("Yesterday.")])
        try await RunningGateway.run([model]) { gateway in
            #expect(try await converse(api, streamed: streamed, with: gateway).status == 200)
            let messages = try #require(gateway.transport.requests.last?.json?["messages"]?.arrayValue)
            #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
            #expect(messages[1]["reasoning"]?.stringValue == Self.thought)
            #expect(messages[1]["content"] == "Shipped.")
        }
    }

    @Test(arguments: ClientAPI.allCases, [ProviderAPI.openAIChat, .openAIResponses, .openAICompatible])
    func nobodyElseGetsIt(api: ClientAPI, target: ProviderAPI) async throws {
        let model = thinker(.openAIResponses, [.reasoning(Self.thought, answer: "Shipped."), .status(404)])
        let other = ScriptedProvider("other", speaks: target, [.answer("Yesterday.")])
        try await RunningGateway.run([model, other]) { gateway in
            let answer = try await converse(api, streamed: false, with: gateway)
            #expect(answer.status == 200 && answer.header("x-waybill-model") == "other/model")
            let asked = try #require(gateway.transport.requests.last)
            #expect(asked.provider == "other")
            #expect(!String(decoding: asked.request.body, as: UTF8.self).contains(Self.thought))
            #expect(!String(decoding: asked.request.body, as: UTF8.self).contains("gAAAAAB"))
            let adjustments = try JSONReader.read(answer.body)["x_waybill"]?["adjustments"]?.arrayValue ?? []
            #expect(adjustments.contains { $0["subject"] == "reasoning" })
        }
    }
}
