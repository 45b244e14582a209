import GatewayAccess
import GatewayWire
import Testing
import Waybill

/// What somebody is told who may not ask.
struct AccessRefusalTests {
    @Test(arguments: [
        (AccessRefusal.unknownKey, 401, "invalid_api_key", "invalid_request_error", nil),
        (.modelNotAllowed, 403, "model_not_allowed", "invalid_request_error", nil),
        (.tooManyAtOnce(most: 4), 429, "rate_limit_exceeded", "rate_limit_error", "1"),
        (.rateLimited(.requests, wait: .milliseconds(12_300)), 429, "rate_limit_exceeded", "rate_limit_error", "13"),
        (.rateLimited(.tokens, wait: .milliseconds(1)), 429, "rate_limit_exceeded", "rate_limit_error", "1"),
        (.largerThanLimit(tokens: 9, limit: 5), 429, "rate_limit_exceeded", "rate_limit_error", nil),
    ])
    func everyRefusalHasItsStatusAndItsWords(_ refusal: AccessRefusal, status: Int, code: String, type: String, wait: String?) {
        let answer = refusal.answer
        #expect(answer.status == status && answer.code == code && answer.type == type)
        #expect(answer.headers.first { $0.name == "Retry-After" }?.value == wait)
        #expect(answer.headers.first { $0.name == "x-should-retry" }?.value == (wait == nil ? "false" : "true"))
        #expect(answer.message.hasSuffix("."))
    }
}
