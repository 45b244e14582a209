import Testing

@testable import WaybillTokenCounting

struct SplitPatternTests {
    private static let words = #"[^\r\n\p{L}\p{N}]?\p{L}+"#
    private static let rest = #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    @Test(arguments: [
        (TokenizerFileText.llama3, PieceRules.cl100k), (TokenizerFileText.qwen, .qwen2), (TokenizerFileText.qwen35, .qwen35),
        (TokenizerFileText.o200k, .o200k), (TokenizerFileText.tekken, .tekken),
        // As tiktoken writes it, without the alternative for the end.
        (
            #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s*[\r\n]|\s+(?!\S)|\s"#,
            .cl100k
        ),
        (
            #"(?i:'t|'s|'d|'re|'ve|'m|'ll)|[^\n\r\p{N}\p{L}]?[\p{L}]+|[\p{N}]{1,3}|[ ]?[^\p{N}\s\p{L}]+[\n\r]*|\s*[\n\r]+|\s+(?!\S)|\s+"#,
            .cl100k
        ),
        (
            TokenizerFileText.o200k.replacing(#"{1,3}"#, with: "").replacing(#"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#, with: ""), .tekken
        ),
    ])
    func knowsFamiliesByTheirPattern(pattern: String, rules: PieceRules) { #expect(PieceRules(pattern: pattern) == rules) }

    @Test(arguments: [
        "", "|", "a", #"\p{L}+"#, "(", "[", #"\"#, #"\p{L"#, "(?i:'s",
        // Case matters here.
        "'s|'t|'re|'ve|'m|'ll|'d|" + words + "|" + rest, "(?:'s|'t|'re|'ve|'m|'ll|'d)|" + words + "|" + rest,
        // One contraction less.
        "(?i:'s|'t|'re|'ve|'m|'ll)|" + words + "|" + rest,
        // To some libraries any number of digits.
        words + "|" + rest.replacing("{1,3}", with: "{1,3}+"),
        words + "|" + rest.replacing("{1,3}", with: "+"), words + "|" + rest.replacing("{1,3}", with: "{1,4}"),
        // Possessive where something is given back.
        words + "|" + rest.replacing(#"\s*["#, with: #"\s*+["#), words + "|" + rest.replacing(#"\s+(?!"#, with: #"\s++(?!"#),
        TokenizerFileText.o200k.replacing(#"\p{M}]*["#, with: #"\p{M}]*+["#),
        TokenizerFileText.qwen35.replacing(#"\p{N}]?["#, with: #"\p{N}]?+["#),
        // Marks in words, and as punctuation too.
        TokenizerFileText.qwen35.replacing(#"[^\s\p{L}\p{M}\p{N}]"#, with: #"[^\s\p{L}\p{N}]"#),
        // In another order, and with something more.
        rest + "|" + words, words + "|" + rest + "|x", #"\s++$|"# + words + "|" + rest,
        // The letters of a script.
        #"[\p{Han}]+|"# + words + "|" + rest, words.replacing(#"\p{L}+"#, with: #"[\p{L}&&[^\p{Han}]]+"#) + "|" + rest,
    ])
    func refusesWhatItCannotBeSureOf(pattern: String) { #expect(PieceRules(pattern: pattern) == nil) }

    @Test func quotesAPatternThatItDoesNotKnow() throws {
        var file = TokenizerFileText(merges: [])
        file.pattern = #"\p{L}+|\P{L}+"#
        let problem = #"'pre_tokenizer.pretokenizers[0].pattern.Regex' is a pattern that is not supported: \p{L}+|\P{L}+."#
        #expect(throws: TokenizerFileError(file: "x", problem: problem)) { try TokenEncoding.load(tokenizerJSON: file.bytes, name: "x") }
    }
}
