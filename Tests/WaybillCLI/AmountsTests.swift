import Testing
import WaybillInterchange

@testable import WaybillCLI

struct AmountsTests {
    @Test(arguments: [
        ("$0.00", "$0.00"), ("$12.5", "$12.50"), ("$12.506", "$12.51"), ("$0.5", "$0.50"), ("$0.123456", "$0.123"),
        ("$0.0016954", "$0.0017"),
        ("$0.000001234567", "$0.00000123"), ("$0.000000000001", "$0.000000000001"), ("$0.9999", "$1.00"), ("$1234.567", "$1,234.57"),
    ])
    func moneyKeepsThreeDigitsBelowADollar(exact: String, shown: String) throws {
        #expect(try #require(Money(exact)).shortText == shown)
    }

    @Test(arguments: [
        (1, "1"), (999, "999"), (8_000, "8k"), (8_192, "8192"), (131_072, "131072"), (400_000, "400k"), (1_000_000, "1M"),
        (1_050_000, "1.05M"),
        (1_500_000, "1.5M"), (1_047_576, "1047576"), (10_000_000, "10M"),
    ])
    func tokensAreShortWhereThatIsExact(count: Int, shown: String) {
        #expect(count.tokensText == shown)
    }

    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (9_999, "9.9 kB"), (23_456, "23 kB"), (999_999, "999 kB"),
        (1_400_000, "1.4 MB"),
        (5_000_000_000, "5.0 GB"), (812_345_678_901, "812 GB"), (99_000_000_000_000, "99 TB"),
    ])
    func bytesHaveAShortUnit(count: Int, shown: String) {
        #expect(count.bytesText == shown)
    }

    @Test(arguments: [
        ("openai", true), ("gpt-5.4", true), ("OPENAI/GPT", true), ("openai/*", true), ("*mini", true), ("*/gpt*-mini", true), ("*", true),
        ("o*i*i", true), ("openai", true), ("mini", true), ("*nano", false), ("gpt*", false), ("openai/gpt-5.4-mini*i", false),
        ("anthropic", false),
    ])
    func patternsChooseModels(pattern: String, isChosen: Bool) {
        #expect(NamePattern(pattern).matches(provider: "openai", id: "gpt-5.4-mini") == isChosen)
    }
}

struct LayoutTests {
    @Test func textIsBrokenAtBlanks() {
        #expect("one two three four".wrapped(to: 9) == ["one two", "three", "four"])
        #expect("a-word-that-is-too-long x".wrapped(to: 9) == ["a-word-that-is-too-long", "x"])
        #expect("".wrapped(to: 9) == [""])
    }

    @Test func wideLettersTakeTwoColumns() {
        #expect("日本".columns == 4)
        #expect("日本".padded(to: 6) == "日本  ")
    }

    @Test func longFirstCellsHaveALineOfTheirOwn() {
        var table = Table(columns: [.left, .right])
        table.add([Table.Cell("model"), Table.Cell("window")])
        table.add([Table.Cell(String(repeating: "m", count: 90)), Table.Cell("400k")], detail: [Table.Cell("tools")])
        let lines = table.text(indent: 2, Look(isTerminal: false, columns: nil)).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].count == 80)
        #expect(lines[2].count == 80 && lines[2].hasSuffix(" 400k"))
        #expect(lines[3] == "    tools")
    }
}
