import GatewayWire
import Synchronization
public import Waybill

/// Counts exchanges and calls, for `GET /metrics`.
///
/// Give it to the router among its observers, and to the gateway.
public final class GatewayMetrics: CallObserver {
    private enum Place: Int, CaseIterable {
        case requests, requestSeconds, bytesReceived, bytesSent, calls, fallbacks, attempts, firstToken, tokens, cost

        var family: MetricBook.Family {
            switch self {
            case .requests: .counter("waybill_gateway_requests_total", ["path", "status"], "Requests of clients.")
            case .requestSeconds:
                .seconds("waybill_gateway_request_duration_seconds", ["path"], "From the head of a request to the end of its answer.")
            case .bytesReceived: .counter("waybill_gateway_received_bytes_total", [], "Bytes of the bodies of requests.")
            case .bytesSent: .counter("waybill_gateway_sent_bytes_total", [], "Bytes of the bodies of answers.")
            case .calls: .counter("waybill_calls_total", ["workload", "model", "outcome"], "Calls, with the model that answered.")
            case .fallbacks: .counter("waybill_fallbacks_total", ["workload"], "Calls that a later candidate answered.")
            case .attempts: .counter("waybill_attempts_total", ["model", "outcome"], "Attempts at models.")
            case .firstToken: .seconds("waybill_time_to_first_token_seconds", ["model"], "From sending an attempt to its first content.")
            case .tokens: .counter("waybill_tokens_total", ["model", "class"], "Tokens that were used.")
            case .cost: .counter("waybill_cost_dollars_total", ["workload", "model"], "What attempts cost, where their price is known.")
            }
        }
    }

    private let book = Mutex(MetricBook(Place.allCases.map(\.family)))

    /// Creates an observer that counted nothing yet.
    public init() {}

    public func callEnded(_ call: CallRecord, under routes: RouteTable) {
        let workload = call.heading.workload.rawValue
        let attempts = call.report.attempts
        let answered = attempts.last { $0.outcome == .answered }?.model
        book.withLock { book in
            func add(_ value: Double, to place: Place, _ labels: [String]) { book.add(value, to: place.rawValue, labels) }
            add(1, to: .calls, [workload, answered?.description ?? "", call.failure?.rawValue ?? "answered"])
            if let answered, attempts.first?.model != answered { add(1, to: .fallbacks, [workload]) }
            for attempt in attempts {
                let model = attempt.model.description
                add(1, to: .attempts, [model, attempt.failure?.rawValue ?? attempt.outcome.rawValue])
                if let firstToken = attempt.firstToken { add((firstToken - attempt.started) / .seconds(1), to: .firstToken, [model]) }
                if let cost = attempt.cost { add(Double(cost.picodollars) / 1e12, to: .cost, [workload, model]) }
                guard let usage = attempt.usage else { continue }
                for (name, tokens) in [
                    ("uncached_input", usage.input - usage.cachedInput), ("cached_input", usage.cachedInput),
                    ("output", usage.output - usage.reasoning), ("reasoning", usage.reasoning),
                ] where tokens > 0 { add(Double(tokens), to: .tokens, [model, name]) }
            }
        }
    }

    /// The page, as Prometheus reads it.
    var text: String { book.withLock(\.text) }
}

extension GatewayMetrics: ExchangeObserver {
    func exchangeEnded(_ exchange: Exchange) {
        // Paths that nobody serves are anybody's words: they are one.
        let path = Endpoint(path: exchange.path[...])?.label ?? "other"
        book.withLock { book in
            book.add(1, to: Place.requests.rawValue, [path, String(exchange.status)])
            book.add(exchange.duration / .seconds(1), to: Place.requestSeconds.rawValue, [path])
            book.add(Double(exchange.received), to: Place.bytesReceived.rawValue, [])
            book.add(Double(exchange.sent), to: Place.bytesSent.rawValue, [])
        }
    }
}

extension Endpoint {
    /// The endpoint in measurements.
    fileprivate var label: String {
        switch self {
        case .answer(.chat): "/v1/chat/completions"
        case .answer(.responses): "/v1/responses"
        case .models, .model: "/v1/models"
        case .plan: "/v1/plan"
        case .live, .ready: "/health"
        case .metrics: "/metrics"
        }
    }
}
