import ArgumentParser
import Waybill

/// `waybill diff`: what another routes file would change.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what another routes file would change: for whom, and in money.",
        usage: "waybill diff NEW [--requests FOLDER] [options]",
        discussion: """
            Both files are read with the provider files that they name. What differs is \
            told by workload, provider and model; comments, the order of keys and \
            defaults that are written out are no difference. With requests, each is \
            planned under both: which go elsewhere, by which line, and what they cost \
            together. No key is read and nothing is sent.

            EXAMPLES:
              What does this edit do?
                waybill diff routes.new.yaml
              And for our requests, in money?
                waybill diff routes.new.yaml --requests requests
              In CI, against the files that are in force; fail where anything differs:
                waybill diff routes.yaml --routes live/routes.yaml --exit-code
            """)

    @Argument(help: ArgumentHelp("The new routes file; --routes names the old one.", valueName: "new"))
    var new: String

    @Option(help: ArgumentHelp("Plan every request file (*.json) in a folder under both.", valueName: "folder"))
    var requests: String?

    @Flag(help: "Exit with 1 where anything differs.")
    var exitCode = false

    @OptionGroup var day: DayOptions
    @OptionGroup var routes: RoutesOptions

    func run() async throws {
        let folder = requests.map { RequestFolder(path: $0) }
        let requests = try folder?.read()
        let (old, new) = (try routes.makeRouter(on: day), try routes.makeRouter(self.new, on: day))
        var comparison: RouteComparison?
        if let folder, let requests {
            let before = try folder.matrix(of: requests, plannedBy: old)
            comparison = RouteComparison(from: before, to: try folder.matrix(of: requests, plannedBy: new))
        }
        let view = DiffView(
            names: (routes.path, self.new), old: old.table, new: new.table, comparison: comparison, look: OutputChannel.output.look)
        await old.close()
        await new.close()
        if routes.printsJSON {
            try OutputChannel.output.write(view.json)
        } else {
            try OutputChannel.output.write(view.text)
        }
        if exitCode, !view.isEmpty { throw ExitCode.failure }
    }
}
