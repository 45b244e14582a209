import GatewayAccess
import GatewayWire
import NIOHTTP1
import Waybill

extension FrontDesk {
    /// Answers a request of one of the two APIs.
    func complete(
        _ api: InboundAPI, _ request: inout IncomingRequest, by caller: Caller?, _ answer: OutgoingAnswer, _ exchange: inout Exchange
    ) async throws {
        try checkContent(request.head)
        let (inbound, pass) = try admit(try await request.body { try await answer.invite() }, api, by: caller, &exchange)
        defer { pass?.finish(used: exchange.tokens) }
        if inbound.streams {
            try await stream(inbound, answer, &exchange)
        } else {
            try await respond(inbound, answer, &exchange)
        }
    }

    /// Makes of a body what the caller may ask, and may ask now.
    @inline(never)
    private func admit(
        _ body: [UInt8], _ api: InboundAPI, by caller: Caller?, _ exchange: inout Exchange
    ) throws -> (InboundRequest, AdmissionPass?) {
        var inbound = try InboundRequest(api, body: body)
        exchange.workload = inbound.request.workload.rawValue
        exchange.isStream = inbound.streams
        try check(inbound.request.workload, by: caller)
        CallerAccess.sign(&inbound.request, by: caller)
        return (inbound, try caller.flatMap { try access?.admit($0, tokens: inbound.request.roughTokens) })
    }

    private func respond(_ inbound: InboundRequest, _ answer: OutgoingAnswer, _ exchange: inout Exchange) async throws {
        do {
            let response = try await router.respond(to: inbound.request)
            exchange.note(response)
            let head = AnswerHead(call: response.route.id ?? CallID(high: 0, low: 0), created: now)
            try await answer.send(
                status: 200, headers: response.route.headers(answeredBy: response.model), body: inbound.form.answer(response, head: head))
        } catch {
            let (told, headers) = try tell(of: error, inbound.request, &exchange)
            try await answer.send(told, headers: headers)
        }
    }

    private func stream(_ inbound: InboundRequest, _ answer: OutgoingAnswer, _ exchange: inout Exchange) async throws {
        let stream = router.stream(inbound.request)
        exchange.call = stream.callID
        var relay = EventRelay(inbound.form.writer(AnswerHead(call: stream.callID, created: now)))
        answer.awaitStream([HeaderField("x-request-id", stream.callID.description)])
        do {
            for try await event in stream where relay.take(event, &exchange) {
                try await answer.write(relay.bytes, with: relay.headers)
                relay.clear()
            }
            try await answer.end()
        } catch {
            let (told, headers) = try tell(of: error, inbound.request, &exchange)
            try await answer.send(told, headers: headers, in: relay.writer)
        }
    }

    /// What a client is told of a call that failed, and the headers that go with it.
    ///
    /// - Throws: The error, where it is none of the call's.
    @inline(never)
    private func tell(of error: any Error, _ request: ModelRequest, _ exchange: inout Exchange) throws -> (ErrorAnswer, [HeaderField]) {
        guard let failure = error as? ModelFailure else { throw error }
        let told = request.error(failure)
        exchange.note(failure, told)
        return (told, failure.route?.headers(answeredBy: nil) ?? [])
    }

    /// Answers where a request would go: the dry run.
    func plan(
        _ request: inout IncomingRequest, by caller: Caller?, _ answer: OutgoingAnswer, _ exchange: inout Exchange
    ) async throws {
        try checkContent(request.head)
        var asked = try ModelRequest(planned: try await request.body { try await answer.invite() })
        exchange.workload = asked.workload.rawValue
        try check(asked.workload, by: caller)
        CallerAccess.sign(&asked, by: caller)
        // It takes no tokens, but it takes time.
        let pass = try caller.flatMap { try access?.admit($0, tokens: 0) }
        defer { pass?.finish(used: 0) }
        let plan: RoutePlan
        do throws(ModelFailure) {
            plan = try router.plan(asked)
        } catch {
            let answered = ErrorAnswer(error)
            exchange.note(error, answered)
            return try await answer.send(answered)
        }
        try await answer.send(status: 200, body: plan.json.bytes())
    }

    /// Browsers send other types without asking first, on behalf of any page.
    private func checkContent(_ head: HTTPRequestHead) throws(InboundProblem) {
        if let coding = head.headers.first(name: "content-encoding"), coding.lowercased() != "identity" {
            throw InboundProblem(
                status: 415, code: "unsupported_media_type", "Send the body as it is: 'Content-Encoding' is not understood here.")
        }
        let type = head.headers.first(name: "content-type")?.prefix { $0 != ";" }.lowercased()
        guard type?.filter({ $0 != " " }) == "application/json" else {
            throw InboundProblem(status: 415, code: "unsupported_media_type", "Send the header 'Content-Type: application/json'.")
        }
    }

    private func check(_ workload: Workload, by caller: Caller?) throws {
        guard workload.rawValue.utf8.count <= Exchange.longestName else {
            throw InboundProblem(
                status: 404, code: "model_not_found", parameter: "model",
                "No workload or model has a name of more than \(Exchange.longestName) bytes.")
        }
        try caller?.require(workload)
        guard workload.isValid || options.allowsModels else {
            throw InboundProblem(
                status: 404, code: "model_not_found", parameter: "model",
                "Name a workload of routes.yaml as 'model'; models by name are served with --allow-models only.")
        }
    }

    /// Seconds since 1970.
    private var now: Int64 { time.unixTime.components.seconds }
}

extension ModelRequest {
    /// What a client is told of a failure; the member of its own API that nobody could be asked for is named.
    fileprivate func error(_ failure: ModelFailure) -> ErrorAnswer {
        var error = ErrorAnswer(failure)
        guard requiresExtras, failure.kind == .noCandidate, error.parameter == nil else { return error }
        let reasons = (failure.route?.candidates ?? []).compactMap { $0.verdict.reason?.description }
        error.parameter = Set(extras.values.flatMap(\.keys)).sorted().first { name in reasons.contains { $0.contains("'\(name)'") } }
        return error
    }
}

extension Exchange {
    mutating func note(_ response: ModelResponse) {
        model = response.model
        call = response.route.id
        tokens = response.route.tokens
    }

    fileprivate mutating func note(_ failure: ModelFailure, _ answer: ErrorAnswer) {
        error = answer.code ?? failure.kind.rawValue
        call = failure.route?.id ?? call
        tokens = failure.route?.tokens ?? 0
    }
}

extension RouteReport {
    /// The tokens of all attempts.
    fileprivate var tokens: Int { attempts.indices.reduce(0) { $0 + (attempts[$1].usage?.total ?? 0) } }

    /// The headers that tell of the call without its content.
    fileprivate func headers(answeredBy model: ModelName?) -> [HeaderField] {
        var fields: [HeaderField] = []
        if let id { fields.append(HeaderField("x-request-id", id.description)) }
        if degraded {
            fields.append(.lastResort)
        } else if let model {
            fields.append(.answering(model))
        }
        if !attempts.isEmpty {
            fields.append(HeaderField("x-waybill-attempts", attempts.indices.map { attempts[$0].summary }.joined(separator: "; ").inHeader))
        }
        return fields
    }
}

extension HeaderField {
    static let lastResort = HeaderField("x-waybill-model", lastResortModel)

    static func answering(_ model: ModelName) -> HeaderField { HeaderField("x-waybill-model", model.description.inHeader) }
}

extension String {
    /// The text with what cannot stand in a header's value as `?`.
    fileprivate var inHeader: String {
        String(decoding: utf8.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
