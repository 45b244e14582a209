import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill usage`: what the books hold, added up.
struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Adds up the books: calls, failures, tokens, cost, cache hits, times.",
        usage: "waybill usage [--by workload,model] [--since 7d] [options]",
        discussion: """
            Every call counts in one row and every attempt in one, so that rows sum to \
            the total: tokens and cost belong to the model that was asked, a call to the \
            model that answered, else to the one asked last. Times are of answered calls, \
            from their beginning. What caches saved is told where the price in the \
            provider files makes the cost of the attempt again.

            EXAMPLES:
              Everything, by workload:
                waybill usage
              The last week, by workload and model:
                waybill usage --by workload,model --since 7d
              What went wrong yesterday and today at one provider:
                waybill usage --by failure,model --provider openai --since 2d
              For a program:
                waybill usage --by day,workload --since 2026-11-01 --json
            """)

    @Option(
        help: ArgumentHelp(
            "What rows are: \(UsageDimension.allCases.map(\.rawValue).joined(separator: ", ")); several with commas.", valueName: "parts"))
    var by = "workload"

    @OptionGroup var filter: BooksFilterOptions
    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws { _ = try dimensions() }

    func run() throws {
        let path = try ledger.pathForReading()
        let by = try dimensions()
        let (since, until) = filter.span()
        // The chart is by days, whatever the rows are.
        var query = UsageQuery(by: by + (by.contains(.day) ? [] : [.day]))
        (query.since, query.until) = (since, until)
        query.workload = filter.workload.map(Workload.init(rawValue:))
        query.model = filter.model
        query.provider = filter.provider
        let table = routes.inspect().inspection.table
        let report = try LedgerReader(path: path).usage(query) { table?.providers[$0.provider]?.model($0.id)?.price }
        let output = OutputChannel.output
        if routes.printsJSON { return try output.write(json(report, by, since, until)) }
        if report.groups.isEmpty {
            return OutputChannel.errors.report(OutputChannel.errors.look.note(filter.nothing))
        }
        try output.write(UsageView(report: report, dimensions: by, span: (since, until), look: output.look).text)
    }

    private func json(_ report: UsageReport, _ by: [UsageDimension], _ since: Duration?, _ until: Duration?) -> JSONValue {
        var object: JSONObject = ["since": .null, "until": .null]
        if let since { object["since"] = .string(since.utcText) }
        if let until { object["until"] = .string(until.utcText) }
        for (key, value) in report.grouped(by: by).json.objectValue ?? [:] { object[key] = value }
        object["days"] = report.grouped(by: [.day]).json.objectValue?["groups"]
        return .object(object)
    }

    private func dimensions() throws -> [UsageDimension] {
        var dimensions: [UsageDimension] = []
        for word in by.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let dimension = UsageDimension(rawValue: word) else {
                let names = UsageDimension.allCases.map(\.rawValue)
                let hint = nearestWord(to: word, among: names).map { "did you mean '\($0)'?" }
                throw ValidationError("Usage is not told apart by '\(word)'; \(hint ?? "there are \(names.joined(separator: ", ")).")")
            }
            if !dimensions.contains(dimension) { dimensions.append(dimension) }
        }
        return dimensions
    }
}
