import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill cost`: what a load costs, at each model that could serve it.
struct CostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Shows what a load costs at each model, and what a change of it would.",
        usage: "waybill cost [WORKLOAD] [--calls RATE --input N --output N] [options]",
        discussion: """
            The load is given, or else it is what the books have, by workload: requests, \
            their tokens, and what was read from caches. It is priced at the models of the \
            workload's route, the first of which is then taken for changes: twice the \
            calls, no cache, shorter answers, another model. A model that is known to have \
            no cache has none here; one without a price for batches takes none. A month \
            has 30 days.

            EXAMPLES:
              What would this load cost?
                waybill cost draft --calls 10k/day --input 2k --output 300
              What would the last month's cost elsewhere?
                waybill cost support-chat --since 30d
              Every model that has a price:
                waybill cost --calls 1M/month --input 500 --output 50
            """)

    @Argument(
        help: "The kind of work, whose route says which models. (default: all in the books; for a given load all models with a price)")
    var workload: String?

    @OptionGroup var given: LoadOptions
    @OptionGroup var span: BooksSpanOptions
    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func run() async throws {
        let router = try routes.makeRouter()
        let table = router.table
        if let workload { try router.require([Workload(rawValue: workload)]) }
        await router.close()
        var sections: [CostSection] = []
        if let load = try given.load(thresholds: thresholds(table)) {
            sections = [section(workload.map(Workload.init(rawValue:)), load, table)]
        } else {
            sections = try sectionsOfBooks(table)
        }
        let output = OutputChannel.output
        if routes.printsJSON { return try output.write(["workloads": sections.json]) }
        if sections.isEmpty { return OutputChannel.errors.report(OutputChannel.errors.look.note(nothing)) }
        try output.write(sections.map { CostView(section: $0, look: output.look).text }.joined(separator: "\n"))
    }
}

extension CostCommand {
    private var nothing: String {
        span.isAll && workload == nil
            ? "\(BooksSpanOptions.noCall) A load of your own is given with --calls, --input and --output."
            : "No call in the books is like that and has a route. A load of your own is given with --calls, --input and --output."
    }

    private func section(_ workload: Workload?, _ load: CallLoad, _ table: RouteTable, isOfBooks: Bool = false) -> CostSection {
        CostSection(
            workload: workload, isOfBooks: isOfBooks, forecast: CostForecast(of: load, at: models(of: workload, table), in: table))
    }

    private func sectionsOfBooks(_ table: RouteTable) throws -> [CostSection] {
        let books = try LedgerReader(path: try ledger.pathForReading())
        let (since, until) = span.span()
        let cached = try given.cachedShare
        let loads = try books.loads(
            since: since, until: until ?? SystemTime().unixTime, batch: try given.batchShare, thresholds: thresholds(table))
        return
            loads
            .filter { workload == nil || $0.workload.rawValue == workload }
            // What has no route any more has no models to be priced at.
            .filter { table.route(for: $0.workload) != nil }
            .map { section($0.workload, cached.map($0.load.caching) ?? $0.load, table, isOfBooks: true) }
    }

    /// The models of a workload's route, or all that have a price.
    private func models(of workload: Workload?, _ table: RouteTable) -> [ModelName] {
        guard let workload, let route = table.route(for: workload) else { return table.pricedModels }
        var models: [ModelName] = []
        for candidate in route.allCandidates where !models.contains(candidate.model) { models.append(candidate.model) }
        return models
    }

    private func thresholds(_ table: RouteTable) -> Set<Int> {
        CostForecast.thresholds(of: table.pricedModels, in: table)
    }
}

extension RouteTable {
    /// The models that have a price, by their names.
    fileprivate var pricedModels: [ModelName] {
        providers.values
            .flatMap { provider in
                provider.models.filter { $0.price != nil }.map { ModelName(provider: provider.name, id: $0.id) }
            }
            .sorted { $0.description < $1.description }
    }
}
