import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct RetryHintTests {
    @Test(arguments: [
        ("1.898s. Visit", Duration.milliseconds(1_898)), ("28ms", .milliseconds(28)), ("6m0s", .seconds(360)),
        ("1h2m3.5s", .milliseconds(3_723_500)),
        ("20 seconds", .seconds(20)), ("1m 30s", .seconds(90)), ("34", .seconds(34)), ("6.", .seconds(6)),
        ("2m59.56s.", .milliseconds(179_560)),
    ])
    func durationsAreReadAsGoWritesThem(_ text: String, _ expected: Duration) throws {
        let duration = try #require(RetryHint.duration(of: text))
        #expect(abs((duration - expected) / .milliseconds(1)) < 0.001)
    }

    @Test(arguments: ["", "soon", "0s", "-3s", "nan", "inf", "1e400", "99999999999999h"])
    func whatIsNoTimeToWaitIsNone(_ text: String) {
        #expect(RetryHint.duration(of: text) == nil)
        #expect(RetryHint(headers: [HeaderField("retry-after", text)], delay: nil).duration == nil)
    }

    @Test func aDateCountsFromTheResponsesOwn() {
        let until = HeaderField("Retry-After", "Sun, 01 Mar 2026 00:00:10 GMT")
        let date = HeaderField("Date", "Sat, 28 Feb 2026 23:59:50 GMT")
        #expect(RetryHint(headers: [until, date], delay: nil).duration == .seconds(20))
        #expect(RetryHint(headers: [until], delay: nil).duration == nil)
        #expect(RetryHint(headers: [HeaderField("Date", until.value), HeaderField("Retry-After", date.value)], delay: nil).duration == nil)
    }

    @Test func millisecondsAreMoreExactThanSeconds() {
        let headers = [HeaderField("retry-after", "2"), HeaderField("retry-after-ms", "1500.5")]
        #expect(RetryHint(headers: headers, delay: .seconds(9)).duration == .microseconds(1_500_500))
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ])
    func datesAreCounted(_ text: String, _ seconds: Int) {
        #expect(HTTPDate(text)?.seconds == seconds)
    }

    @Test(arguments: ["", "yesterday", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT"])
    func whatIsNoDateIsNone(_ text: String) {
        #expect(HTTPDate(text) == nil)
    }
}

struct RedactionTests {
    @Test(arguments: [
        ("Incorrect API key provided: sk-proj-ab****wxyz.", "Incorrect API key provided: •••"),
        ("Invalid bearer token: abc12345xyz", "Invalid bearer token: •••"),
        ("Authorization: Bearer q1w2e3r4t5", "Authorization: Bearer •••"),
        ("key AIzaSyA1234567890", "key •••"), ("bad gsk_abcdefgh12345 here", "bad ••• here"),
        ("0123456789abcdef0123456789abcdef is wrong", "••• is wrong"), ("abcd************wxyz", "•••"),
    ])
    func keysAreTakenOut(_ text: String, _ expected: String) {
        #expect(Redaction.quotable(text) == expected)
    }

    @Test(arguments: [
        "The model gpt-5.4-mini does not take temperature 0.3.", "max_tokens 128000 is over 64000",
        "request 4b3f9a52-7c1d-4e0a-9b1f-2f6d1c0e8a77",
        "req_0b7e41d2c95f4a8300691f2a40c1a881939d5f0e6b27c4a1d2", "Zu lang: größer als 5 €",
    ])
    func otherWordsStay(_ text: String) {
        #expect(Redaction.quotable(text) == text)
    }

    @Test func controlCharactersCannotReachATerminal() {
        #expect(Redaction.quotable("a\u{1B}[31mb\u{0}c\nd") == "a [31mb c\nd")
    }
}

struct TransportFailureTests {
    @Test(arguments: [
        (TransportFailure.Kind.refused, FailureKind.addressRefused, FailureScope.provider), (.resolve, .nameResolution, .provider),
        (.connect, .connect, .provider), (.connectTimeout, .connect, .provider), (.tls, .tls, .provider),
        (.timeout, .serverTimeout, .model),
        (.reset, .reset, .model), (.cut, .cut, .model), (.tooLarge, .answerTooLarge, .model), (.malformed, .malformedAnswer, .model),
        (.cancelled, .cancelled, .request), ("something-new", .cut, .model),
    ])
    func everyKindHasItsMeaning(_ kind: TransportFailure.Kind, _ expected: FailureKind, _ scope: FailureScope) {
        let model = ModelName(provider: "acme", id: "large")
        let failure = ModelFailure(transport: TransportFailure(kind, detail: "curl says so"), model: model)
        #expect(failure.kind == expected)
        #expect(failure.scope == scope)
        #expect(failure.model == model)
        #expect(failure.description.contains("curl says so. ") || failure.description.hasSuffix("curl says so."))
    }
}
