import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// Streams and bodies under `Fixtures/Responses`, each with what it must be understood as beside it.
struct OpenAIResponsesDecodingTests {
    private static let model = ModelName(provider: "openai", id: "gpt-x")
    private static let streams = FixtureFiles.paths(in: "Responses/Streams", ending: ".sse")
    private static let bodies = FixtureFiles.paths(in: "Responses/Bodies").filter { !$0.hasSuffix(".expected.json") }

    private func decoder() -> ResponsesDecoder { ResponsesDecoder(model: Self.model, outputLimit: 64) }

    private func compare(_ transcript: AnswerTranscript, with path: String) throws {
        let bytes = transcript.json.bytes(style: .pretty) + [UInt8(ascii: "\n")]
        try FixtureFiles.record(bytes, as: "\(path).expected.json")
        let expected = try FixtureFiles.bytes("\(path).expected.json")
        #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: streams)
    func aStreamIsUnderstood(_ path: String) throws {
        try compare(AnswerTranscript([FixtureFiles.bytes(path)], decoder: decoder()), with: path)
    }

    @Test(arguments: bodies)
    func aWholeBodyIsUnderstood(_ path: String) throws {
        try compare(AnswerTranscript(body: FixtureFiles.bytes(path), decoder: decoder()), with: path)
    }

    @Test(arguments: streams)
    func aStreamIsTheSameHoweverItIsCut(_ path: String) throws {
        let bytes = try FixtureFiles.bytes(path)
        // Every byte of every event is a place to cut at; what stands before and after makes no difference.
        for event in bytes.eventBlocks {
            let whole = try AnswerTranscript.events(in: [event])
            for place in 1..<event.count {
                let parts = try AnswerTranscript.events(in: [Array(event[..<place]), Array(event[place...])])
                #expect(parts == whole, "cut at byte \(place)")
            }
        }
        let byteByByte = try AnswerTranscript(bytes.map { [$0] }, decoder: decoder())
        #expect(byteByByte.json == (try AnswerTranscript([bytes], decoder: decoder())).json)
    }

    @Test(arguments: streams)
    func whatWasHandedOverIsWhatTheAnswerHolds(_ path: String) throws {
        let transcript = try AnswerTranscript([FixtureFiles.bytes(path)], decoder: decoder())
        var text = ""
        var calls: [ToolCall] = []
        for item in transcript.decoder.answer.items {
            if case .message(let message) = item { text += message.text }
            if case .toolCall(let call) = item { calls.append(call) }
        }
        #expect(transcript.deliveredText == text)
        #expect(Set(transcript.deliveredArguments.keys) == Set(calls.indices))
        // One call of this file lost a piece on the way; the answer holds what the model wrote.
        for (index, call) in calls.enumerated() where !path.hasSuffix("odd-tool-calls.sse") {
            #expect(transcript.deliveredArguments[index] == call.arguments)
        }
    }

    @Test(arguments: streams + bodies)
    func tokenClassesSumToTheProvidersTotal(_ path: String) throws {
        let bytes = try FixtureFiles.bytes(path)
        let answer =
            path.hasSuffix(".sse")
            ? try AnswerTranscript([bytes], decoder: decoder()).decoder.answer
            : AnswerTranscript(body: bytes, decoder: decoder()).decoder.answer
        guard let usage = answer.usage, let total = usage.reported?["total_tokens"]?.intValue else { return }
        #expect(usage.total == total)
        for part in [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning] { #expect(part >= 0) }
    }

    @Test(arguments: streams + bodies)
    func descriptionsOfFailuresQuoteNothing(_ path: String) throws {
        let bytes = try FixtureFiles.bytes(path)
        let failure =
            path.hasSuffix(".sse")
            ? try AnswerTranscript([bytes], decoder: decoder()).failure : AnswerTranscript(body: bytes, decoder: decoder()).failure
        #expect(failure?.description.contains("MARK") != true)
        #expect(failure?.model ?? Self.model == Self.model)
    }

    @Test func mutatedStreamsNeverCrashTheDecoder() throws {
        for (seed, path) in Self.streams.enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            let bytes = try FixtureFiles.bytes(path)
            for _ in 0..<25 {
                let transcript = try AnswerTranscript([bytes.mutated(using: &random)], decoder: decoder())
                #expect(transcript.decoder.skippedEvents >= 0, "seed \(seed), \(path)")
            }
        }
    }

    @Test func mutatedBodiesNeverCrashTheDecoder() throws {
        for (seed, path) in Self.bodies.enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            let bytes = try FixtureFiles.bytes(path)
            for _ in 0..<50 {
                let transcript = AnswerTranscript(body: bytes.mutated(using: &random), decoder: decoder())
                #expect(transcript.failure != nil || transcript.decoder.progress == .ended, "seed \(seed), \(path)")
            }
        }
    }

    @Test func aServerThatKnowsOfIncompleteAnswersIsBelieved() throws {
        let body = Array(
            #"{"status":"completed","incomplete_details":null,"output":[{"type":"message","content":"ok"}],"usage":{"output_tokens":64}}"#
                .utf8)
        #expect(AnswerTranscript(body: body, decoder: decoder()).decoder.answer.finishReason == .stop)
    }

    @Test func withoutALimitNothingIsTakenForCut() throws {
        let body = try FixtureFiles.bytes("Responses/Bodies/llama-cut.json")
        let unlimited = ResponsesDecoder(model: Self.model, outputLimit: nil)
        #expect(AnswerTranscript(body: body, decoder: unlimited).decoder.answer.finishReason == .stop)
    }
}
