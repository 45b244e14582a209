import GatewayAccess
import Synchronization
import Waybill
import WaybillTesting

@testable import GatewayServer

/// A gateway on a free port of loopback, over models that answer in process.
struct RunningGateway: Sendable {
    let port: Int
    let transport: ScriptedTransport
    let exchanges: ExchangeList

    /// Runs a gateway whose workload `test` is served by scripted models, one after the other.
    static func run(
        _ models: [ScriptedProvider], _ given: Setting<GatewayOptions> = .usual, route: Setting<Route> = .usual,
        access: CallerAccess? = nil,
        _ body: @escaping @Sendable (RunningGateway) async throws -> Void
    ) async throws {
        let time = SystemTime()
        let transport = ScriptedTransport(models, time: time)
        var options = GatewayOptions()
        options.port = 0
        given.apply(&options)
        var routing = RouterOptions(transport: transport, time: time, logger: nil, seed: 1)
        let metrics = GatewayMetrics()
        routing.observers = [metrics]
        routing.servesModelsByName = options.allowsModels
        let router = ModelRouter(table: try RouteTable.testing(models) { route.apply(&$0) }, options: routing)
        let exchanges = ExchangeList()
        let gateway = Gateway(router: router, options: options, access: access, metrics: metrics, observers: [exchanges])
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await gateway.run(stoppingOn: []) { continuation.yield($0) }
            }
            group.addTask {
                for await port in ports {
                    do {
                        try await body(RunningGateway(port: port, transport: transport, exchanges: exchanges))
                    } catch {
                        await gateway.stop()
                        throw error
                    }
                    await gateway.stop()
                    return
                }
            }
            try await group.waitForAll()
        }
    }

    /// Opens a connection.
    func open<Result: Sendable>(_ body: @Sendable (Wire) async throws -> Result) async throws -> Result {
        try await Wire.open(port, body)
    }

    /// Posts JSON on a connection of its own.
    func post(_ path: String, _ json: String, headers: String = "") async throws -> Wire.Answer {
        try await open { wire in
            try await wire.post(path, json, headers: headers)
            return try await wire.answer()
        }
    }

    /// A request of Chat Completions.
    static func chat(stream: Bool = false, model: String = "test", text: String = "Hi") -> String {
        #"{"model":"\#(model)","stream":\#(stream),"messages":[{"role":"user","content":"\#(text)"}]}"#
    }
}

/// What is set of a value before it is used.
struct Setting<Root>: Sendable {
    let apply: @Sendable (inout Root) -> Void

    /// Nothing is.
    static var usual: Setting { Setting { _ in } }

    /// One property is.
    static func set<Value: Sendable>(_ property: any WritableKeyPath<Root, Value> & Sendable, _ value: Value) -> Setting {
        Setting { $0[keyPath: property] = value }
    }
}

/// Collects the exchanges of a gateway.
final class ExchangeList: ExchangeObserver {
    private let list = Mutex<[Exchange]>([])

    var all: [Exchange] { list.withLock { $0 } }

    func exchangeEnded(_ exchange: Exchange) { list.withLock { $0.append(exchange) } }
}
