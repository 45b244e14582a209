import Testing

@testable import WaybillInterchange

struct PatternTests {
    private func isFound(_ pattern: String, _ text: String) throws -> Bool {
        var effort = 10_000_000
        let compiled = try #require(Pattern(pattern), "\(pattern)")
        let found = compiled.isFound(in: text, effort: &effort)
        return try #require(found as Bool?)
    }

    @Test(
        arguments: [
            ("", ["", "a"], []), ("a", ["a", "xax"], ["", "b"]), ("^a$", ["a"], ["ab", "ba", "a\n"]), ("a|bc|", ["a", "bc", ""], []),
            ("^(a|bc)$", ["a", "bc"], ["b", "abc"]), ("^(?:ab)+$", ["ab", "abab"], ["aba", ""]), ("^(?<year>\\d{4})$", ["2026"], ["202"]),
            ("^a{2}$", ["aa"], ["a", "aaa"]), ("^a{2,}$", ["aa", "aaaaa"], ["a"]), ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
            ("^a{0}b$", ["b"], ["ab"]), ("^a*?b+?c??$", ["b", "aabbc"], ["ac"]), ("^[a-c_]$", ["b", "_"], ["d", "-"]),
            ("^[^a-c]$", ["d", "\u{1F600}", "\n"], ["a"]), ("^[\\w-]+$", ["a-b_9"], ["a b", "é"]), ("^[-a]$", ["-", "a"], ["b"]),
            ("^[a-]$", ["-", "a"], ["b"]), ("^[\\]\\\\]$", ["]", "\\"], ["["]), ("^[]a]$", [], ["a", "]"]), ("^[^]$", ["a", "\n"], [""]),
            ("^.$", ["a", "\u{1F600}"], ["\n", "\u{2028}", "ab"]), ("^\\S+@\\S+\\.\\w+$", ["a@b.no"], ["a b@c.no", "ab"]),
            ("\\bcat\\b", ["a cat!", "cat"], ["concat", "cats"]), ("\\Bcat", ["concat"], ["cat"]), ("^\\u00e9\\x41$", ["éA"], ["eA"]),
            ("^\\u{1F600}$", ["😀"], ["😁"]), ("^\\ud83d\\ude00$", ["😀"], ["😁"]), ("^\\s$", [" ", "\u{00A0}", "\u{FEFF}"], ["a"]),
            ("^\\d$", ["5"], ["٥"]), ("^\\$\\d+\\.\\d{2}$", ["$12.50"], ["12.50", "$12.5"]), ("^\\/a\\-b$", ["/a-b"], ["a-b"]),
            ("^(a*)*$", ["", "aaa"], ["b"]), ("^(a|a)*$", ["aaaa"], ["aaab"]), ("^(|a)+$", ["", "aa"], ["b"]),
            ("^\\t\\n\\0$", ["\t\n\0"], [""]),
            ("^(?:(?:){1000}){1000}$", [""], ["a"]), ("a^b|^c", ["c"], ["ab"]), ("^]}$", ["]}"], [""]),
        ] as [(String, [String], [String])])
    func textsAreFoundOrNot(pattern: String, fitting: [String], others: [String]) throws {
        for text in fitting { #expect(try isFound(pattern, text), "\(text)") }
        for text in others { #expect(try !isFound(pattern, text), "\(text)") }
    }

    @Test(arguments: [
        "(", ")", "(a", "[a", "[b-a]", "[\\d-a]", "a**", "*", "a{", "a{2,1}", "a{1001}", "^*", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)",
        "(a)\\1", "\\k<a>",
        "\\p{L}", "\\cA", "\\z", "\\u12", "\\ud83d", "\\u{110000}", "\\xg0", "(?i)a", "\\", "(?:a{1000}){1000}", "\\01",
    ])
    func whatCannotBeMatchedInLinearTimeIsRefused(pattern: String) {
        #expect(Pattern(pattern) == nil)
    }

    @Test func deepPatternsAreRefused() {
        #expect(Pattern(String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)) == nil)
    }

    @Test func notoriousPatternsTakeLinearTime() throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        for pattern in ["^(a+)+$", "^(a|aa)+$", "^(a*)*b$", "(x+x+)+y"] { #expect(try !isFound(pattern, text)) }
    }

    @Test func aSearchThatCostsTooMuchIsGivenUp() throws {
        var effort = 1_000
        let pattern = try #require(Pattern("^a*$"))
        #expect(pattern.isFound(in: String(repeating: "a", count: 10_000), effort: &effort) == nil)
    }
}
