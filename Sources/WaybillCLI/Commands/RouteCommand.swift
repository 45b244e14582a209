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
            waybill route --all [PROMPT | --request FILE] [options]
            waybill route --matrix FOLDER [--expect TABLE] [options]
            """,
        discussion: """
            The dry run decides exactly as the real call does, but needs no network and \
            reads no key. Every candidate of the route is shown with its verdict: \
            chosen, standing by (asked if those before it fail), or set aside, and why. \
            Without a prompt, and with nothing on standard input, an empty prompt is \
            planned; --all takes one of about 1,000 tokens.

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
              Every workload in one table:
                waybill route --all
              Where each request of a folder goes, as a file to keep; in CI, what moved:
                waybill route --matrix requests > requests.routes.tsv
                waybill route --matrix requests --expect requests.routes.tsv
            """)

    @OptionGroup var request: RequestOptions

    @Flag(help: "Show every workload in one table, for this prompt or request.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Plan every request file (*.json) in a folder and print a table of where they go, the same on every machine.",
            valueName: "folder"))
    var matrix: String?

    @Option(
        help: ArgumentHelp(
            "With --matrix: compare with a table that was kept, say which requests go elsewhere and why, and fail if any does.",
            valueName: "table"))
    var expect: String?

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

    @OptionGroup var day: DayOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if suppose != nil, wire || requireKeys || health != nil {
            throw ValidationError("'--suppose' does not go with '--wire', '--require-keys' or '--health'.")
        }
        if expect != nil, matrix == nil { throw ValidationError("'--expect' compares what '--matrix' plans; name the folder with it.") }
        guard all || matrix != nil else { return try request.requireWorkload() }
        if all, matrix != nil { throw ValidationError("'--all' and '--matrix' exclude each other.") }
        if suppose != nil || wire { throw ValidationError("'--wire' and '--suppose' are for one request alone.") }
        if matrix != nil, request.workload != nil || request.requestFile != nil {
            throw ValidationError("'--matrix' plans the requests of its folder and takes no other.")
        }
        if all, request.prompt != nil {
            throw ValidationError("'--all' takes every workload, so only a prompt can follow, in quotes.")
        }
        if all, request.workload != nil, request.requestFile != nil {
            throw ValidationError("A prompt and --request exclude each other; the file has the prompt.")
        }
    }

    func run() async throws {
        if let suppose { return try await SupposedRun(request: request.request(), text: suppose, day: day).run(routes) }
        let health: HealthSnapshot? = try health.map { try JSONFile(path: $0, holding: "health").read() }
        if let matrix {
            try await MatrixRun(folder: RequestFolder(path: matrix), expected: expect, requiresKeys: requireKeys, health: health, day: day)
                .run(routes)
        } else if all {
            try await AllRoutesRun(request: request.requestForAll(), requiresKeys: requireKeys, health: health, day: day).run(routes)
        } else {
            try await DryRun(request: request.request(), showsWire: wire, requiresKeys: requireKeys, health: health, day: day).run(routes)
        }
    }
}
