import WaybillInterchange

@testable import WaybillLedger

/// Books with some calls in them.
struct FilledBooks {
    let folder = TemporaryFolder()
    let reader: LedgerReader

    init(_ calls: [CallRecord], unfinished: [StoredCall] = []) async throws {
        let ledger = try SQLiteLedger(path: folder.books)
        for call in calls { ledger.record(call) }
        for call in unfinished {
            for attempt in call.attempts { ledger.record(attempt, of: call.heading) }
        }
        await ledger.close()
        reader = try LedgerReader(path: folder.books)
    }
}

extension RecordMaker {
    /// Calls of some workloads over a week, with attempts at some models: such as there could be.
    mutating func likelyCalls(_ count: Int) -> [CallRecord] {
        (0..<count).map { likelyCall(UInt64($0)) }
    }

    private mutating func likelyCall(_ number: UInt64) -> CallRecord {
        var call = Self.plain(
            number, workload: pick(["support", "draft", "extract"]),
            began: .seconds(1_790_000_000) + .microseconds(Int64(number) * 3_600_000_007))
        let attempts = (1...pick([1, 1, 1, 2, 3])).map { likelyAttempt($0) }
        call.report.attempts = attempts
        call.failure = attempts.last?.outcome == .answered ? nil : attempts.last?.failure
        if call.failure != nil { call.report.degraded = chance(0.3) }
        call.report.duration = attempts.last?.ended ?? .zero
        return call
    }

    private mutating func likelyAttempt(_ number: Int) -> AttemptReport {
        var attempt = AttemptReport(
            number: number, model: pick([ModelName("openai/a")!, ModelName("openai/b")!, ModelName("local/c")!]),
            credential: maybe("default"),
            started: .milliseconds(number * 100), bytesSent: 10)
        attempt.ended = attempt.started + .microseconds(pick([1_000, 500_000, 12_345_678]) + number)
        if chance(0.8) {
            attempt.outcome = .answered
            attempt.firstToken = attempt.started + .microseconds(pick([700, 40_000]))
        } else {
            attempt.outcome = .failed
            attempt.failure = pick([.overloaded, .rateLimited])
        }
        if attempt.failure == nil || chance(0.2) {
            attempt.usage = TokenUsage(
                uncachedInput: pick([10, 2_000]), cachedInput: pick([0, 1_024]),
                cacheWrites: chance(0.2) ? [CacheWrite(lifetimeSeconds: 300, tokens: 64)] : [], outputText: pick([1, 300]),
                reasoning: pick([0, 50]), certainty: pick([.exact, .exact, .estimated]))
            attempt.cost = chance(0.9) ? Money(picodollars: pick([7, 1_000_000_007, Int128(Int64.max) * 3])) : nil
            attempt.counted = maybe(
                CountedTokens(
                    input: TokenCount(pick([9, 2_003]), .exact, tokenizer: "o200k_base"),
                    output: TokenCount(pick([2, 299]), .exact, tokenizer: "o200k_base")))
        }
        return attempt
    }
}
