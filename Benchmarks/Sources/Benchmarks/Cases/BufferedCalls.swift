@_spi(Benchmarks) import Waybill

/// One whole call, against the same exchange by bare libcurl.
enum BufferedCalls {
    /// Contests of one call after another: how much time Waybill adds.
    static func alone(_ router: ModelRouter, calls: Int) throws -> [Contest] {
        let stages = CallStages(table: router.table)
        return try Exchange.short.map { exchange in
            let (bare, request, wire) = try contestants(router, exchange, threads: 1)
            return Contest(
                title: "\(exchange.name), one call at a time", operation: "call", operations: calls,
                contestants: [
                    .init("bare libcurl") { try bare.run($0) },
                    .init("Waybill's transport alone") { calls in
                        for _ in 0..<calls { try await send(wire, stages, exchange) }
                    },
                    .init("Waybill", goal: .timeRatio(1.3)) { calls in
                        for _ in 0..<calls { try await call(router, request, exchange) }
                    },
                ])
        }
    }

    /// Contests of many calls at a time: how much throughput Waybill leaves.
    static func crowded(_ router: ModelRouter, concurrency: Int, calls: Int) throws -> [Contest] {
        let stages = CallStages(table: router.table)
        return try Exchange.short.map { exchange in
            let (bare, request, wire) = try contestants(router, exchange, threads: concurrency)
            return Contest(
                title: "\(exchange.name), \(concurrency) calls at a time", operation: "call",
                operations: max(1, calls / concurrency) * concurrency,
                contestants: [
                    .init("bare libcurl, \(concurrency) threads") { try bare.run($0) },
                    .init("Waybill's transport alone") { calls in
                        try await atATime(concurrency, of: calls) { try await send(wire, stages, exchange) }
                    },
                    .init("Waybill, \(concurrency) tasks", goal: .throughputRatio(0.75)) { calls in
                        try await atATime(concurrency, of: calls) { try await call(router, request, exchange) }
                    },
                ])
        }
    }

    /// One call after another with a transport that answers at once: what Waybill does beside the network.
    static func withoutNetwork(calls: Int) throws -> Contest {
        let contestants = try Exchange.short.map { exchange in
            let router = ModelRouter(table: try Exchange.table(port: 1), options: RouterOptions(transport: InstantTransport(exchange)))
            let request = Samples.question(exchange.tag)
            return Contest.Contestant(exchange.name) { calls in
                for _ in 0..<calls { try await call(router, request, exchange) }
            }
        }
        return Contest(
            title: "A call without a network", operation: "call", operations: calls, hasYardstick: false, contestants: contestants)
    }

    /// Makes calls in this many tasks at once.
    private static func atATime(_ tasks: Int, of calls: Int, _ call: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<tasks {
                group.addTask {
                    for _ in 0..<max(1, calls / tasks) { try await call() }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func contestants(_ router: ModelRouter, _ exchange: Exchange, threads: Int) throws -> (
        BareClient, ModelRequest, TransportRequest
    ) {
        let request = Samples.question(exchange.tag)
        guard let wire = try router.wire(request)?.request else { throw BenchmarkError("no candidate serves \(exchange.tag)") }
        return (BareClient(wire, threads: threads, bodyBytes: exchange.answer.bodyBytes), request, wire)
    }

    private static func send(_ wire: TransportRequest, _ stages: CallStages, _ exchange: Exchange) async throws {
        let received = await stages.exchange(wire, with: exchange.model)
        guard received == exchange.answer.bodyBytes else { throw BenchmarkError("the transport received \(received ?? -1) bytes") }
    }

    private static func call(_ router: ModelRouter, _ request: ModelRequest, _ exchange: Exchange) async throws {
        let response = try await router.respond(to: request)
        guard response.usage.output == exchange.tokens, response.isComplete else {
            throw BenchmarkError("not the answer that was sent: \(response.usage)")
        }
    }
}
