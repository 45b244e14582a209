import Foundation
import Testing
import Waybill

/// What `waybill budgets` says of the books that `waybill send` kept.
struct BudgetsCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            workloads:
              chat:
                models: [p/m]
                parameters: {max_output_tokens: 100}
                budget: {rolling: {300d: $1}}
            """, to: "routes.yaml")
        try folder.write(
            """
            api: rehearsal
            budget: {rolling: {300d: $8}}
            models: {m: {price: {input: $0, output: $10000}}}
            script: [{text: Yes., usage: {input: 1, output: 40}}]
            """, to: "providers/p.yaml")
    }

    private func waybill(_ arguments: String) async throws -> CommandRun {
        try await CommandRun("waybill \(arguments) --routes '\(folder.url.path)/routes.yaml' --ledger '\(folder.url.path)/books.sqlite'")
    }

    @Test func processesSpendOneBudgetAndTheCommandTellsWhatIsGone() async throws {
        #expect(try await waybill("send chat hello").exitCode == 0)
        let refused = try await waybill("send chat hello")
        #expect(refused.exitCode == 3)
        #expect(refused.errors.contains("budget"))

        let shown = try await waybill("budgets")
        #expect(shown.exitCode == 0)
        #expect(
            shown.output == """
                budget         for      amount  spent  reserved  used
                workload chat  in 300d   $1.00  $0.40         –   40%
                provider p     in 300d   $8.00  $0.40         –    5%

                """)
        #expect(try await waybill("budgets --at 41%").exitCode == 0)
        let alarm = try await waybill("budgets --at 40% --json")
        #expect(alarm.exitCode == 1)
        #expect(
            alarm.output.contains(#""account":"workload chat","amounts":[{"period":"rolling 432000m","amount":"$1.00","spent":"$0.40","#))
    }

    @Test func booksThatNobodyCountedInYetAreAddedUp() async throws {
        // The calls were made without a budget.
        let routes = try String(contentsOf: folder.url.appending(path: "routes.yaml"), encoding: .utf8)
        try folder.write(routes.split(separator: "\n").dropLast().joined(separator: "\n"), to: "routes.yaml")
        for _ in 0..<2 { #expect(try await waybill("send chat hello").exitCode == 0) }
        try folder.write(routes, to: "routes.yaml")
        let shown = try await waybill("budgets --at 80%")
        #expect(shown.exitCode == 1)
        #expect(shown.output.contains("workload chat  in 300d   $1.00  $0.80         –   80%"))
    }

    @Test func withoutBudgetsOrBooksItSaysSo() async throws {
        let missing = try await waybill("budgets")
        #expect(missing.exitCode == 1 && missing.errors.contains("books.sqlite"))
        try folder.write("workloads: {chat: {models: [p/m], budget: {day: $1, scope: process}}}\n", to: "routes.yaml")
        try folder.write(
            "api: rehearsal\nmodels: {m: {price: {input: $0, output: $1}, max_output_tokens: 10}}\nscript: [ok]\n", to: "providers/p.yaml")
        #expect(try await waybill("send chat hello").exitCode == 0)
        let none = try await waybill("budgets")
        #expect(none.exitCode == 0 && none.output.isEmpty)
        #expect(none.errors.contains("No route and no provider"))
        #expect(try await waybill("budgets --at 0%").exitCode == 64)
    }
}
