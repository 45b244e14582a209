import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TokenTallyTests {
    private let exact = TokenCount(10, .exact, tokenizer: "t")
    private let near = TokenCount(5, .bounded(2), tokenizer: "t", reason: "near")
    private let nearer = TokenCount(7, .bounded(1), tokenizer: "t", reason: "nearer")
    private let guess = TokenCount(3, .estimated, tokenizer: "t", bounds: 1...6, reason: "guess")
    private let wild = TokenCount(4, .estimated, tokenizer: "t", reason: "wild")

    private func sum(_ counts: TokenCount...) -> TokenCount {
        var tally = TokenTally()
        for count in counts { tally.add(count) }
        return tally.count("t")
    }

    @Test func onlyExactPartsMakeAnExactSum() {
        #expect(sum() == TokenCount(0, .exact, tokenizer: "t"))
        #expect(sum(exact, exact) == TokenCount(20, .exact, tokenizer: "t"))
    }

    @Test func boundsAddUpAndTheWidestSaysWhy() {
        #expect(sum(exact, nearer, near) == TokenCount(22, .bounded(3), tokenizer: "t", reason: "near"))
    }

    @Test func anEstimateMakesAnEstimateThatKeepsItsBounds() {
        let count = sum(exact, near, guess)
        #expect(count == TokenCount(18, .estimated, tokenizer: "t", bounds: 14...23, reason: "guess"))
    }

    @Test func whereNothingCanBePromisedOfAPartNothingCanOfTheSum() {
        let count = sum(guess, wild, near)
        #expect(count.bounds == nil)
        // But there is no less than what is surely there.
        #expect(count.least == 4)
        #expect(count.json["lowest"] == 4)
        #expect(count.reason == "wild")
    }

    @Test func talliesOfTalliesAddUpAlike() {
        var first = TokenTally()
        first.add(near)
        var second = TokenTally()
        second.add(guess)
        second.add(5)
        first.add(second)
        #expect(first.count("t") == TokenCount(13, .estimated, tokenizer: "t", bounds: 9...18, reason: "guess"))
        #expect(!first.isEmpty)
        #expect(TokenTally().isEmpty)
    }

    @Test func aCountSaysWhatItLiesBetween() {
        #expect(exact.sureRange == 10...10)
        #expect(TokenCount(1, .bounded(3), tokenizer: "t").sureRange == 0...4)
        #expect(guess.sureRange == 1...6)
        #expect(guess.json.text() == #"{"tokens":3,"certainty":"estimated","tokenizer":"t","lowest":1,"highest":6,"reason":"guess"}"#)
    }
}
