import GRDB
import WaybillInterchange

extension LedgerReader {
    /// Reads all calls of some time with their attempts, in the order in which they came into the books, as they are at one moment.
    ///
    /// Made for a million rows: what is handed over is in no collection but the attempts of one call.
    ///
    /// - Parameters:
    ///   - since: Calls that began at this time or later, since 1970-01-01 00:00 UTC; `nil`: all.
    ///   - until: Calls that began before this time; `nil`: all.
    ///   - body: Is given each call with its attempts in order.
    /// - Returns: The words that the rows name by numbers.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func scan(
        since: Duration? = nil, until: Duration? = nil, _ body: (CallRow, [AttemptRow]) throws -> Void
    ) throws -> LedgerNames {
        try pass(since: since, until: until) { _, call, attempts in try body(call, attempts) }
    }

    /// As ``scan(since:until:_:)``, for a body that needs the words already while it is given rows.
    func pass(
        since: Duration?, until: Duration?, _ body: (LedgerNames, CallRow, [AttemptRow]) throws -> Void
    ) throws -> LedgerNames {
        try readForCaller { database, words in
            var filter = CallFilter()
            filter.since = since
            filter.until = until
            let condition = filter.condition(words) ?? "FALSE"
            let first = try Int64.fetchOne(database, sql: "SELECT min(call) FROM calls WHERE \(condition)")
            let names = LedgerNames(words)
            if let first { try merge(database, from: first, filter) { try body(names, $0, $1) } }
            return names
        }
    }

    /// When the first and the last of some calls began; `nil`: there is none.
    func span(of filter: CallFilter) throws -> ClosedRange<Duration>? {
        try readForCaller { database, words in
            let condition = filter.condition(words) ?? "FALSE"
            // Ids grow with time, so that their index finds both ends.
            func began(_ order: String) throws -> Duration? {
                try Int64.fetchOne(database, sql: "SELECT began FROM calls WHERE \(condition) ORDER BY id \(order) LIMIT 1")
                    .map { .microseconds($0) }
            }
            guard let first = try began("ASC"), let last = try began("DESC") else { return nil }
            return first...max(first, last)
        }
    }

    /// Both tables stand in the order of calls, so that one pass over each suffices.
    private func merge(_ database: Database, from first: Int64, _ filter: CallFilter, _ body: (CallRow, [AttemptRow]) throws -> Void) throws
    {
        let calls = try StatementRun(database, CallRow.query)
        defer { calls.reset() }
        calls.bind(first)
        calls.bind(filter.since ?? .microseconds(Int64.min))
        calls.bind(filter.until ?? .microseconds(Int64.max))
        let attempts = try StatementRun(database, AttemptRow.query)
        defer { attempts.reset() }
        attempts.bind(first)
        var hasAttempt = try attempts.step()
        var own: [AttemptRow] = []
        while try calls.step() {
            let call = CallRow(calls.row)
            own.removeAll(keepingCapacity: true)
            while hasAttempt {
                let number = attempts.row.integer(0)
                if number > call.call { break }
                if number == call.call { own.append(AttemptRow(attempts.row)) }
                hasAttempt = try attempts.step()
            }
            try body(call, own)
        }
    }
}

extension CallRow {
    fileprivate static let query = """
        SELECT call, began, workload, flags, duration, model, failure, attempts, first_token, cost FROM calls
        WHERE call >= ? AND began >= ? AND began < ? ORDER BY call
        """

    fileprivate init(_ row: StatementRow) {
        self.init(
            call: row.integer(0), began: row.integer(1), workload: row.integer(2), flags: CallFlags(rawValue: row.integer(3)),
            duration: row.optional(4), model: row.optional(5), failure: row.optional(6), attempts: Int(row.integer(7)),
            firstToken: row.optional(8), cost: row.money(9))
    }
}

extension AttemptRow {
    fileprivate static let query = """
        SELECT call, number, model, started, flags, outcome, failure, duration, first_token, uncached_input, cached_input, cache_write,
            output_text, reasoning, audio_input, image_input, audio_output, image_output, certainty, counted_input, counted_output,
            expected_cached, cost, reported_cost, service_tier, credential
        FROM attempts WHERE call >= ? ORDER BY call, number
        """

    fileprivate init(_ row: StatementRow) {
        self.init(
            call: row.integer(0), number: Int(row.integer(1)), model: row.integer(2), started: row.integer(3),
            flags: AttemptFlags(rawValue: row.integer(4)), outcome: row.integer(5), failure: row.optional(6), duration: row.integer(7),
            firstToken: row.optional(8), usage: Usage(row), countedInput: row.optional(19).map(Int.init),
            countedOutput: row.optional(20).map(Int.init), expectedCached: row.optional(21).map(Int.init), cost: row.money(22),
            reportedCost: row.money(23), serviceTier: row.optional(24), credential: row.optional(25))
    }
}

extension AttemptRow.Usage {
    fileprivate init?(_ row: StatementRow) {
        guard !row.isNull(9) else { return nil }
        self.init(
            uncachedInput: Int(row.integer(9)), cachedInput: Int(row.integer(10)), cacheWrite: Int(row.integer(11)),
            outputText: Int(row.integer(12)), reasoning: Int(row.integer(13)), audioInput: Int(row.integer(14)),
            imageInput: Int(row.integer(15)), audioOutput: Int(row.integer(16)), imageOutput: Int(row.integer(17)),
            isExact: row.integer(18) == 0)
    }
}
