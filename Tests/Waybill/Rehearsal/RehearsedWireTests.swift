import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The bytes of rehearsed answers, against files that were checked with the APIs' own client.
struct RehearsedWireTests {
    private static let calls = [
        ToolCall(id: "call_oslo", name: "get_temperature", arguments: #"{"city":"Oslo"}"#),
        ToolCall(id: "call_rome", name: "get_temperature", arguments: #"{"city":"Rome"}"#),
    ]

    /// Each kind of answer by the name of its files.
    static let answers: [(name: String, answer: RehearsalScript.Answer)] = [
        ("text", .init(text: "It is -3 °C in Oslo.")),
        ("reasoning", .answer("It is cold.") { $0.reasoning = "Winter. North." }),
        ("tool-calls", .answer { $0.toolCalls = calls }),
        ("text-and-call", .answer("Let me see.") { $0.toolCalls = [calls[0]] }),
        ("refusal", .answer { $0.refusal = "I cannot help with that." }),
        ("length", .answer("It is") { $0.finishReason = .length }),
        (
            "usage",
            .answer("Yes.") {
                let write = CacheWrite(lifetimeSeconds: nil, tokens: 138)
                $0.usage = TokenUsage(uncachedInput: 6, cachedInput: 1_316, cacheWrites: [write], outputText: 13, reasoning: 16)
            }
        ),
    ]

    private static let requests: [(name: String, request: TransportRequest)] = [
        ("responses", .responses()),
        ("responses-stream", .responses(["stream": true])),
        ("chat", .chat()),
        ("chat-stream", .chat(["stream": true, "stream_options": ["include_usage": true]])),
    ]

    @Test(arguments: answers.map(\.name), requests.map(\.name))
    func answersHaveTheBytesOfTheAPI(answer: String, request: String) throws {
        let script = try #require(Self.answers.first { $0.name == answer }).answer
        let asked = try #require(Self.requests.first { $0.name == request }).request
        let collector = Rehearsal(script).send(asked)
        try expectFixture("\(answer).\(request)", collector.text)
    }

    /// Compares with a file; with `WAYBILL_RECORD` set, writes it.
    private func expectFixture(_ name: String, _ text: String, filePath: String = #filePath) throws {
        let folder = URL(filePath: filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/Rehearsal/\(name).txt")
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil { try Data(text.utf8).write(to: file) }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    @Test func responsesEventsComeInTheOrderOfTheAPI() throws {
        let events = try Rehearsal(.answer("One two.") { $0.reasoning = "Hm." }).send(.responses(["stream": true])).streamed
        #expect(
            events.map(\.event) == [
                "response.created", "response.in_progress", "response.output_item.added", "response.reasoning_summary_part.added",
                "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
                "response.output_item.done", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed",
            ])
        for (number, event) in events.enumerated() {
            #expect(try event.json["type"]?.stringValue == event.event)
            #expect(try event.json["sequence_number"]?.intValue == number)
        }
    }

    @Test func theLastResponsesEventHoldsTheWholeDocument() throws {
        for (_, answer) in Self.answers {
            let document = try JSONReader.read(Rehearsal(answer).send(.responses()).body)
            let last = try #require(try Rehearsal(answer).send(.responses(["stream": true])).streamed.last)
            #expect(try last.json["response"] == document)
        }
    }

    @Test func chatSendsUsageOnlyWhereItIsAskedFor() throws {
        let without = try Rehearsal(.init(text: "Hi.")).send(.chat(["stream": true])).streamed
        #expect(try without.dropLast().allSatisfy { try $0.json["usage"] == nil })
        #expect(without.last?.data == Array("[DONE]".utf8))
        let with = try Rehearsal(.init(text: "Hi.")).send(.chat(["stream": true, "stream_options": ["include_usage": true]])).streamed
        #expect(try with.dropLast(2).allSatisfy { try $0.json["usage"] == .null })
        let usage = try #require(try with.dropLast().last?.json)
        #expect(usage["choices"] == [])
        #expect(usage["usage"]?["total_tokens"]?.intValue ?? 0 > 0)
    }

    @Test func responsesRepeatWhatTheRequestSaid() throws {
        let said: JSONObject = ["instructions": "Be brief.", "temperature": 0.3, "tools": [["type": "function", "name": "find"]]]
        let response = try JSONReader.read(Rehearsal(.init(text: "Hi.")).send(.responses(said)).body)
        for (key, value) in said { #expect(response[key] == value) }
        #expect(response["model"] == "writer")
    }

    @Test(arguments: ["", " ", "Hello", "  two  spaces ", "a\r\nb\n\nc", "naïve café 日本語の長い文章です。改行なし", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦 x"])
    func piecesMakeTheWholeText(text: String) {
        #expect(text.rehearsedPieces.joined() == text)
        #expect(text.rehearsedPieces.allSatisfy { !$0.isEmpty && $0.count <= 12 })
    }
}
