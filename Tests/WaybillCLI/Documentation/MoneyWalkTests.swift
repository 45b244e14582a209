import Foundation
import Testing
import Waybill
import WaybillLedger

/// The call whose money `docs/accounting.md` follows, made as the page says.
struct MoneyWalkTests {
    @Test func theCallCostsWhatThePageSays() async throws {
        let url = Fixture.root.appending(path: "../../../docs/accounting.md").standardized
        let sections = RecipesPage.sections(of: try String(contentsOf: url, encoding: .utf8))
        let walk = try Recipe(try #require(sections.first { $0[0].hasPrefix("## One call's money") }))
        let folder = try TemporaryFolder()
        for block in walk.blocks {
            if case .lines(let path) = block.kind { try folder.write(block.content, to: path) }
        }
        try folder.write(Array(repeating: "word", count: 11_996).joined(separator: " "), to: "prompt.txt")

        let plan = try await CommandRun("waybill route draft --json < prompt.txt", in: folder.url)
        for most in ["$0.064006", "$0.0128012"] {
            #expect(plan.output.contains(#""highest":"\#(most)""#), "\(plan.output)")
            #expect(walk.text.contains("| \(most) |"))
        }
        #expect(plan.output.contains(#""tokens":12003"#))

        let call = try await CommandRun("waybill send draft --ledger books.sqlite < prompt.txt", in: folder.url)
        #expect(call.exitCode == 0, "\(call.errors)")
        let kept = try #require(try LedgerReader(path: folder.url.appending(path: "books.sqlite").path).calls(limit: 1).first)
        #expect(kept.attempts.map { $0.cost?.description } == [nil, "$0.0023136"])
        #expect(kept.attempts.map { $0.usage == nil } == [true, false])
        #expect(walk.text.contains("| $0.0023136 |"))
        #expect(walk.text.contains("(2,313,600,000)"))
        #expect(kept.heading.expectedCost.map { $0.picodollars / 1_000_000_000 } == 29)
    }
}
