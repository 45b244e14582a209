import ArgumentParser

/// The command `waybill`: only a house for its subcommands.
struct WaybillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waybill",
        abstract: "Sends each request to the model that its kind of work calls for.",
        discussion: """
            A program names a workload, such as support-chat. routes.yaml says which \
            models may serve it; one file per provider in providers/ says how to reach \
            them. Start with the dry run, which needs no key and no network:

              waybill route support-chat "Where is order 1207?"
              waybill send support-chat "Where is order 1207?"

            Options follow the command. The routes file is taken from --routes, else \
            from WAYBILL_ROUTES, else it is routes.yaml in the working folder. Books are \
            kept in --ledger, else WAYBILL_LEDGER, else waybill/ledger.sqlite under \
            XDG_STATE_HOME or ~/.local/state; none keeps none.

            EXIT CODES:
              0    done
              1    failed: tried without success, or a file is invalid
              3    no candidate of the route can serve the request
              64   wrong usage; a workload that no route serves is one
              130  interrupted (Ctrl-C)
            """,
        version: "0.1.0",
        subcommands: [
            RouteCommand.self, SendCommand.self, CheckCommand.self, TokensCommand.self, ModelsCommand.self,
            PrefixCommand.self, DiffCommand.self, UsageCommand.self, CallsCommand.self, BudgetsCommand.self,
            ReplayCommand.self, CostCommand.self,
        ])
}
