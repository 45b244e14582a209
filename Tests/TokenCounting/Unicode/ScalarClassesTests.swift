import Testing

@testable import WaybillTokenCounting

struct ScalarClassesTests {
    /// Counted in Unicode 16.0.0's `DerivedGeneralCategory.txt` and `PropList.txt`.
    @Test func hasTheNumbersOfUnicode16() {
        let classes = ScalarClasses()
        var counts: [ScalarClass: Int] = [:]
        for scalar in UInt32(0)..<0x11_0000 { counts[classes[scalar], default: 0] += 1 }
        #expect(counts[.upper, default: 0] + counts[.lower, default: 0] + counts[.uncased, default: 0] == 141_028)
        #expect(counts[.mark] == 2_501)
        #expect(counts[.number] == 1_911)
        #expect(counts[.blank, default: 0] + counts[.lineBreak, default: 0] == 25)
    }

    @Test func doesNotFollowTheRuntime() {
        // U+0295 became a letter without case in Unicode 17, whose new letters are unassigned here.
        #expect(ScalarClasses()[0x295] == .lower)
        #expect(ScalarClasses()[0x3_23B0] == .other)
        #expect(TokenEncoding.unicodeVersion == "16.0.0")
    }
}
