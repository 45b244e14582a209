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
              The last month as a page for a browser or for paper:
                waybill usage --since 30d --html usage.html
              For a program:
                waybill usage --by day,workload --since 2026-11-01 --json
            """)

    @Option(
        help: ArgumentHelp(
            "What rows are: \(UsageDimension.allCases.map(\.rawValue).joined(separator: ", ")); several with commas. (default: workload)",
            valueName: "parts"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Write a page instead, whole in one file: totals, time, cost, caches and failures; with '--by' a table of these parts, too. '-' is standard output.",
            valueName: "file"))
    var html: String?

    @OptionGroup var filter: BooksFilterOptions
    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        _ = try dimensions()
        guard let html else { return }
        if html.isEmpty { throw ValidationError("The path given with '--html' is empty; '-' is standard output.") }
        if routes.printsJSON {
            throw ValidationError("'--html' and '--json' do not go together: one is for people, the other for programs.")
        }
    }

    func run() throws {
        let books = try LedgerReader(path: try ledger.pathForReading())
        let by = try dimensions()
        var query = filter.usage
        let table = routes.inspect().inspection.table
        let prices = { @Sendable (model: ModelName) in table?.providers[model.provider]?.model(model.id)?.price }
        if let html {
            query.dimensions = self.by == nil ? [] : by
            return try write(try books.usagePage(query, prices: prices), to: html)
        }
        // The chart is by days, whatever the rows are.
        query.dimensions = by + (by.contains(.day) ? [] : [.day])
        let report = try books.usage(query, prices: prices)
        let output = OutputChannel.output
        if routes.printsJSON { return try output.write(json(report, by, query)) }
        if report.groups.isEmpty { return sayNothing() }
        try output.write(UsageView(report: report, dimensions: by, query: query, look: output.look).text)
    }

    private func write(_ page: UsagePage, to path: String) throws {
        if path == "-" {
            try OutputChannel.output.write(page.html)
        } else {
            try OutputFile(path: path).write(page.html)
        }
        if page.report.groups.isEmpty { sayNothing() }
    }

    private func sayNothing() { OutputChannel.errors.report(OutputChannel.errors.look.note(filter.nothing)) }

    private func json(_ report: UsageReport, _ by: [UsageDimension], _ query: UsageQuery) -> JSONValue {
        var object: JSONObject = ["since": .null, "until": .null]
        if let since = query.since { object["since"] = .string(since.utcText) }
        if let until = query.until { object["until"] = .string(until.utcText) }
        for (key, value) in report.grouped(by: by).json.objectValue ?? [:] { object[key] = value }
        object["days"] = report.grouped(by: [.day]).json.objectValue?["groups"]
        return .object(object)
    }

    private func dimensions() throws -> [UsageDimension] {
        var dimensions: [UsageDimension] = []
        for word in (by ?? UsageDimension.workload.rawValue).split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
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
