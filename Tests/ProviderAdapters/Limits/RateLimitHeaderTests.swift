import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct RateLimitHeaderTests {
    private func status(_ headers: [(String, String)]) -> RateLimitStatus? {
        RateLimitStatus(headers: headers.map { HeaderField($0.0, $0.1) })
    }

    @Test func openAIsHeadersAreRead() {
        let status = status([
            ("x-ratelimit-limit-requests", "5000"), ("x-ratelimit-remaining-requests", "4999"), ("x-ratelimit-reset-requests", "12ms"),
            ("X-RateLimit-Limit-Tokens", "2000000"), ("X-RateLimit-Remaining-Tokens", "1999000"), ("X-RateLimit-Reset-Tokens", "6m0s"),
        ])
        #expect(status?.requests == .init(limit: 5_000, remaining: 4_999, reset: .milliseconds(12)))
        #expect(status?.tokens == .init(limit: 2_000_000, remaining: 1_999_000, reset: .seconds(360)))
    }

    @Test(arguments: [
        ("1s", Duration.seconds(1)), ("6m0s", .seconds(360)), ("2m59.56s", .milliseconds(179_560)), ("1h2m3.5s", .milliseconds(3_723_500)),
        ("12ms", .milliseconds(12)), ("30", .seconds(30)), ("0", .zero), ("0s", .zero), ("2026-10-04T12:00:30Z", .seconds(30)),
        ("2026-10-04T14:00:30.5+02:00", .milliseconds(30_500)), ("2026-10-04T11:59:00Z", .zero), ("1791115230", .seconds(30)),
        ("1791115230000", .seconds(30)),
    ])
    func everyFormOfAResetIsRead(text: String, expected: Duration) throws {
        let status = status([
            ("date", "Sun, 04 Oct 2026 12:00:00 GMT"), ("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", text),
        ])
        let reset = try #require(status?.requests?.reset)
        #expect(abs((reset - expected) / .milliseconds(1)) < 0.01)
    }

    @Test(arguments: ["soon", "-1", "nan", "", "2026-13-04T12:00:30Z", "2026-10-04", "1e300"])
    func whatIsNoResetIsNoneOrNow(text: String) {
        let status = status([("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", text)])
        #expect(status?.requests?.remaining == 1)
        #expect(status?.requests?.reset ?? .zero == .zero)
    }

    @Test func anthropicsHeadersAreRead() {
        let status = status([
            ("Date", "Sun, 04 Oct 2026 12:00:00 GMT"), ("anthropic-ratelimit-requests-limit", "1000"),
            ("anthropic-ratelimit-requests-remaining", "999"), ("anthropic-ratelimit-requests-reset", "2026-10-04T12:00:01Z"),
            ("anthropic-ratelimit-input-tokens-limit", "2000000"), ("anthropic-ratelimit-input-tokens-remaining", "1000000"),
            ("anthropic-ratelimit-output-tokens-limit", "400000"), ("anthropic-ratelimit-output-tokens-remaining", "300000"),
        ])
        #expect(status?.requests == .init(limit: 1_000, remaining: 999, reset: .seconds(1)))
        #expect(status?.tokens == .init(limit: 400_000, remaining: 300_000))
    }

    @Test func theNearestOfSeveralTokenLimitsCounts() {
        let status = status([
            ("x-ratelimit-limit-tokens", "2000"), ("x-ratelimit-remaining-tokens", "1500"),
            ("x-ratelimit-limit-project-tokens", "1000"), ("x-ratelimit-remaining-project-tokens", "900"),
        ])
        #expect(status?.tokens == .init(limit: 1_000, remaining: 900))
    }

    @Test func headersWithoutAFamilyAreOfRequests() {
        #expect(
            status([("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "9"), ("x-ratelimit-reset", "5")])?.requests
                == .init(limit: 60, remaining: 9, reset: .seconds(5)))
        #expect(
            status([("ratelimit-limit", "100, 100;w=60"), ("ratelimit-remaining", "50")])?.requests == .init(limit: 100, remaining: 50))
    }

    @Test func whatTellsNothingIsNothing() {
        #expect(status([]) == nil)
        #expect(status([("content-type", "text/event-stream"), ("x-request-id", "req_1"), ("x-ratelimit-over-there", "1")]) == nil)
        // Azure, where it does not know.
        #expect(status([("x-ratelimit-remaining-requests", "-1"), ("x-ratelimit-limit-requests", "0")]) == nil)
    }
}
