import Waybill

/// One event of a long streamed answer, against bare libcurl reading the same stream.
enum StreamedEvents {
    /// - Parameter streams: How many answers a turn reads.
    static func contests(_ router: ModelRouter, _ exchanges: [Exchange], streams: Int, goal: Goal?) throws -> [Contest] {
        try exchanges.map { exchange in
            let request = Samples.question(exchange.tag)
            guard let wire = try router.wire(request)?.request else { throw BenchmarkError("no candidate serves \(exchange.tag)") }
            let bare = BareClient(wire, threads: 1, bodyBytes: exchange.answer.bodyBytes)
            return Contest(
                title: exchange.name, operation: "event", operations: streams * exchange.tokens,
                contestants: [
                    .init("bare libcurl") { try bare.run(max(1, $0 / exchange.tokens)) },
                    .init("Waybill", goal: goal) { events in
                        for _ in 0..<max(1, events / exchange.tokens) { try await read(router.stream(request), exchange) }
                    },
                ])
        }
    }

    private static func read(_ stream: ModelEventStream, _ exchange: Exchange) async throws {
        var deltas = 0
        var isWhole = false
        for try await event in stream {
            switch event {
            case .textDelta: deltas += 1
            case .finished(let response): isWhole = response.isComplete
            default: break
            }
        }
        guard deltas == exchange.tokens, isWhole else { throw BenchmarkError("\(deltas) of \(exchange.tokens) pieces came") }
    }
}
