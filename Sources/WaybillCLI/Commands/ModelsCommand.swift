import ArgumentParser
import Waybill

/// `waybill models`: what the provider files offer.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists the models of the provider files: windows, prices, features, shutdown dates.",
        discussion: """
            Prices are in dollars per million tokens; ? is not known. A model named * \
            stands for every other model id that the provider takes.

            EXAMPLES:
              Everything:
                waybill models
              One provider; every model with a name like this:
                waybill models openai
                waybill models '*/gpt-5.4*'
            """)

    @Argument(help: "A provider, a part of a model's name, or a pattern with * for any letters.")
    var filter: String?

    @OptionGroup var routes: RoutesOptions

    func run() throws {
        let table = try routes.load().table
        let listing = ModelListing(table, filter: filter.map(NamePattern.init))
        let output = OutputChannel.output
        if routes.printsJSON {
            try output.write(listing.json)
        } else if listing.isEmpty {
            OutputChannel.errors.report("No model of the provider files matches '\(filter ?? "")'; 'waybill models' lists them all.\n")
        } else {
            try output.write(listing.text(output.look))
        }
    }
}
