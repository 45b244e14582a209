import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Whole answers, one file each, with what they mean beside them.
struct OpenAIChatAnswerTests {
    static let bodies = FixtureFiles.paths(in: "chat-answers").filter { !$0.hasSuffix(".golden") }

    @Test(arguments: bodies)
    func everyAnswerIsRead(_ path: String) throws {
        let transcript = ChatTranscript.whole(try FixtureFiles.bytes(path), .openRouter)
        try expectGolden(transcript.text, "\(path.prefix { $0 != "." }).golden")
        if let failure = transcript.failure {
            #expect(!"\(failure)".contains("MARK"))
        } else {
            #expect(transcript.answer.finishReason != nil)
        }
    }

    /// The same answer, streamed and whole.
    @Test(arguments: [
        "tool-calls", "forced-tool-call", "refusal", "length", "length-only-reasoning", "content-filter", "legacy-function-call",
    ])
    func aWholeAnswerBringsTheEventsOfAStream(_ name: String) throws {
        let streamed = ChatTranscript.stream([try FixtureFiles.bytes("chat-streams/\(name).sse")[...]], .generic)
        let whole = ChatTranscript.whole(try FixtureFiles.bytes("chat-answers/\(name).json"), .generic)
        #expect(streamed.joinedEvents.map(\.withoutID) == whole.joinedEvents.map(\.withoutID))
        #expect(streamed.answer.finishReason == whole.answer.finishReason)
    }

    @Test func brokenAnswersNeverCrash() throws {
        let seed = UInt64(7)
        var random = SeededGenerator(seed: seed)
        for path in Self.bodies {
            let bytes = try FixtureFiles.bytes(path)
            for _ in 0..<100 {
                let transcript = ChatTranscript.whole(bytes.mutated(using: &random), .generic)
                if let failure = transcript.failure { #expect(!"\(failure)".contains("MARK"), "seed \(seed), \(path)") }
            }
        }
    }
}

extension AnswerEvent {
    /// The event without the id of its call, which differs from answer to answer.
    fileprivate var withoutID: AnswerEvent {
        guard case .toolCallDelta(var delta) = self else { return self }
        delta.id = ""
        return .toolCallDelta(delta)
    }
}
