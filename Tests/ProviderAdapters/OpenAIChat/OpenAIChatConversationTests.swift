import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Conversations over several requests: what was said goes back as it was, so that the cached prefix stays.
struct OpenAIChatConversationTests {
    @Test(arguments: Dialect.presets.map(\.name))
    func eachRequestBeginsWithTheOneBefore(_ name: String) throws {
        let dialect = try #require(Dialect.presets.first { $0.name == name }?.dialect)
        let adapter = ChatSamples.adapter(dialect)
        var request = ModelRequest(workload: "t", instructions: "Be brief.", tools: [ToolDefinition(name: "get_temperature")])
        request.examples = [Example(input: "2+2", answer: "4")]
        request.references = [Reference(title: "Manual", text: "Press the button.")]
        request.lateContext = "Today is Monday."
        request.conversation = [.user("How warm is it in Oslo and in Rome?")]
        request.maxOutputTokens = 500

        var earlier = stableBytes(of: request, adapter)
        // The model calls tools twice, thinking aloud, and then answers.
        for stream in ["chat-streams/tool-calls.sse", "dialects/ollama-tool-call.sse", "dialects/openrouter-reasoning.sse"] {
            let answer = ChatTranscript.stream([try FixtureFiles.bytes(stream)[...]], .openRouter).answer
            #expect(answer.hasContent)
            request.conversation += answer.items
            for case .toolCall(let call) in answer.items { request.conversation.append(.toolResult(ToolResult(callID: call.id, "14"))) }
            let bytes = stableBytes(of: request, adapter)
            #expect(bytes.starts(with: earlier), "after \(stream)")
            #expect(bytes.count > earlier.count)
            earlier = bytes
        }
    }

    @Test func aReplayedCallIsTheSameByteForByte() throws {
        let arguments = "{ \"city\" :\t\"Oslo\", \"x\":1.50}"
        let conversation: [ConversationItem] = [
            .user("a"), .toolCall(ToolCall(id: "call_1", name: "f", arguments: arguments)), .toolResult(ToolResult(callID: "call_1", "b")),
        ]
        let request = ChatSamples.prepared(ModelRequest(workload: "t", conversation: conversation))
        let body = try JSONReader.read(ChatSamples.openAI().encode(request, .init(), streaming: false).body)
        #expect(body["messages"]?[1]?["tool_calls"]?[0]?["function"]?["arguments"]?.stringValue == arguments)
    }

    /// The bytes up to the last message's end.
    private func stableBytes(of request: ModelRequest, _ adapter: OpenAIChatAdapter) -> ArraySlice<UInt8> {
        let body = adapter.encode(ChatSamples.prepared(request), request.parameters, streaming: true).body
        // No list follows the messages in these requests.
        return body[..<(body.lastIndex(of: UInt8(ascii: "]")) ?? 0)]
    }
}
