import Testing
import WaybillInterchange

@testable import Waybill

/// What is told of counts that differ from what a provider reports.
struct CountComparisonTests {
    private func drift(
        input: TokenCount, reported: Int, output: TokenCount = TokenCount(10, .exact, tokenizer: "t"), text: Int = 10, reasoning: Int = 0,
        hidesReasoning: Bool = false
    ) -> [String] {
        let usage = TokenUsage(uncachedInput: reported, outputText: text, reasoning: reasoning)
        return CountComparison.drift(CountedTokens(input: input, output: output), usage, hidesReasoning: hidesReasoning)
            .map { "\($0.kind) \($0.part?.rawValue ?? "")" }
    }

    private func count(_ tokens: Int, _ certainty: CountCertainty, bounds: ClosedRange<Int>? = nil) -> TokenCount {
        TokenCount(tokens, certainty, tokenizer: "t", bounds: bounds)
    }

    @Test func anExactCountMustBeMet() {
        #expect(drift(input: count(100, .exact), reported: 100) == [])
        #expect(drift(input: count(100, .exact), reported: 101) == ["beyond-bound input"])
    }

    @Test func aBoundedCountMustBeMetWithinItsBound() {
        #expect(drift(input: count(100, .bounded(4)), reported: 104) == [])
        #expect(drift(input: count(100, .bounded(4)), reported: 96) == [])
        #expect(drift(input: count(100, .bounded(4)), reported: 105) == ["beyond-bound input"])
    }

    @Test func anEstimateMayBeOffByAThird() {
        #expect(drift(input: count(20, .estimated), reported: 80) == [])
        #expect(drift(input: count(3_000, .estimated), reported: 4_000) == [])
        #expect(drift(input: count(3_000, .estimated), reported: 4_001) == ["beyond-bound input"])
        #expect(drift(input: count(3_000, .estimated), reported: 1_900) == ["beyond-bound input"])
    }

    @Test func farLessThanWasSurelySentIsAPromptThatWasCut() {
        #expect(drift(input: count(12_000, .exact), reported: 4_096) == ["prompt-truncated input"])
        #expect(drift(input: count(12_000, .bounded(40)), reported: 4_096) == ["prompt-truncated input"])
        #expect(drift(input: count(12_000, .estimated, bounds: 9_000...50_000), reported: 4_096) == ["prompt-truncated input"])
        // Of an estimate that promises nothing, half is believed.
        #expect(drift(input: count(12_000, .estimated), reported: 4_096) == ["prompt-truncated input"])
        #expect(drift(input: count(12_000, .estimated), reported: 5_000) == ["beyond-bound input"])
        // A few tokens can be missing for many reasons.
        #expect(drift(input: count(150, .exact), reported: 50) == ["beyond-bound input"])
        #expect(drift(input: count(12_000, .exact), reported: 9_000) == ["beyond-bound input"])
    }

    @Test func theOutputIsComparedWithoutReasoning() {
        let exact = count(100, .exact)
        #expect(drift(input: exact, reported: 100, text: 10, reasoning: 500) == [])
        #expect(drift(input: exact, reported: 100, text: 11) == ["beyond-bound output"])
    }

    @Test func reasoningThatIsNotReportedApartLeavesNothingToCompare() {
        let exact = count(100, .exact)
        #expect(drift(input: exact, reported: 100, text: 700, hidesReasoning: true) == [])
        #expect(drift(input: exact, reported: 100, text: 700, reasoning: 30, hidesReasoning: true) == ["beyond-bound output"])
    }
}
