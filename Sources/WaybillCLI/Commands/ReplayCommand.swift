import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill replay`: what the calls of the books would have met under another routes file.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plans the calls of the books again under a routes file: who moves, at what cost.",
        usage: "waybill replay [NEW] [--since 30d] [options]",
        discussion: """
            Every call is planned by what the books have of it: its tokens, what it needs \
            of a model, what it asked for, its key for weighted choices, the day, and which \
            models were not well at that moment. A model that answered or failed then does \
            so again; one that was not asked is taken to answer, with the output that there \
            was. Budgets are not spent anew. There is no text in the books, no key is read, \
            and nothing is sent.

            EXAMPLES:
              What would this edit have cost in the last month?
                waybill replay routes.new.yaml --since 30d
              One workload, for a program:
                waybill replay routes.new.yaml --workload support-chat --json
            """)

    @Argument(help: ArgumentHelp("The routes file to plan under. (default: the one of --routes)", valueName: "new"))
    var new: String?

    @Option(help: ArgumentHelp("Only calls of this workload.", valueName: "name"))
    var workload: String?

    @OptionGroup var span: BooksSpanOptions
    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func run() async throws {
        let books = try LedgerReader(path: try ledger.pathForReading())
        let router = try routes.makeRouter(new)
        let report = try await books.replay(RouteReplay(under: router), matching: filter)
        await router.close()
        if routes.printsJSON { return try OutputChannel.output.write(json(report)) }
        if report.calls == 0, report.unfinished == 0 {
            return OutputChannel.errors.report(OutputChannel.errors.look.note(nothing))
        }
        try OutputChannel.output.write(ReplayView(report: report, file: name, look: OutputChannel.output.look).text)
    }

    private var filter: CallFilter {
        var filter = CallFilter()
        (filter.since, filter.until) = span.span()
        filter.workload = workload.map(Workload.init(rawValue:))
        return filter
    }

    private var nothing: String {
        span.isAll && workload == nil
            ? BooksSpanOptions.noCall
            : "No call in the books is like that. Without --since, --until and --workload all are planned again."
    }

    private var name: String { new ?? routes.path }

    private func json(_ report: ReplayReport) -> JSONValue {
        var object: JSONObject = ["routes": .string(name)]
        for (key, value) in report.json.objectValue ?? [:] { object[key] = value }
        return .object(object)
    }
}
