import ArgumentParser
import Waybill

/// `waybill route`: the dry run.
struct RouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Shows where a request would go, why, and what it would cost, without sending it.",
        usage: """
            waybill route WORKLOAD [PROMPT] [options]
            waybill route --request FILE [WORKLOAD] [options]
            """,
        discussion: """
            The dry run decides exactly as the real call does, but needs no network and \
            reads no key. Every candidate of the route is shown with its verdict: \
            chosen, standing by (asked if those before it fail), or set aside, and why. \
            Without a prompt, and with nothing on standard input, an empty prompt is \
            planned.

            EXAMPLES:
              Where would this question go?
                waybill route support-chat "Where is order 1207?"
              The exact HTTP request that would be sent, the key hidden:
                waybill route support-chat "Where is order 1207?" --wire
              A whole request from a file, as one JSON object:
                waybill route --request request.json --json
              The same as a running program sees it, by the health that it wrote:
                waybill route support-chat "Where is order 1207?" --health health.json
              What would become of it if a model were at its limit and another cut off:
                waybill route support-chat --suppose "openai=429:2,503;local=cut@40"
            """)

    @OptionGroup var request: RequestOptions

    @Flag(help: "Show the exact HTTP request for the chosen candidate, with the key as •••.")
    var wire = false

    @Flag(help: "Set candidates aside whose key is not where the provider file says.")
    var requireKeys = false

    @Option(
        help: ArgumentHelp(
            "Play the call through with these failures and show what happens when; docs/suppositions.md documents them.",
            valueName: "failures"))
    var suppose: String?

    @Option(
        help: ArgumentHelp(
            "Plan as a router does that knows this of its models' health: the JSON of its health(); docs/json.md documents it.",
            valueName: "file"))
    var health: String?

    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if suppose != nil, wire || requireKeys || health != nil {
            throw ValidationError("'--suppose' does not go with '--wire', '--require-keys' or '--health'.")
        }
    }

    func run() async throws {
        if let suppose { return try await SupposedRun(request: request.request(), text: suppose).run(routes) }
        let health: HealthSnapshot? = try health.map { try JSONFile(path: $0, holding: "health").read() }
        try await DryRun(request: request.request(), showsWire: wire, requiresKeys: requireKeys, health: health).run(routes)
    }
}
