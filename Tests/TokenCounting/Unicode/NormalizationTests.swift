import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct NormalizationTests {
    /// Pairs of a text and its form, by the tables of Unicode 16; `scripts/make-unicode-tables` made them.
    private func examples() throws -> [(text: String, form: String)] {
        try FixtureFiles.lines("nfc.txt")
            .map { line in
                let halves = String(decoding: line, as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false)
                let texts = halves.map { half in
                    String(
                        String.UnicodeScalarView(
                            half.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }))
                }
                return (texts[0], texts[1])
            }
    }

    @Test func composesAsUnicode16Does() throws {
        for (text, form) in try examples() {
            #expect(Array(Normalization.nfc(text).utf8) == Array(form.utf8), "\(text.unicodeScalars.map(\.value))")
            #expect(Array(Normalization.nfc(form).utf8) == Array(form.utf8), "what is normal stays")
        }
    }

    @Test func composesWithinALongerText() throws {
        let all = try examples()
        let text = all.map(\.text).joined(separator: " plain text, größer, 文字 ")
        let form = all.map(\.form).joined(separator: " plain text, größer, 文字 ")
        #expect(Array(Normalization.nfc(text).utf8) == Array(form.utf8))
    }

    @Test(arguments: ["", "plain", "gr\u{f6}\u{df}er", "日本語", "한국어", "नमस्ते"])
    func leavesNormalTextAlone(text: String) {
        var text = text
        #expect(text.withUTF8 { Normalization.nfc($0) } == nil)
    }

    @Test func sortsALongRunOfMarks() {
        let above = String(repeating: "\u{301}", count: 20_000)
        let below = String(repeating: "\u{316}", count: 20_000)
        let form = "\u{e9}" + below + String(repeating: "\u{301}", count: 19_999)
        #expect(Array(Normalization.nfc("e" + above + below).utf8) == Array(form.utf8))
    }

    @Test func doesNotFollowTheRuntime() {
        // Both came with Unicode 16.
        #expect(Array(Normalization.nfc("\u{113C2}\u{113C2}").unicodeScalars) == ["\u{113C5}"])
    }
}
