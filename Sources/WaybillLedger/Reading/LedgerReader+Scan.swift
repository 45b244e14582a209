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
        try readForCaller { database, words in
            var filter = CallFilter()
            (filter.since, filter.until) = (since, until)
            guard let numbers = try callNumbers(matching: filter, database, words) else { return LedgerNames(words) }
            try withoutActuallyEscaping(body) { body in
                var handover = CallHandover(body: body)
                try visit(numbers, filter, database, &handover)
            }
            return LedgerNames(words)
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

    /// The numbers that the calls lie between; `nil`: there are none.
    func callNumbers(matching filter: CallFilter, _ database: Database, _ words: WordBook) throws -> ClosedRange<Int64>? {
        guard let condition = filter.condition(words) else { return nil }
        let run = try StatementRun(database, "SELECT min(call), max(call) FROM calls WHERE \(condition)")
        defer { run.reset() }
        guard try run.step(), let first = run.row.optional(0), let last = run.row.optional(1) else { return nil }
        return first...last
    }

    /// Shows a visitor the calls of some time whose numbers lie between two, each with its attempts.
    ///
    /// Both tables stand in the order of calls, so that one pass over each suffices.
    func visit<Visitor: RowVisitor>(
        _ numbers: ClosedRange<Int64>, _ filter: CallFilter, _ database: Database, _ visitor: inout Visitor
    ) throws {
        let calls = try StatementRun(
            database,
            """
            SELECT call, \(Visitor.Call.columns) FROM calls
            WHERE call BETWEEN ? AND ? AND began >= ? AND began < ? ORDER BY call
            """)
        defer { calls.reset() }
        calls.bind(numbers.lowerBound)
        calls.bind(numbers.upperBound)
        calls.bind(filter.since ?? .microseconds(Int64.min))
        calls.bind(filter.until ?? .microseconds(Int64.max))
        let attempts = try StatementRun(
            database, "SELECT call, \(Visitor.Attempt.columns) FROM attempts WHERE call BETWEEN ? AND ? ORDER BY call, number")
        defer { attempts.reset() }
        attempts.bind(numbers.lowerBound)
        attempts.bind(numbers.upperBound)
        var hasAttempt = try attempts.step()
        while try calls.step() {
            let number = calls.row.integer(0)
            visitor.begin(Visitor.Call(calls.row))
            while hasAttempt {
                let owner = attempts.row.integer(0)
                if owner > number { break }
                if owner == number { visitor.add(Visitor.Attempt(attempts.row)) }
                hasAttempt = try attempts.step()
            }
            try visitor.end()
        }
    }
}

/// A row in a narrow form.
protocol NarrowRow {
    /// The columns that it is made of, which come after the number of the call.
    static var columns: String { get }

    init(_ row: StatementRow)
}

/// Is shown calls: the beginning of each, its attempts in order, and that this was all.
protocol RowVisitor {
    associatedtype Call: NarrowRow
    associatedtype Attempt: NarrowRow

    mutating func begin(_ call: Call)
    mutating func add(_ attempt: Attempt)
    mutating func end() throws
}

/// Hands every call over with its attempts.
private struct CallHandover: RowVisitor {
    let body: (CallRow, [AttemptRow]) throws -> Void
    private var call: CallRow?
    private var attempts: [AttemptRow] = []

    init(body: @escaping (CallRow, [AttemptRow]) throws -> Void) { self.body = body }

    mutating func begin(_ call: CallRow) {
        self.call = call
        attempts.removeAll(keepingCapacity: true)
    }

    mutating func add(_ attempt: AttemptRow) { attempts.append(attempt) }

    func end() throws {
        if let call { try body(call, attempts) }
    }
}

extension CallRow: NarrowRow {
    static let columns = "began, workload, flags, duration, model, failure, attempts, first_token, cost"

    init(_ row: StatementRow) {
        self.init(
            call: row.integer(0), began: row.integer(1), workload: row.integer(2), flags: CallFlags(rawValue: row.integer(3)),
            duration: row.optional(4), model: row.optional(5), failure: row.optional(6), attempts: Int(row.integer(7)),
            firstToken: row.optional(8), cost: row.money(9))
    }
}

extension AttemptRow: NarrowRow {
    static let columns = """
        number, model, started, flags, outcome, failure, duration, first_token, uncached_input, cached_input, cache_write, output_text,
        reasoning, audio_input, image_input, audio_output, image_output, certainty, counted_input, counted_output, expected_cached, cost,
        reported_cost, service_tier, credential
        """

    init(_ row: StatementRow) {
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
