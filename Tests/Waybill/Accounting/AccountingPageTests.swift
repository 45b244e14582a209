import Foundation
import Testing
import WaybillInterchange

/// The page on accounting, held against the case that it tells.
struct AccountingPageTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        page = try String(contentsOf: root.appending(path: "docs/accounting.md"), encoding: .utf8)
    }

    @Test func theWorkedExampleIsACaseThatIsTested() throws {
        let example = try CostFixture("worked-example")
        for line in try example.lines(of: "provider") where !line.hasPrefix("api:") { #expect(page.contains("\n\(line)\n")) }
        for line in try example.lines(of: "expected") where line.contains("$") { #expect(page.contains("\n\(line)\n")) }
        let answer = try JSONReader.read(example.answer())
        for key in ["service_tier", "tool_usage", "usage"] {
            let member = try #require(answer[key])
            #expect(page.filter { !$0.isWhitespace }.contains("\"\(key)\":\(member.text())"), "\(key)")
        }
    }

    @Test func everyFlagIsExplained() {
        let flags: [UsageFlag] = [
            .totalDiffers, .inputMissing, .outputMissing, .impossibleCount, .partExceedsWhole, .countFell, .mediaMayBeCached,
        ]
        for flag in flags {
            #expect(page.contains("`\(flag)`"))
            #expect(flag.explanation != flag.rawValue)
        }
    }
}
