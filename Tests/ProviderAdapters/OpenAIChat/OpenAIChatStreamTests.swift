import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Streams as servers send them, one file each, with what they mean beside them.
struct OpenAIChatStreamTests {
    static let streams = FixtureFiles.paths(in: "chat-streams", ending: ".sse") + FixtureFiles.paths(in: "dialects", ending: ".sse")

    @Test(arguments: streams)
    func everyStreamIsRead(_ path: String) throws {
        let transcript = ChatTranscript.stream([try FixtureFiles.bytes(path)[...]], ChatSamples.dialect(ofFixture: path))
        try expectGolden(transcript.text, "\(path.dropLast(4)).golden")
    }

    @Test(arguments: streams)
    func itDoesNotMatterWhereTheNetworkCuts(_ path: String) throws {
        let bytes = try FixtureFiles.bytes(path)
        let dialect = ChatSamples.dialect(ofFixture: path)
        // Every byte of every event is a place to cut at. The same events give the same answer, so they need not be read again.
        for block in bytes.eventBlocks {
            let whole = try [ServerSentEvent](pieces: [block[...]])
            for place in block.indices {
                guard try [ServerSentEvent](pieces: [block[..<place], block[place...]]) == whole else {
                    Issue.record("cut at byte \(place), the event means something else")
                    return
                }
            }
        }
        let dribbled = ChatTranscript.stream(bytes.map { [$0][...] }, dialect)
        #expect(dribbled.text == ChatTranscript.stream([bytes[...]], dialect).text)
    }

    @Test(arguments: streams)
    func deltasAddUpToTheAnswer(_ path: String) throws {
        let transcript = ChatTranscript.stream([try FixtureFiles.bytes(path)[...]], ChatSamples.dialect(ofFixture: path))
        var text = ""
        var calls: [Int: ToolCall] = [:]
        for event in transcript.joinedEvents {
            switch event {
            case .textDelta(let more): text += more
            case .toolCallDelta(let delta):
                calls[delta.index, default: ToolCall(id: delta.id, name: delta.name, arguments: "")].arguments += delta.arguments
            default: break
            }
        }
        var answered: [ToolCall] = []
        for case .toolCall(let call) in transcript.answer.items { answered.append(call) }
        for case .message(let message) in transcript.answer.items { #expect(message.text == text) }
        #expect(calls.sorted { $0.key < $1.key }.map(\.value) == answered)
        #expect(Set(answered.map(\.id)).count == answered.count, "ids are unique")
    }

    @Test(arguments: streams)
    func classesOfUsageAddUpToTheProvidersTotal(_ path: String) throws {
        let transcript = ChatTranscript.stream([try FixtureFiles.bytes(path)[...]], ChatSamples.dialect(ofFixture: path))
        guard let usage = transcript.answer.usage, let total = usage.reported?["total_tokens"]?.intValue, total > 0 else { return }
        #expect(usage.total == total)
    }

    @Test(arguments: streams)
    func aDescriptionNeverHoldsTheProvidersWords(_ path: String) throws {
        guard let failure = ChatTranscript.stream([try FixtureFiles.bytes(path)[...]], ChatSamples.dialect(ofFixture: path)).failure else {
            return
        }
        for text in ["\(failure)", failure.explanation, String(reflecting: failure)] {
            #expect(!text.contains("MARK") && !text.contains("sk-") && !text.contains("Half"))
        }
        #expect(failure.providerMessage?.contains("sk-") != true)
    }

    @Test func brokenStreamsNeverCrash() throws {
        let seed = UInt64(7)
        var random = SeededGenerator(seed: seed)
        for path in Self.streams {
            let bytes = try FixtureFiles.bytes(path)
            for _ in 0..<40 {
                let transcript = ChatTranscript.stream([bytes.mutated(using: &random)[...]], ChatSamples.dialect(ofFixture: path))
                let usage = transcript.answer.usage ?? TokenUsage()
                let classes = [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning]
                #expect(classes.allSatisfy { $0 >= 0 }, "seed \(seed), \(path)")
            }
        }
    }

    @Test func aMadeUpIDIsTheSameWheneverTheAnswerIsRead() throws {
        let bytes = try FixtureFiles.bytes("chat-streams/missing-index-and-ids.sse")
        let first = ChatTranscript.stream([bytes[...]], .generic).answer.items
        #expect(ChatTranscript.stream([bytes[...]], .generic).answer.items == first)
        let other = String(decoding: bytes, as: UTF8.self).split(separator: "chatcmpl-1").joined(separator: "chatcmpl-2")
        let second = ChatTranscript.stream([Array(other.utf8)[...]], .generic).answer.items
        #expect(second.count == first.count)
        #expect(Set(second).isDisjoint(with: first), "another answer's calls have other ids")
    }
}
