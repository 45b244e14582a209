import Testing
import WaybillInterchange
import WaybillTokenCounting

@testable import Waybill

struct OutputTokensTests {
    private func counted(_ tokenizer: String?, _ events: [AnswerEvent]) -> OutputTokens {
        var output = OutputTokens(.named(tokenizer))
        for event in events { output.take(event) }
        return output
    }

    @Test func textInPiecesCountsAsTheWholeText() {
        let text = "The parcel left Trondheim this morning, at 7:30 o'clock."
        let pieces = text.map { AnswerEvent.textDelta(String($0)) }
        let count = counted("o200k_base", pieces).count
        #expect(count.tokens == TokenEncoding.o200kBase.count(text))
        #expect(count.certainty == .bounded(8))
        #expect(count.reason == "what frames an answer is not published")
    }

    @Test func nothingIsNothing() {
        #expect(counted("o200k_base", []).count == TokenCount(0, .exact, tokenizer: "o200k_base"))
        #expect(counted("o200k_base", [.activity]).count.tokens == 0)
    }

    @Test func toolCallsAreEstimates() {
        let first = ToolCallDelta(index: 0, id: "a", name: "weather", arguments: #"{"city":"#)
        let rest = ToolCallDelta(index: 0, id: "a", name: "weather", arguments: #""Oslo"}"#)
        let count = counted("o200k_base", [.toolCallDelta(first), .toolCallDelta(rest)]).count
        #expect(count.tokens == TokenEncoding.o200kBase.count(#"weather{"city":"Oslo"}"#))
        #expect(count.certainty == .estimated)
    }

    @Test func anUnknownTokenizerEstimates() {
        let count = counted(nil, [.textDelta("Hello, "), .textDelta("world.")]).count
        #expect(count.certainty == .estimated)
        #expect(count.tokenizer == "unknown")
    }

    @Test func thinkingIsCountedApart() {
        let output = counted("o200k_base", [.reasoningDelta("Hmm. "), .textDelta("Yes.")])
        #expect(output.hasReasoning)
        #expect(output.shownReasoning.tokens == TokenEncoding.o200kBase.count("Hmm. "))
        #expect(output.count.tokens == TokenEncoding.o200kBase.count("Yes."))
    }
}
