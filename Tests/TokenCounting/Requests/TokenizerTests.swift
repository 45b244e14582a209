import Testing
import WaybillInterchange
import WaybillTokenCounting

struct TokenizerTests {
    @Test(arguments: ["o200k_base", "o200k_harmony", "cl100k_base"])
    func builtInNamesAreExact(name: String) {
        let tokenizer = Tokenizer.named(name)
        #expect(tokenizer.name == name)
        #expect(tokenizer.count("Where is order 1207?").certainty == .exact)
        #expect(tokenizer.count("").tokens == 0)
    }

    @Test(arguments: [nil, "claude", ""])
    func anyOtherNameIsAnEstimateThatSaysWhy(name: String?) throws {
        let count = Tokenizer.named(name).count("Where is order 1207?")
        #expect(count.certainty == .estimated)
        #expect(count.tokenizer == name ?? "unknown")
        #expect(count.reason != nil)
        #expect(try #require(count.bounds).contains(count.tokens))
    }
}
