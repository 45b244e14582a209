import Testing
import Waybill

@testable import GatewayWire

struct ErrorAnswerTests {
    static let model = ModelName(provider: "openai", id: "gpt-5.4")

    /// A failure of which everything is known.
    private static func failure(_ kind: FailureKind, _ scope: FailureScope, status: Int? = nil) -> ModelFailure {
        ModelFailure(
            kind, scope: scope, "Ours.", model: model, status: status, providerCode: "their_code", parameter: "their_parameter",
            retryAfter: .milliseconds(2_100), providerMessage: "Theirs.")
    }

    static let table: [(FailureKind, FailureScope, Int?, ErrorAnswer)] = [
        (.unknownWorkload, .request, nil, answer(404, "invalid_request_error", "model_not_found", "model", "Theirs.")),
        (.budgetSpent, .request, nil, answer(429, "insufficient_quota", "insufficient_quota", nil, "Ours.", retry: true)),
        (.invalidRequest, .request, 422, answer(400, "invalid_request_error", "their_code", "their_parameter", "Theirs.")),
        (.contentPolicy, .request, 403, answer(403, "invalid_request_error", "their_code", "their_parameter", "Theirs.")),
        (.contentPolicy, .request, 200, answer(400, "invalid_request_error", "their_code", "their_parameter", "Theirs.")),
        (.blockedUser, .request, 400, answer(400, "invalid_request_error", "their_code", "their_parameter", "Theirs.")),
        (.contextOverflow, .capability, 400, answer(400, "invalid_request_error", "context_length_exceeded", "their_parameter", "Theirs.")),
        (.unsupported, .capability, 400, answer(400, "invalid_request_error", "unsupported_parameter", "their_parameter", "Theirs.")),
        (.outputLimitReached, .request, 200, answer(400, "invalid_request_error", "output_limit_reached", "their_parameter", "Theirs.")),
        (.authentication, .credential, 401, answer(502, "server_error", "upstream_authentication", nil, "Ours.")),
        (.outOfFunds, .credential, 429, answer(502, "server_error", "upstream_out_of_funds", nil, "Ours.")),
        (.modelNotFound, .model, 404, answer(502, "server_error", "upstream_model_not_found", nil, "Ours.")),
        (.rateLimited, .model, 429, answer(429, "rate_limit_error", "rate_limit_exceeded", nil, "Ours.", retry: true)),
        (.overloaded, .model, 503, answer(503, "service_unavailable_error", "server_is_overloaded", nil, "Ours.", retry: true)),
        (.serverError, .model, 500, answer(502, "server_error", "upstream_server_error", nil, "Ours.")),
        (.reset, .model, nil, answer(502, "server_error", "upstream_reset", nil, "Ours.")),
        (.cut, .model, 200, answer(502, "server_error", "upstream_cut", nil, "Ours.")),
        (.malformedAnswer, .model, 200, answer(502, "server_error", "upstream_malformed_answer", nil, "Ours.")),
        (.emptyAnswer, .model, 200, answer(502, "server_error", "upstream_empty_answer", nil, "Ours.")),
        (.invalidOutput, .model, 200, answer(502, "server_error", "upstream_invalid_output", nil, "Ours.")),
        (.answerTooLarge, .model, 200, answer(502, "server_error", "upstream_answer_too_large", nil, "Ours.")),
        (.connect, .provider, nil, answer(502, "server_error", "upstream_connect", nil, "Ours.")),
        (.tls, .provider, nil, answer(502, "server_error", "upstream_tls", nil, "Ours.")),
        (.nameResolution, .provider, nil, answer(502, "server_error", "upstream_name_resolution", nil, "Ours.")),
        (.addressRefused, .provider, nil, answer(502, "server_error", "upstream_address_refused", nil, "Ours.")),
        (.serverTimeout, .model, 504, answer(504, "server_error", "upstream_server_timeout", nil, "Ours.")),
        (.silence, .model, nil, answer(504, "server_error", "upstream_silence", nil, "Ours.")),
        (.stall, .model, nil, answer(504, "server_error", "upstream_stall", nil, "Ours.")),
        (.deadline, .model, nil, answer(504, "server_error", "upstream_deadline", nil, "Ours.")),
        (.cancelled, .request, nil, answer(499, "invalid_request_error", "request_cancelled", nil, "Ours.")),
        ("new-kind", .model, nil, answer(502, "server_error", "upstream_new_kind", nil, "Ours.")),
        ("new-kind", .request, nil, answer(400, "invalid_request_error", "their_code", "their_parameter", "Theirs.")),
    ]

    private static func answer(
        _ status: Int, _ type: String, _ code: String, _ parameter: String?, _ message: String, retry: Bool = false
    ) -> ErrorAnswer {
        ErrorAnswer(
            status: status, type: type, code: code, parameter: parameter, message: message, retryAfter: retry ? .milliseconds(2_100) : nil,
            waybill: [:])
    }

    @Test(arguments: table)
    func everyFailureHasItsStatusAndItsWords(kind: FailureKind, scope: FailureScope, status: Int?, expected: ErrorAnswer) {
        #expect(ErrorAnswer(Self.failure(kind, scope, status: status)) == expected)
    }

    @Test func aClosedRouterSendsElsewhere() {
        let answer = ErrorAnswer(ModelFailure(.closed, scope: .request, "Closed."))
        #expect((answer.status, answer.code, answer.retryAfter) == (503, "shutting_down", .seconds(1)))
    }

    @Test func askingAgainIsOnlyAdvisedWhereItIsKnownWhen() {
        func headers(_ failure: ModelFailure) -> [String] { ErrorAnswer(failure).headers.map { "\($0.name): \($0.value)" } }
        #expect(headers(Self.failure(.rateLimited, .model)) == ["x-should-retry: true", "Retry-After: 3"])
        #expect(headers(ModelFailure(.rateLimited, scope: .model, "x")) == ["x-should-retry: false"])
        #expect(
            headers(ModelFailure(.overloaded, scope: .model, "x", retryAfter: .seconds(7))) == ["x-should-retry: true", "Retry-After: 7"])
        #expect(headers(ModelFailure(.overloaded, scope: .model, "x", retryAfter: .zero)) == ["x-should-retry: true", "Retry-After: 1"])
        #expect(headers(Self.failure(.serverError, .model, status: 500)) == ["x-should-retry: false"])
        let problem = InboundProblem(status: 429, code: "rate_limit_exceeded", "Slow down.")
        #expect(ErrorAnswer(problem, retryAfter: .milliseconds(1)).headers.last?.value == "1")
        #expect(ErrorAnswer(problem).type == "rate_limit_error")
    }

    private func setAside(_ reasons: SetAsideReason..., scope: FailureScope = .request) -> ErrorAnswer {
        var failure = ModelFailure(.noCandidate, scope: scope, "No candidate.")
        failure.route = RouteReport(
            workload: "test", candidates: reasons.map { CandidateReport(model: Self.model, verdict: .setAside($0), adjustments: []) })
        return ErrorAnswer(failure)
    }

    @Test func nobodyToAskIsTheClientsDoingOrNotByTheReasons() {
        let impossible = setAside(.contextTooSmall(missing: 1, window: 2), .cannotExpress("it takes no images"))
        #expect((impossible.status, impossible.code) == (400, "unsupported_parameter"))
        let long = setAside(.contextTooSmall(missing: 1, window: 2), .contextTooSmall(missing: 3, window: 2))
        #expect((long.status, long.code) == (400, "context_length_exceeded"))
        let limited = setAside(.requirementUnmet("it is elsewhere"), .rateLimit(.seconds(3)), .paused(.seconds(2)))
        #expect((limited.status, limited.code, limited.retryAfter) == (429, "rate_limit_exceeded", .seconds(2)))
        let mixed = setAside(.contextTooSmall(missing: 1, window: 2), .breakerOpen(.seconds(3)), .paused(.seconds(2)))
        #expect((mixed.status, mixed.code, mixed.retryAfter) == (503, "no_model_available", .seconds(2)))
        #expect(mixed.type == "service_unavailable_error")
        let later = setAside(.cannotExpress("it takes no images"), .breakerOpen(.seconds(2)))
        #expect((later.status, later.retryAfter) == (503, .seconds(2)))
        let busy = setAside(.cannotExpress("it takes no images"), scope: .model)
        #expect((busy.status, busy.retryAfter) == (503, nil))
        let never = setAside(.shutDown("2026-01-01"))
        #expect((never.status, never.retryAfter) == (503, nil))
    }

    @Test func theTrailOfAttemptsIsTold() {
        var failure = Self.failure(.serverError, .model, status: 500)
        var report = RouteReport(workload: "test")
        report.id = CallID(high: 1, low: 2)
        var first = AttemptReport(number: 1, model: Self.model, started: .zero, bytesSent: 10)
        first.outcome = .failed
        first.failure = .serverError
        first.status = 500
        first.requestID = "req_1"
        report.attempts = [first, AttemptReport(number: 2, model: ModelName(provider: "b", id: "c/d"), started: .zero, bytesSent: 10)]
        failure.route = report
        #expect(
            ErrorAnswer(failure).json.text()
                == #"{"error":{"message":"Ours.","type":"server_error","param":null,"code":"upstream_server_error","x_waybill":{"#
                + #""call":"00000000000000010000000000000002","attempts":[{"model":"openai/gpt-5.4","outcome":"server-error","status":500,"#
                + #""request_id":"req_1"},{"model":"b/c/d","outcome":"cancelled"}],"cost":"$0.00"}}}"#)
    }
}
