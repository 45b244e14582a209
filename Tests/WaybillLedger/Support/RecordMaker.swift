import WaybillInterchange

/// Makes records of every shape from a seed: each field there or not, small, large and at its bound.
struct RecordMaker {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    // MARK: Values

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    mutating func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }

    mutating func maybe<Value>(_ value: Value) -> Value? { chance(0.5) ? value : nil }

    mutating func count() -> Int { pick([0, 1, 127, 128, 16_384, 1_000_000, 1 << 40, Int.random(in: 0...100_000, using: &random)]) }

    mutating func integer() -> Int { pick([0, -1, 1, Int.min, Int.max, Int.random(in: .min ... .max, using: &random)]) }

    mutating func whole() -> UInt64 { pick([0, 1, .max, random.next()]) }

    mutating func time() -> Duration {
        .microseconds(pick([0, 1, 999, 20_000_000, 1 << 50, Int.random(in: 0...9_000_000, using: &random)]))
    }

    mutating func money() -> Money {
        Money(
            picodollars: pick([0, 1, -5, Int128(Int64.max), Int128(Int64.max) + 1, Int128(1) << 120, -Int128(1) << 120, Int128(count())]))
    }

    mutating func text() -> String {
        pick(["", "a", "support-chat", "grüße 🙂", "with \u{0} in it", "line\nline", "12 of 13", String(repeating: "long ", count: 500)])
    }

    mutating func word() -> String { pick(["alpha", "beta", "gamma", "word-\(count())", text()]) }

    mutating func model() -> ModelName { ModelName(provider: pick(["openai", "local"]), id: pick(["gpt-5.4-mini", "a/b/c", "x"])) }

    mutating func list<Element>(_ most: Int = 3, _ make: (inout RecordMaker) -> Element) -> [Element] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in make(&self) }
    }

    // MARK: Records

    mutating func id() -> CallID { CallID(high: whole() &+ random.next() % 1000, low: random.next()) }

    mutating func call() -> CallRecord {
        let heading = heading()
        return CallRecord(heading: heading, report: report(of: heading.id), failure: maybe(FailureKind(rawValue: word())))
    }

    mutating func heading() -> CallHeading {
        var heading = CallHeading(id: id(), began: time(), workload: Workload(rawValue: word()), requestKey: whole())
        heading.servedByWildcard = chance(0.2)
        heading.version = maybe(version())
        heading.promptVersion = maybe(word())
        heading.features = list { Feature(rawValue: $0.word()) }
        heading.parameters = GenerationParameters(
            temperature: maybe(pick([0, 0.1, 2])), topP: maybe(0.333), maxOutputTokens: maybe(count()), seed: maybe(integer()),
            reasoningEffort: maybe(ReasoningEffort(rawValue: word())), verbosity: maybe(.low), parallelToolCalls: maybe(chance(0.5)),
            serviceTier: maybe(.flex))
        heading.deadline = maybe(time())
        heading.inputTokens = list { $0.tokens() }
        heading.expectedCost = maybe(money())
        heading.tags = list { CallHeading.Tag($0.word(), $0.text()) }
        heading.prefix = maybe(whole())
        heading.contentHash = maybe((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        return heading
    }

    mutating func version() -> RoutesVersion { RoutesVersion(number: integer(), fingerprint: maybe(word())) }

    mutating func report(of id: CallID) -> RouteReport {
        var report = RouteReport(
            workload: Workload(rawValue: word()), rule: maybe(SourceLocation(file: word(), line: count(), column: count())),
            servedByWildcard: chance(0.5), candidates: list { $0.candidate() })
        report.id = maybe(id)
        report.when = maybe(word())
        report.version = maybe(version())
        report.attempts = list(6) { $0.attempt(1) }
        for index in report.attempts.indices { report.attempts[index].number = index + 1 }
        report.adjustments = list { $0.adjustment() }
        report.canonicalForm = count()
        report.cacheDrop = maybe(cacheDrop())
        report.degraded = chance(0.2)
        report.duration = time()
        return report
    }

    mutating func cacheDrop() -> CacheDrop {
        var drop = CacheDrop(before: count(), now: count(), CacheDrop.Cause(rawValue: word()), segment: maybe(word()), word())
        drop.path = maybe("tools.\(count()).x")
        drop.byte = maybe(integer())
        drop.within = maybe(count())
        return drop
    }

    mutating func candidate() -> CandidateReport {
        CandidateReport(model: model(), verdict: verdict(), adjustments: list { $0.adjustment() })
    }

    mutating func verdict() -> Verdict {
        let reason: SetAsideReason = pick([
            .contextTooSmall(missing: count(), window: count()), .cannotExpress(word()), .requirementUnmet(word()), .overPriceCap(word()),
            .shutDown("2026-11-21"), .overLimit(word()), .costLimit(word()), .budgetSpent(word()), .breakerOpen(time()), .paused(time()),
            .rateLimit(time()), .busy(time()), .credential(word()), .keysDown(FailureKind(rawValue: word()), time()),
        ])
        return pick([.chosen, .standingBy(count()), .setAside(reason)])
    }

    mutating func adjustment() -> Adjustment { Adjustment(Adjustment.Kind(rawValue: word()), word(), word()) }

    mutating func attempt(_ number: Int) -> AttemptReport {
        var attempt = AttemptReport(
            number: number, model: model(), credential: maybe(word()), waited: time(), started: time(), bytesSent: count())
        attempt.outcome = pick([.answered, .failed, .cancelled, .hedgedOut, "new-word"])
        attempt.isIncomplete = chance(0.2)
        attempt.status = maybe(pick([200, 429, 503]))
        attempt.failure = maybe(FailureKind(rawValue: word()))
        attempt.scope = maybe(pick(FailureScope.allCases))
        attempt.providerCode = maybe(word())
        attempt.retryAfter = maybe(time())
        attempt.requestID = maybe(text())
        attempt.isHedge = chance(0.2)
        attempt.firstToken = maybe(time())
        attempt.ended = time()
        attempt.bytesReceived = count()
        attempt.skippedEvents = count()
        attempt.usage = maybe(usage())
        attempt.expectedCachedTokens = maybe(count())
        attempt.cachedTokensGivenUp = count()
        attempt.counted = maybe(CountedTokens(input: tokens(), output: tokens()))
        attempt.drift = list(2) { $0.drift() }
        attempt.serviceTier = maybe(ServiceTier(rawValue: word()))
        attempt.cost = maybe(money())
        attempt.decision = word()
        attempt.priceDate = maybe("2026-11-20")
        attempt.missingPrice = maybe("tiers.flex")
        attempt.reportedCost = maybe(money())
        return attempt
    }

    mutating func usage() -> TokenUsage {
        var usage = TokenUsage(
            uncachedInput: count(), cachedInput: count(),
            cacheWrites: list { CacheWrite(lifetimeSeconds: $0.maybe(300), tokens: $0.count()) },
            outputText: count(), reasoning: count(), certainty: certainty(),
            reported: maybe([
                "input_tokens": 12, "details": ["x": [1, 2.50, true, .null], "y": "short"], "": .number(JSONNumber(literal: "1e400")!),
            ]))
        usage.audioInput = count()
        usage.imageInput = count()
        usage.audioOutput = count()
        usage.imageOutput = count()
        usage.hostedTools = list { HostedToolUse(HostedTool(rawValue: $0.word()), uses: $0.count()) }
        usage.flags = list { UsageFlag(rawValue: $0.word()) }
        return usage
    }

    mutating func certainty() -> CountCertainty { pick([.exact, .estimated, .bounded(0), .bounded(count())]) }

    mutating func tokens() -> TokenCount {
        let low = count()
        return TokenCount(
            count(), certainty(), tokenizer: word(), bounds: maybe(low...low + count()), atLeast: count(), reason: maybe("why so"))
    }

    mutating func drift() -> CountDrift {
        CountDrift(CountDrift.Kind(rawValue: word()), maybe(pick([.input, .output])), counted: maybe(tokens()), reported: maybe(count()))
    }
}
