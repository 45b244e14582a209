import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// Streams and whole answers in files, each with what it must be understood as beside it.
struct OpenAIResponsesDecodingTests {
    private static let model = ModelName(provider: "openai", id: "gpt-x")
    private static let streams = FixtureFiles.paths(in: "responses-streams", ending: ".sse")
    private static let wholes = FixtureFiles.paths(in: "responses-answers").filter { !$0.hasSuffix(".golden") }

    /// Reads a file, as a stream or as a whole answer.
    private func transcript(_ path: String, outputLimit: Int? = 64) throws -> AnswerTranscript {
        transcript(try FixtureFiles.bytes(path), isStream: path.hasSuffix(".sse"), outputLimit: outputLimit)
    }

    private func transcript(_ bytes: [UInt8], isStream: Bool, outputLimit: Int? = 64) -> AnswerTranscript {
        let decoder = ResponsesDecoder(model: Self.model, outputLimit: outputLimit)
        guard isStream else { return AnswerTranscript(body: bytes, decoder: decoder) }
        let events = (try? [ServerSentEvent](pieces: [bytes[...]])) ?? []
        return AnswerTranscript(events: events, decoder: decoder)
    }

    @Test(arguments: streams + wholes)
    func everyAnswerIsUnderstood(_ path: String) throws {
        let name = path.prefix { $0 != "." }
        try expectGolden(try transcript(path).text, "\(name).golden")
    }

    @Test(arguments: streams)
    func aStreamIsTheSameHoweverItIsCut(_ path: String) throws {
        let bytes = try FixtureFiles.bytes(path)
        // Every byte of every event is a place to cut at; what stands before and after makes no difference.
        for block in bytes.eventBlocks {
            let whole = try [ServerSentEvent](pieces: [block[...]])
            for place in 1..<block.count {
                #expect(try [ServerSentEvent](pieces: [block[..<place], block[place...]]) == whole, "cut at byte \(place)")
            }
        }
        let byteByByte = try [ServerSentEvent](pieces: bytes.indices.map { bytes[$0...$0] })
        let decoder = ResponsesDecoder(model: Self.model, outputLimit: 64)
        #expect(AnswerTranscript(events: byteByByte, decoder: decoder).text == (try transcript(path)).text)
    }

    @Test(arguments: streams + wholes)
    func whatWasHandedOverIsWhatTheAnswerHolds(_ path: String) throws {
        let transcript = try transcript(path)
        var text = ""
        var calls: [ToolCall] = []
        for item in transcript.answer.items {
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

    @Test(arguments: streams + wholes)
    func tokenClassesSumToTheProvidersTotal(_ path: String) throws {
        guard let usage = try transcript(path).answer.usage, let total = usage.reported?["total_tokens"]?.intValue else { return }
        #expect(usage.total == total)
        for part in [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning] { #expect(part >= 0) }
    }

    @Test(arguments: streams + wholes)
    func descriptionsOfFailuresQuoteNothing(_ path: String) throws {
        let failure = try transcript(path).failure
        #expect(failure?.description.contains("MARK") != true)
        #expect(failure?.model ?? Self.model == Self.model)
    }

    @Test(arguments: streams + wholes)
    func mutatedAnswersNeverCrashTheDecoder(_ path: String) throws {
        let seed = UInt64(path.utf8.count)
        var random = SeededGenerator(seed: seed)
        let bytes = try FixtureFiles.bytes(path)
        for _ in 0..<25 {
            let transcript = transcript(bytes.mutated(using: &random), isStream: path.hasSuffix(".sse"))
            #expect(!transcript.text.isEmpty, "seed \(seed)")
        }
    }

    @Test func aServerThatKnowsOfIncompleteAnswersIsBelieved() {
        let body = """
            {"status":"completed","incomplete_details":null,"output":[{"type":"message","content":"ok"}],"usage":{"output_tokens":64}}
            """
        #expect(transcript(Array(body.utf8), isStream: false).answer.finishReason == .stop)
    }

    @Test func withoutALimitNothingIsTakenForCut() throws {
        #expect(try transcript("responses-answers/llama-cut.json", outputLimit: nil).answer.finishReason == .stop)
    }

    @Test func nothingIsReadAfterTheEnd() throws {
        var bytes = try FixtureFiles.bytes("responses-streams/text.sse")
        let once = transcript(bytes, isStream: true)
        bytes += bytes
        #expect(transcript(bytes, isStream: true).text == once.text)
    }
}
