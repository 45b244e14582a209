import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill budgets`: what is left of them.
struct BudgetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgets",
        abstract: "What is spent of the budgets that the books keep.",
        usage: "waybill budgets [--at 90%] [options]",
        discussion: """
            With '--at' it fails where so much of an amount is spent or reserved, or \
            more: for a job that looks at them every few minutes. Budgets of the scope \
            'process' are in no books and not shown.

            EXAMPLES:
              waybill budgets
              Exits with 1 where nine tenths of one are gone:
                waybill budgets --at 90%
            """)

    @Option(
        help: ArgumentHelp("Fail where at least this share of an amount is used.", valueName: "share"),
        transform: { text in
            do throws(UnitProblem) {
                return try Units.share(text)
            } catch {
                throw ValidationError("'\(text)' \(error.reason).")
            }
        })
    var at: Share?

    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func run() throws {
        let path = try ledger.pathForReading()
        let table = try routes.load().table
        let statuses = try LedgerReader(path: path).budgets(of: table, at: SystemTime().unixTime)
        let used = at.map { share in statuses.flatMap { status in status.parts.filter { $0.isUsed(share) } } } ?? []
        let output = OutputChannel.output
        if routes.printsJSON {
            try output.write(["budgets": statuses.json])
        } else if statuses.isEmpty {
            OutputChannel.errors.report(
                OutputChannel.errors.look.note(
                    "No route and no provider has a budget that the ledger keeps: 'budget: {day: $40}' in a workload is one."))
        } else {
            try output.write(BudgetsView(statuses: statuses, alarm: at, look: output.look).text)
        }
        if !used.isEmpty { throw ExitCode.failure }
    }
}
