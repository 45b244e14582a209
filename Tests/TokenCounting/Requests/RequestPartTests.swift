import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct RequestPartTests {
    private let chat = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o"))
    private let server = RequestCounter(.named("o200k_base"), RequestRules(.compatible, model: "qwen3-8b"))

    private func message(_ parts: ContentPart...) -> ModelRequest { ModelRequest(.message(Message(role: .user, content: parts))) }

    @Test func aSchemaIsReadByAHostedModelAndPerhapsByAServersModel() throws {
        var request = ModelRequest("Hello", workload: "any")
        request.output = .jsonSchema(JSONSchemaFormat(name: "answer", schema: ["type": "object", "properties": ["a": ["type": "string"]]]))
        let hosted = try #require(chat.count(request)[.schema])
        #expect(hosted.certainty == .estimated)
        #expect(hosted.tokens > 10)
        let served = try #require(server.count(request)[.schema])
        #expect(served.tokens == 0)
        #expect(served.certainty == .bounded(hosted.tokens - 10))
    }

    @Test func textsOfOneMessageMayBeJoinedInSeveralWays() {
        let count = chat.count(message(.text("Today is Monday."), .text("Where is it?")))
        #expect(count.total.certainty == .bounded(1 + 2))
    }

    @Test func callsAndResultsCountTheirTextAndAnEstimatedFrame() throws {
        let count = chat.count(
            ModelRequest(
                .toolCall(ToolCall(id: "1", name: "now", arguments: #"{"zone":"UTC"}"#)), .toolResult(ToolResult(callID: "1", "12:00"))))
        #expect(try #require(count[.messages]).certainty == .exact)
        #expect(count.total.certainty == .estimated)
    }

    @Test func aRefusalIsText() {
        #expect(chat.count(message(.refusal("I cannot do that."))) == chat.count(message(.text("I cannot do that."))))
    }

    @Test func reasoningGoesBackToItsIssuerOnly() {
        let counter = RequestCounter(.named("o200k_base"), RequestRules(.responses, model: "gpt-5.4"))
        let issuer = ModelName(provider: "openai", id: "gpt-5.4")
        let item = ReasoningItem(
            issuer: issuer, wire: ["type": "reasoning", "encrypted_content": .string(String(repeating: "A", count: 4_000))])
        let request = ModelRequest(.user("Hello"), .reasoning(item)).prepared
        #expect(counter.dependsOnReader(request))
        let own = counter.count(request, for: issuer).total
        let other = counter.count(request, for: ModelName(provider: "openai", id: "gpt-5.5")).total
        #expect(own.tokens - other.tokens == 770)
        #expect(own.reason == "reasoning that is sent back is encrypted")
        #expect(!chat.dependsOnReader(request))
        #expect(chat.count(request, for: issuer).total.tokens == 8)
    }

    @Test func imagesCountByTheRuleOfTheModel() throws {
        let image = ImagePart(.bytes(ImageFiles.png(width: 1_024, height: 1_024), mediaType: "image/png"), detail: .high)
        let count = chat.count(message(.image(image)))
        #expect(count[.images] == TokenCount(765, .exact, tokenizer: "o200k_base"))
        #expect(try #require(server.count(message(.image(image)))[.images]).reason == "what images cost at this model is not known")
    }

    @Test func aTextFileCountsItsTextAndAPDFItsSize() throws {
        let text = FilePart(.bytes(Array("Hello there".utf8), mediaType: "text/plain; charset=utf-8"), name: "a")
        #expect(try #require(chat.count(message(.file(text)))[.files]).tokens == 3)
        let document = FilePart(.bytes([UInt8](repeating: 0, count: 120_000), mediaType: "application/pdf"), name: "a")
        #expect(try #require(chat.count(message(.file(document)))[.files]).tokens == 3 * 700 + 1)
        let elsewhere = FilePart(.url("https://example.com/a.pdf"), name: "a")
        let count = try #require(chat.count(message(.file(elsewhere)))[.files])
        #expect(count.reason == "the size of a file is not known")
        #expect(count.certainty == .estimated)
    }

    @Test func soundCountsByItsSeconds() throws {
        var wave =
            Array("RIFF....WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0xbb, 0, 0, 0, 0x77, 1, 0, 2, 0, 16, 0]
            + Array("data....".utf8)
        wave += [UInt8](repeating: 0, count: 96_000 * 5)
        #expect(try #require(chat.count(message(.audio(AudioPart(wave, format: "wav"))))[.audio]).tokens == 60)
        #expect(try #require(chat.count(message(.audio(AudioPart([1, 2, 3], format: "mp3"))))[.audio]).tokens == 10)
    }

    @Test func aPartIsJSONWithoutTheTokenizer() throws {
        let framing = try #require(chat.count(ModelRequest("Hello", workload: "any")).parts.last)
        #expect(
            framing.json.text()
                == #"{"tokens":7,"certainty":{"bounded":1},"reason":"OpenAI publishes how messages are framed as an estimate only"}"#)
    }
}
