import ArgumentParser
import Waybill

/// `waybill models`: what the provider files offer.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists the models of the provider files: windows, prices, features, shutdown dates.",
        usage: "waybill models [FILTER] [options]",
        discussion: """
            Prices are in dollars per million tokens; ? is not known. A model named * \
            stands for every other model id that the provider takes. With --online each \
            provider is asked for its own list, with its key, and told is where that \
            says otherwise.

            EXAMPLES:
              Everything:
                waybill models
              One provider; every model with a name like this:
                waybill models openai
                waybill models '*/gpt-5.4*'
              What takes images, the cheapest first:
                waybill models --feature images --sort input
              What our routes use, and is gone in half a year:
                waybill models --used --ending 180
              Are the files still true?
                waybill models --online --used
            """)

    @Argument(help: "A provider, a part of a model's name, or a pattern with * for any letters.")
    var filter: String?

    @Option(help: ArgumentHelp("Only models that have this; can be given again.", valueName: "feature"))
    var feature: [String] = []

    @Flag(help: "Only models of the routes.")
    var used = false

    @Option(help: ArgumentHelp("Only models that are shut down within so many days, or were.", valueName: "days"))
    var ending: Int?

    @Option(
        help: ArgumentHelp(
            "All in one table, by \(ModelOrder.allCases.map(\.rawValue).joined(separator: ", ")); what is not known comes last.",
            valueName: "order"))
    var sort: String?

    @Flag(help: "Ask each provider which models it offers, and say what the files have otherwise.")
    var online = false

    @OptionGroup var day: DayOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if let sort, ModelOrder(rawValue: sort) == nil {
            let hint = nearestWord(to: sort, among: ModelOrder.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
            throw ValidationError("There is no order '\(sort)'; \(hint ?? "'waybill models --help' names them.")")
        }
        for name in feature where !Feature.declarable.contains(Feature(rawValue: name)) {
            let hint = nearestWord(to: name, among: Feature.declarable.map(\.rawValue)).map { "did you mean '\($0)'?" }
            throw ValidationError(
                "There is no feature '\(name)'; \(hint ?? "there are \(Feature.declarable.map(\.rawValue).joined(separator: ", ")).")")
        }
    }

    func run() async throws {
        let filter = ModelFilter(
            pattern: self.filter.map(NamePattern.init), features: feature.map(Feature.init(rawValue:)), isUsed: used, daysLeft: ending)
        let catalog = ModelCatalog(try routes.load(on: day).table, filter: filter, today: day.today)
        let output = OutputChannel.output
        guard !catalog.entries.isEmpty || routes.printsJSON else {
            return OutputChannel.errors.report(OutputChannel.errors.look.note(nothing))
        }
        let answers = online ? try await ask(catalog.providers) : nil
        let listing = ModelListing(catalog: catalog, order: sort.flatMap(ModelOrder.init), online: answers, look: output.look)
        if routes.printsJSON {
            try output.write(listing.json)
        } else {
            try output.write(listing.text)
        }
        if let answers, answers.isUseless { throw ExitCode.failure }
    }

    private func ask(_ providers: [Provider]) async throws -> OnlineCatalog {
        // A router is made only to ask: its vocabularies take longer than all the rest.
        let router = try routes.makeRouter(on: day)
        do {
            let answers = try await OnlineCatalog.ask(providers, router)
            await router.close()
            return answers
        } catch {
            await router.close()
            throw error
        }
    }

    private var nothing: String {
        let isFiltered = !feature.isEmpty || used || ending != nil
        let name = filter.map { " matches '\($0)'" } ?? " is like that"
        return
            "No model of the provider files\(name)\(isFiltered && filter != nil ? " and is like that" : ""); 'waybill models' lists them all."
    }
}
