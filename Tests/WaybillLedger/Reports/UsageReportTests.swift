import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillLedger

struct UsageReportTests {
    private static let combinations: [[UsageDimension]] = [
        [], [.workload], [.model], [.provider], [.day], [.month], [.credential], [.failure], [.workload, .model, .day], [.day, .provider],
        [.hour, .model],
        UsageDimension.allCases,
    ]

    @Test(arguments: combinations)
    func whateverTheGroupsAreTheySumToWhatWasRecorded(dimensions: [UsageDimension]) async throws {
        var maker = RecordMaker(seed: UInt64(dimensions.count) + 40)
        let calls = maker.likelyCalls(300)
        let books = try await FilledBooks(calls)
        let report = try books.reader.usage(UsageQuery(by: dimensions))
        let attempts = calls.flatMap(\.report.attempts)
        let usages = attempts.compactMap(\.usage)
        let total = report.total
        #expect(total.calls == calls.count)
        #expect(total.answered == calls.count { $0.failure == nil })
        #expect(total.degraded == calls.count(where: \.report.degraded))
        #expect(total.attempts == attempts.count)
        #expect(total.failedAttempts == attempts.count { $0.failure != nil })
        #expect(total.tokens.uncachedInput == usages.reduce(0) { $0 + $1.uncachedInput })
        #expect(total.tokens.cachedInput == usages.reduce(0) { $0 + $1.cachedInput })
        #expect(total.tokens.cacheWrite == usages.reduce(0) { $0 + $1.cacheWrite })
        #expect(total.tokens.input == usages.reduce(0) { $0 + $1.input })
        #expect(total.tokens.output == usages.reduce(0) { $0 + $1.output })
        #expect(total.estimatedAttempts == usages.count { $0.certainty != .exact })
        #expect(total.cost == attempts.compactMap(\.cost).reduce(.zero, +))
        #expect(total.unpricedAttempts == attempts.count { $0.usage != nil && $0.cost == nil })
        #expect(total.firstToken.count == calls.count { $0.failure == nil })
        // By any other way to the same groups, the same comes out.
        for coarser in [[], Array(dimensions.dropFirst()), Array(dimensions.reversed())] {
            #expect(report.grouped(by: coarser).sums == (try books.reader.usage(UsageQuery(by: coarser))).sums)
        }
    }

    @Test(arguments: [1, 7, 100, 299, 300, 1_000] as [Int64])
    func severalReadersSumUpWhatOneDoes(size: Int64) async throws {
        var maker = RecordMaker(seed: 8)
        let calls = maker.likelyCalls(300)
        let books = try await FilledBooks(calls)
        var query = UsageQuery(by: [.model, .day])
        query.since = calls[3].heading.began
        query.until = calls[290].heading.began
        let parts = try books.reader.usage(query, inPiecesOf: size) { _ in Price(input: 1, output: 1) }
        let whole = try books.reader.usage(query, inPiecesOf: 1_000_000) { _ in Price(input: 1, output: 1) }
        #expect(parts == whole)
        #expect(whole.total.calls == 287)
    }

    @Test(arguments: [
        \TokenUsage.audioInput, \.imageInput, \.audioOutput, \.imageOutput, \.uncachedInput, \.cachedInput, \.outputText, \.reasoning,
    ])
    func tokensOfEveryClassAreSummedUp(token: any WritableKeyPath<TokenUsage, Int> & Sendable) async throws {
        var call = RecordMaker.plain()
        var usage = TokenUsage()
        usage[keyPath: token] = 7
        call.report.attempts[0].usage = usage
        let tokens = try await FilledBooks([call]).reader.usage(UsageQuery()).total.tokens
        let places = [
            \TokenUsage.audioInput: \UsageTokens.audioInput, \.imageInput: \.imageInput, \.audioOutput: \.audioOutput,
            \.imageOutput: \.imageOutput, \.uncachedInput: \.uncachedInput, \.cachedInput: \.cachedInput, \.outputText: \.outputText,
            \.reasoning: \.reasoning,
        ]
        #expect(tokens[keyPath: try #require(places[token])] == 7)
        #expect(tokens.input + tokens.output == 7)
    }

    /// A call that fell back from one model to the next, with a price, and what else there can be.
    private static func story() -> [CallRecord] {
        var fallback = RecordMaker.plain(1)
        var first = fallback.report.attempts[0]
        (first.outcome, first.failure, first.usage, first.cost) = (.failed, .overloaded, nil, nil)
        var second = fallback.report.attempts[0]
        (second.number, second.model, second.credential) = (2, ModelName(provider: "local", id: "llama"), "spare")
        second.cost = nil
        fallback.report.attempts = [first, second]

        var failed = RecordMaker.plain(2)
        failed.failure = .overloaded
        failed.report.attempts = [first]
        var degraded = failed
        degraded.heading.id.low += 1
        degraded.report.degraded = true
        var unasked = RecordMaker.plain(4)
        unasked.failure = .noCandidate
        unasked.report.attempts = []
        return [fallback, failed, degraded, unasked]
    }

    @Test func everyCallAndEveryAttemptCountsInOneGroup() async throws {
        let books = try await FilledBooks(Self.story())
        let report = try books.reader.usage(UsageQuery(by: [.model]))
        #expect(report.groups.map(\.labels) == [[nil], ["local/llama"], ["openai/gpt-5.4-mini"]])
        let (none, llama, mini) = (report.groups[0].figures, report.groups[1].figures, report.groups[2].figures)
        #expect((none.calls, none.failed, none.attempts) == (1, 1, 0))
        #expect((llama.calls, llama.answered, llama.fellBack, llama.attempts) == (1, 1, 1, 1))
        #expect((llama.cost, llama.unpricedAttempts) == (.zero, 1))
        #expect((mini.calls, mini.failed, mini.degraded, mini.attempts, mini.failedAttempts) == (2, 1, 1, 3, 3))
        #expect(llama.firstToken.percentile(50) == .microseconds(412_345))
        #expect(mini.firstToken.count == 0)
        let failures = try books.reader.usage(UsageQuery(by: [.failure])).groups
        #expect(failures.map(\.labels) == [[nil], ["no-candidate"], ["overloaded"]])
        #expect(failures.map(\.figures.calls) == [1, 1, 2])
        #expect(failures.map(\.figures.attempts) == [1, 0, 3])
    }

    @Test func aCallThatIsNotKnownToHaveEndedCountsAsThat() async throws {
        let call = RecordMaker.plain(1)
        let open = StoredCall(heading: call.heading, report: nil, failure: nil, attempts: call.report.attempts)
        let total = try await FilledBooks([], unfinished: [open]).reader.usage(UsageQuery(by: [.workload])).total
        #expect((total.calls, total.unfinished, total.attempts) == (1, 1, 1))
        #expect(total.cost == call.report.attempts[0].cost)
        #expect(total.duration.count == 0)
    }

    @Test func aQueryTakesWhatItAsksFor() async throws {
        var maker = RecordMaker(seed: 5)
        let calls = maker.likelyCalls(200)
        let reader = try await FilledBooks(calls).reader
        func total(_ change: (inout UsageQuery) -> Void) throws -> UsageFigures {
            var query = UsageQuery(by: [.day])
            change(&query)
            return try reader.usage(query).total
        }
        #expect(try total { $0.workload = "draft" }.calls == calls.count { $0.heading.workload == "draft" })
        let attempts = calls.flatMap(\.report.attempts)
        #expect(try total { $0.provider = "openai" }.attempts == attempts.count { $0.model.provider == "openai" })
        let model = ModelName(provider: "local", id: "c")
        #expect(try total { $0.model = model }.attempts == attempts.count { $0.model == model })
        #expect(try total { $0.model = ModelName(provider: "local", id: "unknown") }.calls == 0)
        let middle = calls[100].heading.began
        #expect(try total { $0.since = middle }.calls == 100)
        #expect(try total { $0.until = middle }.calls == 100)
        #expect(try total { $0.since = .seconds(9_000_000_000) }.calls == 0)
        #expect(try total { $0.since = .seconds(9_000_000_000) } == UsageFigures())
    }

    @Test func daysFollowFromHours() async throws {
        var maker = RecordMaker(seed: 6)
        let reader = try await FilledBooks(maker.likelyCalls(60)).reader
        let hours = try reader.usage(UsageQuery(by: [.hour]))
        #expect(hours.groups.count == 60)
        #expect(hours.groups[0].labels == ["2026-09-21 14:00"])
        for dimension in [UsageDimension.day, .month] {
            #expect(hours.grouped(by: [dimension]).sums == (try reader.usage(UsageQuery(by: [dimension]))).sums)
        }
    }

    @Test func whatWasExpectedOfCachesStandsBesideWhatWasFound() async throws {
        var call = RecordMaker.plain()
        /// The same attempt again, with what was expected of a cache and what was found.
        func attempt(_ number: Int, expected: Int?, found: Int, _ certainty: CountCertainty = .exact) -> AttemptReport {
            var attempt = call.report.attempts[0]
            attempt.number = number
            attempt.expectedCachedTokens = expected
            attempt.usage?.cachedInput = found
            attempt.usage?.certainty = certainty
            return attempt
        }
        call.report.attempts = [
            attempt(1, expected: 512, found: 500), attempt(2, expected: 1_024, found: 0), attempt(3, expected: nil, found: 300),
            attempt(4, expected: 256, found: 256, .estimated),
        ]
        let total = try await FilledBooks([call]).reader.usage(UsageQuery()).total
        #expect((total.expectedCachedInput, total.foundCachedInput) == (1_536, 500))
        #expect(total.estimatedCost == call.report.attempts[3].cost && total.estimatedCost < total.cost)
    }

    @Test func countDriftIsOfAttemptsThatBothKnow() async throws {
        var call = RecordMaker.plain()
        var estimated = call.report.attempts[0]
        estimated.number = 2
        estimated.usage?.certainty = .estimated
        call.report.attempts[0].counted?.input.tokens = 893
        call.report.attempts.append(estimated)
        let total = try await FilledBooks([call]).reader.usage(UsageQuery()).total
        #expect((total.countedInput, total.reportedInput) == (893, 812))
        #expect(total.inputDrift == 81.0 / 812)
        #expect(total.outputDrift == 0)
    }
}

struct CacheSavingsTests {
    private static let model = ModelName(provider: "openai", id: "gpt-5.4-mini")

    /// A call that read 500 of 800 tokens of input from a cache.
    private static func call(_ price: Price?, written: CacheWrite? = nil, tier: ServiceTier? = nil) -> CallRecord {
        var call = RecordMaker.plain()
        let usage = TokenUsage(uncachedInput: 300, cachedInput: 500, cacheWrites: written.map { [$0] } ?? [], outputText: 10)
        call.report.attempts[0].usage = usage
        call.report.attempts[0].serviceTier = tier
        call.report.attempts[0].cost = price?.cost(of: usage, tier: tier)
        return call
    }

    private static func saved(_ call: CallRecord, at price: Price) async throws -> (Money, unvalued: Int) {
        let total = try await FilledBooks([call]).reader.usage(UsageQuery(), prices: { $0 == model ? price : nil }).total
        return (total.cacheSavings, total.unvaluedCachedInput)
    }

    @Test func whatWasReadFromACacheSavedTheDifferenceToOrdinaryInput() async throws {
        let price = Price(input: 2_000_000, cachedInput: 200_000, cacheWrite: 2_500_000, longCacheWrite: 4_000_000, output: 8_000_000)
        #expect(try await Self.saved(Self.call(price), at: price) == (Money("$0.0009")!, 0))
        for lifetime in [nil, 300, 43_200] {
            let written = CacheWrite(lifetimeSeconds: lifetime, tokens: 64)
            #expect(try await Self.saved(Self.call(price, written: written), at: price) == (Money("$0.0009")!, 0))
        }
        let uncached = Price(input: 2_000_000, output: 8_000_000)
        #expect(try await Self.saved(Self.call(uncached), at: uncached) == (.zero, 0))
    }

    @Test func theTierAndTheLengthOfThePromptCount() async throws {
        var price = Price(input: 2_000_000, cachedInput: 200_000, output: 8_000_000)
        price.above = 700
        price.standard.longRates = TokenRates(input: 4_000_000, cachedInput: 400_000, output: 9_000_000)
        price.tiers[.flex] = TierPrice(
            TokenRates(input: 1, output: 1), long: TokenRates(input: 1_000_000, cachedInput: 100_000, output: 4_000_000))
        #expect(try await Self.saved(Self.call(price), at: price) == (Money("$0.0018")!, 0))
        #expect(try await Self.saved(Self.call(price, tier: .flex), at: price) == (Money("$0.00045")!, 0))
    }

    @Test func nothingIsClaimedAtAnotherPriceThanTheAttemptsOwn() async throws {
        let price = Price(input: 2_000_000, cachedInput: 200_000, output: 8_000_000)
        let other = Price(input: 2_000_000, cachedInput: 200_000, output: 9_000_000)
        #expect(try await Self.saved(Self.call(price), at: other) == (.zero, 500))
        #expect(try await Self.saved(Self.call(nil), at: price) == (.zero, 500))
    }
}

extension UsageReport {
    /// The groups in a form that does not depend on the order in which times came.
    fileprivate var sums: [[String?]: [JSONValue]] {
        Dictionary(uniqueKeysWithValues: groups.map { ($0.labels, [$0.figures.json]) })
    }
}
