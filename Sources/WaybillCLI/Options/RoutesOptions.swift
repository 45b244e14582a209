import ArgumentParser
import Waybill

/// Where the routes are and how results are printed: the options that all commands share.
struct RoutesOptions: ParsableArguments {
    @Option(
        name: .customLong("routes"),
        help: ArgumentHelp("The routes file. (default: $WAYBILL_ROUTES, else routes.yaml)", valueName: "path"))
    private var givenPath: String?

    @Flag(name: .customLong("json"), help: "Print JSON instead of text; docs/json.md documents it.")
    var printsJSON = false

    /// The path of the routes file.
    var path: String {
        if let givenPath { return givenPath }
        if let path = ProcessEnvironment.value("WAYBILL_ROUTES"), !path.isEmpty { return path }
        return "routes.yaml"
    }

    func validate() throws {
        if givenPath?.isEmpty == true { throw ValidationError("The path given with '--routes' is empty.") }
    }
}

extension RoutesOptions {
    /// What the route files say, valid or not.
    ///
    /// - Parameters:
    ///   - other: Another routes file than the options name.
    ///   - day: The day that is taken for today; `nil`: the machine's.
    func inspect(_ other: String? = nil, on day: DayOptions? = nil) -> (inspection: RouteFilesInspection, tokenizers: TokenizerFiles) {
        let today = day?.today ?? CalendarDay(unixTime: SystemTime().unixTime)
        return TokenizerFiles.read(with: RouteFiles.inspect(path: other ?? path, today: today.description))
    }

    /// The routes, which must be valid, and the tokenizers that they name files of.
    func load(
        _ other: String? = nil, on day: DayOptions? = nil
    ) throws(InvalidRouteFiles) -> (table: RouteTable, tokenizers: TokenizerFiles) {
        let (inspection, tokenizers) = inspect(other, on: day)
        guard let table = inspection.table else { throw InvalidRouteFiles(path: other ?? path, inspection: inspection) }
        return (table, tokenizers)
    }

    /// A router over the routes, which must be valid.
    func makeRouter(
        _ other: String? = nil, on day: DayOptions? = nil, ledger: (any CallLedger)? = nil
    ) throws(InvalidRouteFiles) -> ModelRouter {
        let (table, tokenizers) = try load(other, on: day)
        var options = RouterOptions(time: day?.time, ledger: ledger, logger: nil)
        options.tokenizers = tokenizers.encodings
        return ModelRouter(table: table, options: options) { event in
            if case .nearMiss(let workload, let similar) = event {
                OutputChannel.errors.report("Note: no route serves '\(workload)' itself; did you mean '\(similar)'?\n")
            }
        }
    }
}
