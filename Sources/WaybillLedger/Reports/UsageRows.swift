import WaybillInterchange

/// What usage needs to know of a call.
struct UsageCall: NarrowRow {
    var began: Int64
    var workload: Int64
    var flags: CallFlags
    var duration: Int64?
    var model: Int64?
    var failure: Int64?
    var firstToken: Int64?

    static let columns = "began, workload, flags, duration, model, failure, first_token"

    init(_ row: StatementRow) {
        began = row.integer(1)
        workload = row.integer(2)
        flags = CallFlags(rawValue: row.integer(3))
        duration = row.optional(4)
        model = row.optional(5)
        failure = row.optional(6)
        firstToken = row.optional(7)
    }

    /// The days, hours or the like that were over when it began, since 1970-01-01.
    func whole(_ seconds: Int64) -> Int64 {
        let (count, rest) = began.quotientAndRemainder(dividingBy: seconds * 1_000_000)
        return rest < 0 ? count - 1 : count
    }
}

/// What usage needs to know of an attempt.
struct UsageAttempt: NarrowRow {
    var model: Int64
    var flags: AttemptFlags
    var failure: Int64?
    /// The number of its word, or 0.
    var credential: Int64
    /// The number of its word, or 0.
    var serviceTier: Int64
    var tokens: UsageTokens?
    var countedInput: Int?
    var countedOutput: Int?
    var expectedCached: Int?
    var cost: Money?

    static let columns = """
        model, flags, failure, credential, service_tier, uncached_input, cached_input, output_text, reasoning, counted_input,
        counted_output, expected_cached, cost, cache_write, audio_input, image_input, audio_output, image_output
        """

    init(_ row: StatementRow) {
        model = row.integer(1)
        flags = AttemptFlags(rawValue: row.integer(2))
        failure = row.optional(3)
        credential = row.integer(4)
        serviceTier = row.integer(5)
        guard let uncached = row.optional(6) else { return }
        var tokens = UsageTokens()
        tokens.uncachedInput = Int(uncached)
        tokens.cachedInput = Int(row.integer(7))
        tokens.outputText = Int(row.integer(8))
        tokens.reasoning = Int(row.integer(9))
        if flags.contains(.rareTokens) {
            tokens.cacheWrite = Int(row.integer(14))
            tokens.audioInput = Int(row.integer(15))
            tokens.imageInput = Int(row.integer(16))
            tokens.audioOutput = Int(row.integer(17))
            tokens.imageOutput = Int(row.integer(18))
        }
        self.tokens = tokens
        countedInput = row.optional(10).map(Int.init)
        countedOutput = row.optional(11).map(Int.init)
        expectedCached = row.optional(12).map(Int.init)
        cost = row.money(13)
    }
}

extension UsageFigures {
    mutating func add(_ call: UsageCall) {
        if !call.flags.contains(.finished) {
            unfinished += 1
        } else if call.flags.contains(.degraded) {
            degraded += 1
        } else if call.failure != nil {
            failed += 1
        } else {
            answered += 1
            if call.flags.contains(.fellBack) { fellBack += 1 }
            if let time = call.firstToken { firstToken.add(time) }
            if let time = call.duration { duration.add(time) }
        }
    }

    mutating func add(_ attempt: UsageAttempt, _ savings: inout CacheSavings) {
        attempts += 1
        if attempt.failure != nil { failedAttempts += 1 }
        if attempt.flags.contains(.costDiffers) { disputedAttempts += 1 }
        if attempt.flags.contains(.drifted) { driftedAttempts += 1 }
        guard let used = attempt.tokens else { return }
        tokens += used
        let isExact = !attempt.flags.contains(.estimated)
        if !isExact { estimatedAttempts += 1 }
        if let cost = attempt.cost {
            self.cost = self.cost + cost
            if !isExact { estimatedCost = estimatedCost + cost }
        } else if used.input + used.output > 0 {
            unpricedAttempts += 1
        }
        if used.cachedInput > 0 {
            if let saved = savings.made(by: attempt, used) {
                cacheSavings = cacheSavings + saved
            } else {
                unvaluedCachedInput += used.cachedInput
            }
        }
        if isExact, let expected = attempt.expectedCached {
            expectedCachedInput += expected
            foundCachedInput += used.cachedInput
        }
        if isExact, let input = attempt.countedInput, let output = attempt.countedOutput {
            countedInput += input
            reportedInput += used.input
            countedOutput += output
            reportedOutput += used.outputText
        }
    }
}
