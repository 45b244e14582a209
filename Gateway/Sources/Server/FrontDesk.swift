import GatewayAccess
import GatewayWire
import NIOHTTP1
import Synchronization
import Waybill

/// Takes every request to where it is answered, and sees to it that each gets exactly one answer.
final class FrontDesk: Sendable {
    let router: ModelRouter
    let options: GatewayOptions
    let bodies: BodyAllowance
    /// Who may call; `nil`: whoever reaches the port.
    let access: CallerAccess?
    let time: any TimeSource = SystemTime()
    let date = HTTPDate(SystemTime())
    private let metrics: GatewayMetrics
    private let observers: [any ExchangeObserver]
    private let draining = Atomic(false)

    init(
        router: ModelRouter, options: GatewayOptions, access: CallerAccess?, metrics: GatewayMetrics, observers: [any ExchangeObserver]
    ) {
        self.router = router
        self.metrics = metrics
        self.access = access
        self.options = options
        self.observers = observers + [metrics]
        bodies = BodyAllowance(options.limits.allBodyBytes)
    }

    /// From now on the gateway is not ready: what is under way is finished.
    func drain() { draining.store(true, ordering: .relaxed) }

    /// Answers a request.
    ///
    /// - Throws: What failed of the connection, so that nothing more can be said on it.
    func serve(_ request: inout IncomingRequest, _ answer: OutgoingAnswer) async throws {
        let began = time.now
        var exchange = Exchange(began: time.unixTime, method: request.head.method.rawValue, path: String(request.path), status: 499)
        defer {
            request.release()
            exchange.duration = time.now - began
            exchange.status = answer.status ?? answer.refusal?.status ?? 499
            exchange.error = exchange.error ?? answer.refusal?.code
            (exchange.received, exchange.sent) = (request.bodyBytes, answer.bytes)
            for observer in observers { observer.exchangeEnded(exchange) }
        }
        do {
            try await direct(&request, answer, &exchange)
        } catch {
            let (told, headers) = try tell(of: error)
            exchange.error = told.code
            try await refuse(&request, told, headers: headers, answer)
        }
    }

    /// What a client is told of a request that is not answered, and the headers that go with it.
    ///
    /// - Throws: The error, where it is none of the request's.
    @inline(never)
    private func tell(of error: any Error) throws -> (ErrorAnswer, [HeaderField]) {
        switch error {
        case let problem as InboundProblem: return (ErrorAnswer(problem), [])
        case let wrong as WrongMethod: return (ErrorAnswer(wrong.problem), [HeaderField("Allow", wrong.allowed)])
        case let refusal as AccessRefusal:
            // RFC 9110, 11.6.1: a 401 says how to show who one is.
            return (refusal.answer, refusal.answer.status == 401 ? [HeaderField("WWW-Authenticate", "Bearer")] : [])
        default: throw error
        }
    }

    /// Answers with an error, and lets go of the connection where a long body would have to be read for the next request.
    private func refuse(
        _ request: inout IncomingRequest, _ error: ErrorAnswer, headers: [HeaderField] = [], _ answer: OutgoingAnswer
    ) async throws {
        let closes = !request.isRead && !request.isShort
        try await answer.send(error, headers: headers, closing: closes)
        try await request.discard(1 << 20)
    }

    private func direct(_ request: inout IncomingRequest, _ answer: OutgoingAnswer, _ exchange: inout Exchange) async throws {
        let (endpoint, caller) = try receive(request.head, at: request.path)
        exchange.caller = caller?.name
        switch endpoint {
        case .answer(let api): try await complete(api, &request, by: caller, answer, &exchange)
        case .plan: try await plan(&request, by: caller, answer, &exchange)
        case .models, .model, .live, .ready, .metrics:
            try await show(endpoint, to: caller, answer)
            try await request.discard(65_536)
        }
    }

    /// What is asked for, and by whom.
    @inline(never)
    private func receive(_ head: HTTPRequestHead, at path: Substring) throws -> (Endpoint, Caller?) {
        try checkHost(head)
        guard let endpoint = Endpoint(path: path) else {
            throw InboundProblem(
                status: 404, code: "unknown_url", "There is nothing at this path; see /v1/chat/completions, /v1/responses and /v1/models.")
        }
        guard endpoint.methods.contains(head.method) else { throw WrongMethod(endpoint) }
        guard endpoint.needsKey(options) else { return (endpoint, nil) }
        return (endpoint, try access?.caller(forAuthorization: head.headers.first(name: "authorization")))
    }

    private func show(_ endpoint: Endpoint, to caller: Caller?, _ answer: OutgoingAnswer) async throws {
        switch endpoint {
        case .models: try await answer.send(status: 200, body: OfferedNames(router.table, options, to: caller).list.bytes())
        case .model(let id):
            guard let model = OfferedNames(router.table, options, to: caller).entry(of: id) else {
                throw InboundProblem(status: 404, code: "model_not_found", parameter: "model", "There is no such model; see /v1/models.")
            }
            try await answer.send(status: 200, body: model.bytes())
        case .live: try await answer.send(status: 200, body: Array(#"{"status":"live"}"#.utf8))
        case .ready where draining.load(ordering: .relaxed):
            try await answer.send(status: 503, body: Array(#"{"status":"stopping"}"#.utf8))
        case .ready: try await answer.send(status: 200, body: Array(#"{"status":"ready"}"#.utf8))
        case .metrics:
            try await answer.send(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.text.utf8))
        case .answer, .plan: break
        }
    }

    /// Refuses what a page of a browser could be made to send: without keys, whoever reaches the port may spend.
    private func checkHost(_ head: HTTPRequestHead) throws(InboundProblem) {
        let target = try RequestTarget(head)
        guard options.isLoopback, access == nil, let host = target.host else { return }
        guard host.namesLoopback else {
            throw InboundProblem(
                status: 403, code: "host_not_allowed",
                "A gateway on loopback is asked by the name localhost or 127.0.0.1; this request names another host.")
        }
    }
}

/// A path was asked with a method that it does not take.
private struct WrongMethod: Error {
    let allowed: String

    init(_ endpoint: Endpoint) { allowed = endpoint.methods.map(\.rawValue).joined(separator: ", ") }

    var problem: InboundProblem {
        InboundProblem(status: 405, code: "method_not_allowed", "This path takes \(allowed) only.")
    }
}

/// Is told of every exchange when it is over.
protocol ExchangeObserver: Sendable {
    /// An exchange is over.
    func exchangeEnded(_ exchange: Exchange)
}
