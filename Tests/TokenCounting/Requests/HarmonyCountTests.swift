import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct HarmonyCountTests {
    private let counter = RequestCounter(.exact(.o200kHarmony), RequestRules(.compatible, model: "openai/gpt-oss-120b"))

    @Test func everyCountIsThatOfOpenAIHarmony() throws {
        let lines = try FixtureFiles.lines("harmony.jsonl")
        #expect(lines.count == 162)
        for line in lines {
            let json = try JSONReader.read(line)
            let request = try ModelRequest(jsonText: #require(json["request"]).text())
            let count = counter.count(request)
            let expected = try #require(json["tokens"]?.intValue)
            #expect(count.total.tokens == expected, "\(request.json.text())")
            #expect(count.parts.map(\.count.tokens).reduce(0, +) == expected)
        }
    }

    @Test func onlyTheDateIsLeftOpen() {
        let count = counter.count(ModelRequest("Hello", workload: "any"))
        #expect(count.total.certainty == .bounded(11))
        #expect(count[.messages]?.certainty == .exact)
        #expect(count.total.reason == "the server decides whether it tells the model the date")
    }

    @Test func theTokenizerAloneSaysThatAModelReadsHarmony() {
        #expect(RequestRules(.compatible, model: "our-model", tokenizer: "o200k_harmony").format == .harmony)
    }

    @Test func thoughtsCountUntilTheyHaveLedToAnAnswer() throws {
        let counter = RequestCounter(.exact(.o200kHarmony), RequestRules(.responses, model: "gpt-oss-20b"))
        let issuer = ModelName(provider: "any", id: "model")
        let thought = ConversationItem.reasoning(ReasoningItem(issuer: issuer, text: "The order is late."))
        let call = ConversationItem.toolCall(ToolCall(id: "1", name: "now", arguments: "{}"))
        let open = counter.count(ModelRequest(.user("Hello"), thought, call)).total.tokens
        #expect(open - counter.count(ModelRequest(.user("Hello"), call)).total.tokens == 5 + 6)

        let answered = counter.count(ModelRequest(.user("Hello"), thought, .assistant("Late.")))
        #expect(answered.total.tokens == counter.count(ModelRequest(.user("Hello"), .assistant("Late."))).total.tokens)
        #expect(answered[.messages]?.certainty == .bounded(11))
    }

    @Test func aCallMayBeWrittenInTwoWays() {
        let call = ConversationItem.toolCall(ToolCall(id: "1", name: "now", arguments: "{}"))
        #expect(counter.count(ModelRequest(call)).total.certainty == .bounded(13))
    }
}
