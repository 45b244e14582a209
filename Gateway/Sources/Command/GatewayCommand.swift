import ArgumentParser

/// The command `waybill-gateway`.
@main
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waybill-gateway",
        abstract: "Serves OpenAI-compatible clients by the routes of a file.",
        discussion: """
            Clients name a workload of routes.yaml as their 'model'. POST /v1/chat/completions and /v1/responses answer, POST /v1/plan says where a \
            request would go; GET /v1/models, /health and /metrics tell of the gateway itself.
            """,
        subcommands: [ServeCommand.self, KeyCommand.self], defaultSubcommand: ServeCommand.self)
}
