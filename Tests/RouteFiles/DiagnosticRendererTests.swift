import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillRouteFiles

struct DiagnosticRendererTests {
    /// How an error at a column of a one-line file is shown.
    private func rendered(_ line: String, column: Int, width: Int = 80) -> [String] {
        let source = SourceText(file: "f", text: line + "\n")
        let diagnostic = Diagnostic(DiagnosticCode(FileFault.notYAML), "here", at: SourceLocation(file: "f", line: 1, column: column))
        let text = DiagnosticRenderer(sources: ["f": source], width: width).render(diagnostic)
        return text.split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func theCaretIsUnderThePlace() {
        #expect(rendered("models: [a, b]", column: 10) == [" 1 | models: [a, b]", "   |          ^"])
    }

    @Test func tabsAreBlanks() {
        #expect(rendered("\ta\tb", column: 4) == [" 1 |     a    b", "   |          ^"])
    }

    @Test func wideLettersTakeTwoColumnsAndMarksNone() {
        #expect(rendered("日本: x", column: 5) == [" 1 | 日本: x", "   |       ^"])
        #expect(rendered("e\u{301}🙂 x", column: 5) == [" 1 | e\u{301}🙂 x", "   |     ^"])
    }

    @Test func longLinesAreCutAroundThePlace() {
        let line = String(repeating: "a", count: 100) + "X" + String(repeating: "b", count: 100)
        let shown = rendered(line, column: 101, width: 40)
        #expect(shown == [" 1 | …aaaaaaaaaaaaaaaaaaaaaaaXbbbbbbbbb…", "   |                         ^"])
        for column in 1...201 {
            #expect(rendered(line, column: column, width: 60).allSatisfy { $0.count <= 60 })
        }
    }

    @Test func thePlaceMayBeTheEnd() {
        #expect(rendered("abc", column: 4) == [" 1 | abc", "   |    ^"])
    }

    @Test func aFileThatIsNotKnownHasNoLine() {
        let diagnostic = Diagnostic(DiagnosticCode(FileFault.ignoredFile), "here", at: SourceLocation(file: "g", line: 3, column: 1))
        #expect(DiagnosticRenderer().render(diagnostic) == "g:3:1: warning: here [WB016]")
        #expect(
            DiagnosticRenderer().render(Diagnostic(DiagnosticCode(RouteLint.smallerWindow), "built in code"))
                == "note: built in code [WB191]")
    }

    @Test func allAreCounted() {
        let (error, warning, note) = (FileFault.tag, FileFault.ignoredFile, RouteLint.smallerWindow)
        let found: [Diagnostic] = [
            .init(DiagnosticCode(error), "a"), .init(DiagnosticCode(error), "b"), .init(DiagnosticCode(warning), "c"),
            .init(DiagnosticCode(note), "d"),
        ]
        #expect(DiagnosticRenderer.summary(found) == "2 errors, 1 warning, 1 note")
        #expect(DiagnosticRenderer.summary([]) == "no problems")
        #expect(DiagnosticRenderer().render(found).hasSuffix("note: d [WB191]\n2 errors, 1 warning, 1 note\n"))
        #expect(DiagnosticRenderer().render([]) == "")
    }

    @Test(arguments: [
        "api_key: hunter2", "api_key:   \"hunter2\"", "apiKey: hunter2 hunter2", "{api: x, api_key: hunter2}",
        "  Authorization: Basic hunter2",
        "x-api-key: 'hunter2", "password: hunter2", "deadline: sk-hunter2", "[a, sk-hunter2]", "key: &anchor hunter2", "token: hunter2",
    ])
    func linesNeverShowWhatMayBeAKey(_ line: String) {
        for column in 1...line.count {
            #expect(!rendered(line, column: column).joined().contains("hunter2"))
        }
    }

    @Test(arguments: [
        "api_key: none", "api_key: {env: OPENAI_API_KEY}", "first_token: 10s", "max_output_tokens: 1500", "prompt_cache_key: true",
    ])
    func whatIsNoKeyIsShown(_ line: String) {
        #expect(rendered(line, column: 1).first == " 1 | \(line)")
    }
}
