public import GatewayAccess
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
public import UnixSignals
public import Waybill

/// An OpenAI-compatible HTTP server in front of a router.
///
/// ```swift
/// let gateway = Gateway(router: try ModelRouter(routesFile: "routes.yaml"))
/// try await gateway.run()      // until SIGTERM or SIGINT
/// ```
public final class Gateway: Sendable {
    private let desk: FrontDesk
    private let options: GatewayOptions
    private let logger: Logger
    private let group = Mutex<ServiceGroup?>(nil)

    /// Creates a gateway; nothing listens before ``run(stoppingOn:onListening:)``.
    ///
    /// - Parameters:
    ///   - router: What serves the requests; it is closed with the gateway.
    ///   - access: Who may call; `nil`: whoever reaches the port. ``CallerAccess/budgets(of:)`` belongs into the router's options.
    ///   - metrics: What `GET /metrics` shows; it belongs among the router's observers.
    ///   - accessLog: Where each exchange is noted; `nil`: nowhere.
    public convenience init(
        router: ModelRouter, options: GatewayOptions = GatewayOptions(), access: CallerAccess? = nil,
        metrics: GatewayMetrics = GatewayMetrics(),
        accessLog: AccessLog? = nil, logger: Logger = Logger(label: "waybill-gateway")
    ) {
        self.init(
            router: router, options: options, access: access, metrics: metrics, observers: [accessLog].compactMap(\.self), logger: logger)
    }

    init(
        router: ModelRouter, options: GatewayOptions, access: CallerAccess?, metrics: GatewayMetrics, observers: [any ExchangeObserver],
        logger: Logger = Logger(label: "waybill-gateway")
    ) {
        self.options = options
        self.logger = logger
        desk = FrontDesk(router: router, options: options, access: access, metrics: metrics, observers: observers)
    }

    /// Listens and answers until one of the signals comes or ``stop()`` is called.
    ///
    /// Then no more connections are taken, answers under way are finished within ``GatewayOptions/drainTime``, and the router is closed. It can be run once.
    ///
    /// - Parameter onListening: Is told the port when connections are taken.
    /// - Throws: ``CannotListen``.
    public func run(
        stoppingOn signals: [UnixSignal] = [.sigterm, .sigint], onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        FileLimit.raise()
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        let server = Server(
            childChannelSetup: GatewayChannel(limits: options.limits, desk: desk),
            configuration: ServerConfiguration(
                address: .hostname(options.host, port: options.port), backlog: 1024,
                availableConnectionsDelegate: .maximum(options.limits.connections, logger: quiet)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server), .init(service: Draining(desk: desk, limit: options.drainTime))],
                gracefulShutdownSignals: signals, logger: quiet))
        self.group.withLock { $0 = group }
        do {
            try await group.run()
        } catch {
            await desk.router.close()
            throw CannotListen(host: options.host, port: options.port, error)
        }
        await desk.router.close()
    }

    /// Stops as a signal does; ``run(stoppingOn:onListening:)`` returns when all is over.
    public func stop() async { await group.withLock { $0 }?.triggerGracefulShutdown() }
}

/// Ends the calls that are still under way when the time for them is over.
private struct Draining: Service {
    let desk: FrontDesk
    let limit: Duration

    func run() async throws {
        try await gracefulShutdown()
        desk.drain()
        // The router refuses new calls and lets those under way go on for so long.
        await desk.router.close(grace: limit)
    }
}
