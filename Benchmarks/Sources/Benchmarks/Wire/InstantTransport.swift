import Waybill

/// Answers every request with the same bytes, at once and on the caller's thread, which leaves of a call what is not the network, or after the time
/// that a model takes.
struct InstantTransport: Transport {
    private let head: TransportResponseHead
    private let body: [UInt8]
    private let delay: Duration?
    private let time = SystemTime()

    /// - Parameter delay: After how long answers come; `nil`: at once.
    init(_ exchange: Exchange, delay: Duration? = nil) {
        self.delay = delay
        head = TransportResponseHead(
            status: 200,
            headers: [
                HeaderField("Date", "Sat, 21 Nov 2026 03:00:00 GMT"),
                HeaderField("Content-Type", exchange.isStreamed ? "text/event-stream; charset=utf-8" : "application/json"),
                HeaderField("x-request-id", "req_0f6a2d3c4b5e6f708192a3b4c5d6e7f8"),
            ])
        body = Array(exchange.answer.body.utf8)
    }

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        guard let delay else {
            answer(onEvent)
            return Over()
        }
        _ = time.schedule(at: time.now + delay) { answer(onEvent) }
        return Over()
    }

    private func answer(_ onEvent: (TransportEvent) -> Void) {
        onEvent(.head(head))
        onEvent(.body(body))
        onEvent(.end)
    }

    func close() {}

    private struct Over: TransportExchange {
        func consumed(_ count: Int) {}
        func cancel() {}
    }
}
