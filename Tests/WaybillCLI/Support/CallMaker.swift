import Waybill
import WaybillInterchange
import WaybillRoutes

/// Makes the record of one call, attempt by attempt.
struct CallMaker {
    var heading: CallHeading
    var report: RouteReport
    /// How much time has passed in the call.
    private var elapsed = Duration.microseconds(180)

    init(_ workload: Workload, _ began: Duration, _ models: [ModelName], number: UInt64) {
        // The same digits every time, but for calls that differ.
        let milliseconds = UInt64(began / .milliseconds(1))
        let id = CallID(high: milliseconds << 16 | number & 0xFFFF, low: number &* 0x9E37_79B9_7F4A_7C15)
        heading = CallHeading(id: id, began: began, workload: workload, requestKey: number)
        heading.version = RoutesVersion(number: 1, fingerprint: "9f2c61d0a1b2")
        report = RouteReport(workload: workload, rule: SourceLocation(file: "routes.yaml", line: 12, column: 3))
        report.id = id
        report.version = heading.version
        report.candidates = models.enumerated()
            .map { CandidateReport(model: $1, verdict: $0 == 0 ? .chosen : .standingBy($0), adjustments: []) }
    }

    /// Adds an attempt that failed.
    mutating func fail(
        _ model: ModelName, _ failure: FailureKind, after time: Duration, waited: Duration = .zero, retryAfter: Duration? = nil,
        decision: String = "on to the next"
    ) {
        var attempt = begin(model, waited)
        attempt.outcome = .failed
        attempt.failure = failure
        attempt.scope = .model
        attempt.status = failure == .rateLimited ? 429 : failure == .overloaded ? 503 : nil
        attempt.retryAfter = retryAfter
        attempt.decision = decision
        end(attempt, after: time)
    }

    /// Adds the attempt that answered.
    mutating func answer(
        _ model: ModelName, _ usage: TokenUsage, price: Price?, firstToken: Duration, whole: Duration, expected: Int? = nil
    ) {
        var attempt = begin(model, .zero)
        attempt.outcome = .answered
        attempt.status = 200
        attempt.requestID = "req_\(String(heading.id.low, radix: 16))"
        attempt.usage = usage
        attempt.expectedCachedTokens = expected
        attempt.counted = CountedTokens(
            input: TokenCount(usage.input + 2, .exact, tokenizer: "o200k_base"),
            output: TokenCount(usage.outputText, .exact, tokenizer: "o200k_base"))
        attempt.cost = price?.cost(of: usage)
        attempt.priceDate = price?.asOf
        attempt.missingPrice = price == nil ? "price" : nil
        attempt.firstToken = attempt.started + firstToken
        attempt.bytesReceived = 41 * usage.output
        attempt.decision = "answered"
        end(attempt, after: whole)
    }

    /// The record of what was made so far.
    func record(failure: FailureKind?) -> CallRecord {
        var report = report
        report.duration = elapsed
        return CallRecord(heading: heading, report: report, failure: failure)
    }

    private func begin(_ model: ModelName, _ waited: Duration) -> AttemptReport {
        AttemptReport(
            number: report.attempts.count + 1, model: model, credential: "default", waited: waited, started: elapsed + waited,
            bytesSent: 9_214)
    }

    private mutating func end(_ attempt: AttemptReport, after time: Duration) {
        var attempt = attempt
        attempt.ended = attempt.started + time
        elapsed = attempt.ended + .microseconds(40)
        report.attempts.append(attempt)
    }
}
