import ArgumentParser
import GatewayAccess
import GatewayServer
import Waybill
import WaybillLedger

/// `waybill-gateway`: listens and answers until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Listens and answers until it is told to stop.")

    @Option(help: ArgumentHelp("The routes file. (default: $WAYBILL_ROUTES, else routes.yaml)", valueName: "path"))
    var routes: String?

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0: any that is free.", valueName: "number"))
    var port = 8420

    @Option(help: ArgumentHelp("Who may call: a file of keys. Without one, everybody who reaches the port.", valueName: "path"))
    var keys: String?

    @Flag(help: "Listen beyond loopback without keys, because something before the gateway checks who calls.")
    var withoutKeys = false

    @Flag(help: "Let clients name a model (provider/model-id) in place of a workload.")
    var allowModels = false

    @Option(
        help: ArgumentHelp(
            "The books: a SQLite file, or 'none'. (default: $WAYBILL_LEDGER, else waybill/ledger.sqlite in the folder for state)",
            valueName: "path"))
    var ledger: String?

    @Option(
        help: ArgumentHelp("Where each exchange is noted as a line of JSON: a file, or '-' for the standard output.", valueName: "path"))
    var accessLog: String?

    @Option(help: ArgumentHelp("The largest body of a request, in megabytes.", valueName: "MB"))
    var maxBody = 64

    @Option(help: ArgumentHelp("How long answers under way may go on when the gateway is told to stop.", valueName: "seconds"))
    var drain = 30

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("There is no port \(port): take one from 1 to 65535, or 0 for any.")
        }
        guard (1...1_024).contains(maxBody) else { throw ValidationError("A body of \(maxBody) MB cannot be taken: from 1 to 1024.") }
        guard drain >= 0 else { throw ValidationError("Answers cannot go on for \(drain) seconds.") }
        guard keys == nil || !withoutKeys else { throw ValidationError("With '--keys' there are keys; leave out '--without-keys'.") }
        if keys == nil, !withoutKeys, !options.isLoopback {
            throw ValidationError(
                """
                \(host) can be reached from other machines, where anybody could spend in your name: name a file of keys with '--keys', or say \
                '--without-keys' where something before the gateway checks who calls.
                """)
        }
    }

    private var options: GatewayOptions {
        var options = GatewayOptions()
        options.host = host
        options.port = port
        options.allowsModels = allowModels
        options.limits.bodyBytes = maxBody << 20
        options.limits.allBodyBytes = max(options.limits.allBodyBytes, 2 * maxBody << 20)
        options.drainTime = .seconds(drain)
        return options
    }

    func run() async throws {
        let callers = try keys.map { try CallerKeys(path: $0) }
        var routing = RouterOptions(ledger: openBooks())
        routing.servesModelsByName = allowModels
        let metrics = GatewayMetrics()
        routing.observers = [metrics]
        routing.recording.metadataKeys = [CallerAccess.metadataKey]
        if let access = callers?.access { routing.budgets = { access.budgets(of: $0) } }
        let router: ModelRouter
        do throws(RoutesInvalid) {
            let path = routes ?? ProcessEnvironment.value("WAYBILL_ROUTES") ?? "routes.yaml"
            router = try ModelRouter(routesFile: path, options: routing) { event in
                if case .routesChanged = event { callers?.checkAgain() }
            }
        } catch {
            throw Stop("\(error)")
        }
        callers?.check { [weak router] in router?.table }
        let log = try accessLog.map { $0 == "-" ? AccessLog() : try AccessLog(path: $0) }
        let host = host
        let heeding = Task { await OperatorSignals(router: router, log: log).heed() }
        defer { heeding.cancel() }
        try await Gateway(router: router, options: options, access: callers?.access, metrics: metrics, accessLog: log)
            .run { port in
                StandardError.say("Listening on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
            }
    }

    /// Opens the books.
    ///
    /// Where that fails, calls go on without: budgets that need them are refused by the routes themselves.
    private func openBooks() -> SQLiteLedger? {
        let place = LedgerPlace(asked: ledger)
        place.makeFolder()
        guard let path = place.path else {
            if place == .homeless {
                StandardError.say("Calls are not in the books: there is no home folder for them. '--ledger' names a place.")
            }
            return nil
        }
        do throws(LedgerError) {
            return try SQLiteLedger(path: path) { StandardError.say("The books: \($0)") }
        } catch {
            StandardError.say("Calls are not in the books. \(error)")
            return nil
        }
    }
}

/// Why the gateway does not start.
struct Stop: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
