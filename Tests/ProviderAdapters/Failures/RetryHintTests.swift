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
