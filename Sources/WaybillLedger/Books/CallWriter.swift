import GRDB
import WaybillInterchange

/// Writes calls into the tables.
struct CallWriter {
    private let database: Database
    /// What is told of attempts, in the same transaction.
    private let observers: [any IngestObserver]
    /// Where details are written before they go to their row; it has the words.
    private var fields: FieldWriter
    private let insertCall: StatementRun
    private let insertAttempt: StatementRun
    private let insertDetails: StatementRun

    init(_ database: Database, words: WordBook, observers: [any IngestObserver]) throws {
        self.database = database
        self.observers = observers
        fields = FieldWriter(words: words)
        insertCall = try StatementRun(database, "INSERT INTO calls VALUES (\(Self.callPlaces)) ON CONFLICT (id) DO NOTHING")
        insertAttempt = try StatementRun(database, "INSERT OR REPLACE INTO attempts VALUES (\(Self.attemptPlaces))")
        insertDetails = try StatementRun(database, "INSERT OR REPLACE INTO details VALUES (?, ?)")
    }

    private static let callPlaces = places(17)
    private static let attemptPlaces = places(35)

    private static func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }

    /// The words that rows name by their numbers, with those that were added.
    var words: WordBook { fields.words ?? WordBook() }

    /// Writes what came of a call; what was known of it before stays where it is not known better now.
    mutating func write(_ call: StoredCall) throws {
        try insert(call, insertCall.again(), row: nil)
        let isNew = database.changesCount > 0
        let row: Int64
        var known: [Int: AttemptReport] = [:]
        var call = call
        if isNew {
            row = database.lastInsertedRowID
        } else {
            let (found, before) = try find(call.id)
            row = found
            known = Dictionary((before?.attempts ?? []).map { ($0.number, $0) }) { $1 }
            if let before, !call.isFinished {
                guard !before.isFinished else { return }
                let newer = Set(call.attempts.map(\.number))
                call.attempts = (before.attempts.filter { !newer.contains($0.number) } + call.attempts).sorted { $0.number < $1.number }
            }
            try insert(call, StatementRun(database, "INSERT OR REPLACE INTO calls VALUES (\(Self.callPlaces))"), row: row)
            let delete = try StatementRun(database, "DELETE FROM attempts WHERE call = ?")
            delete.bind(row)
            try delete.run()
        }
        for attempt in call.attempts { try insert(attempt, of: call, row) }
        try writeDetails(of: call, row)
        for attempt in call.attempts where known[attempt.number] != attempt {
            let ingested = IngestedAttempt(call: row, heading: call.heading, attempt: attempt, before: known[attempt.number])
            for observer in observers { try observer.ingested(ingested, in: database) }
        }
    }

    /// What is known of a call, with the number of its row.
    ///
    /// Details that cannot be read are written anew: a damaged row must not keep from the books all that comes after it.
    private func find(_ id: CallID) throws -> (row: Int64, call: StoredCall?) {
        let search = try StatementRun(database, "SELECT calls.call, fields FROM calls LEFT JOIN details USING (call) WHERE id = ?")
        search.bind(id)
        guard try search.step() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an index names a call that is not there")
        }
        defer { search.reset() }
        var reader = FieldReader(search.row.bytes(1), words: fields.words)
        do throws(FieldFault) {
            return (search.row.integer(0), try reader.call(id))
        } catch {
            return (search.row.integer(0), nil)
        }
    }

    private mutating func insert(_ call: StoredCall, _ run: StatementRun, row: Int64?) throws {
        let report = call.report
        let answer = report == nil || call.failure != nil ? nil : call.attempts.last { $0.outcome == .answered }
        run.bind(row)
        run.bind(call.id)
        run.bind(call.heading.began)
        run.bind(number(of: call.heading.workload.rawValue))
        run.bind(CallFlags(call).rawValue)
        run.bind(report?.duration)
        run.bind(answer.flatMap { fields.words?.number(of: $0.model) })
        run.bind(number(call.failure?.rawValue))
        run.bind(call.attempts.count)
        run.bind(answer?.firstToken)
        run.bind(report?.cost)
        run.bind(call.heading.expectedCost)
        run.bind(number(call.heading.promptVersion))
        run.bind(report?.rule.flatMap { fields.words?.number(of: $0) })
        run.bind(number(call.heading.version?.fingerprint))
        run.bind(call.heading.prefix.map { Int64(bitPattern: $0) })
        run.bind(call.heading.contentHash)
        try run.run()
    }

    private mutating func insert(_ attempt: AttemptReport, of call: StoredCall, _ row: Int64) throws {
        let run = insertAttempt.again()
        let usage = attempt.usage
        run.bind(row)
        run.bind(attempt.number)
        run.bind(fields.words?.number(of: attempt.model))
        run.bind(AttemptFlags(attempt).rawValue)
        run.bind(number(attempt.failure?.rawValue))
        run.bind(number(attempt.credential))
        run.bind(number(attempt.serviceTier?.rawValue))
        run.bind(usage?.uncachedInput)
        run.bind(usage?.cachedInput)
        run.bind(usage?.outputText)
        run.bind(usage?.reasoning)
        run.bind(attempt.counted?.input.tokens)
        run.bind(attempt.counted?.output.tokens)
        run.bind(attempt.expectedCachedTokens)
        run.bind(attempt.cost)
        run.bind(usage?.cacheWrite)
        run.bind(usage?.audioInput)
        run.bind(usage?.imageInput)
        run.bind(usage?.audioOutput)
        run.bind(usage?.imageOutput)
        run.bind(usage?.certainty.number)
        run.bind(number(attempt.counted?.input.tokenizer))
        run.bind(number(of: call.heading.workload.rawValue))
        run.bind(number(of: attempt.outcome.rawValue))
        run.bind(attempt.status)
        run.bind(call.heading.began + attempt.started)
        run.bind(attempt.ended - attempt.started)
        run.bind(attempt.firstToken.map { $0 - attempt.started })
        run.bind(attempt.cachedTokensGivenUp)
        run.bind(number(attempt.priceDate))
        run.bind(number(attempt.missingPrice))
        run.bind(attempt.reportedCost)
        run.bind(attempt.waited)
        run.bind(attempt.bytesSent)
        run.bind(attempt.bytesReceived)
        try run.run()
    }

    private mutating func writeDetails(of call: StoredCall, _ row: Int64) throws {
        fields.removeAll()
        fields.record(call)
        let run = insertDetails.again()
        run.bind(row)
        run.bind(fields.bytes)
        try run.run()
    }

    private mutating func number(of word: String) -> Int? { fields.words?.number(of: word) }

    private mutating func number(_ word: String?) -> Int? { word.flatMap { number(of: $0) } }
}
