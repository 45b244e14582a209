import ArgumentParser
import Waybill

/// `waybill prefix`: where two requests' prompts part.
struct PrefixCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prefix",
        abstract: "Shows where the prompts of two requests part, and why.",
        usage: "waybill prefix FIRST SECOND [options]",
        discussion: """
            Providers cache the beginning of a prompt: what two requests begin with alike \
            is read from the cache. This shows how far that is, the first place that \
            differs, what stands there in either request, and the likely cause. The \
            requests are files as for 'waybill route --request'. Without a workload or a \
            model the canonical form is compared, which all models share.

            EXAMPLES:
              What broke the cache between these two?
                waybill prefix monday.json tuesday.json
              As the first model of a route would get them, byte for byte:
                waybill prefix monday.json tuesday.json --workload support-chat
              As one model would get them, for a program:
                waybill prefix a.json b.json --model openai/gpt-5.4-mini --json
            """)

    @Argument(help: ArgumentHelp("The first request as JSON; - is standard input.", valueName: "first"))
    var first: String

    @Argument(help: ArgumentHelp("The second request as JSON.", valueName: "second"))
    var second: String

    @Option(help: ArgumentHelp("Compare what the route of this workload would send.", valueName: "tag"))
    var workload: String?

    @Option(help: ArgumentHelp("Compare what this model would be sent.", valueName: "provider/model"))
    var model: String?

    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if workload != nil, model != nil { throw ValidationError("--workload and --model exclude each other.") }
        if first == "-", second == "-" { throw ValidationError("Only one of the requests can come from standard input.") }
    }

    func run() async throws {
        let requests = (try RequestFile(path: first).read(workload: workload), try RequestFile(path: second).read(workload: workload))
        let comparison = try await compare(requests.0, requests.1)
        let view = PrefixView(comparison: comparison, names: (first, second), look: OutputChannel.output.look)
        if routes.printsJSON {
            try OutputChannel.output.write(view.json)
        } else {
            try OutputChannel.output.write(view.text)
        }
    }

    private func compare(_ first: ModelRequest, _ second: ModelRequest) async throws -> PrefixComparison {
        guard workload != nil || model != nil else {
            return PrefixComparison(PromptPreparation().prepare(first), PromptPreparation().prepare(second))
        }
        let router = try makeRouter(for: [first.workload, second.workload])
        do {
            let comparison = try router.comparePrefixes(first, second)
            await router.close()
            return comparison
        } catch {
            await router.close()
            throw error
        }
    }

    /// A router over the routes; for a single model one whose every route leads to it.
    private func makeRouter(for workloads: Set<Workload>) throws -> ModelRouter {
        guard let model else { return try routes.makeRouter() }
        let (table, tokenizers) = try routes.load()
        _ = try Tokenizer.model(model, in: table, tokenizers)
        guard let name = ModelName(model) else { throw ValidationError("'\(model)' is no model; write PROVIDER/MODEL.") }
        var options = RouterOptions(logger: nil)
        options.tokenizers = tokenizers.encodings
        let only = try RouteTable(
            providers: Array(table.providers.values),
            routes: workloads.sorted { $0.rawValue < $1.rawValue }.map { Route(workload: $0, models: [name]) }, defaults: table.defaults)
        return ModelRouter(table: only, options: options)
    }
}
