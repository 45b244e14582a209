import GRDB
import WaybillInterchange

/// Writes calls into the tables.
///
/// The record of a call is taken over as it stands in a journal, with numbers for words; it becomes a value only where more was known of the call
/// before, or somebody wants to be told.
struct CallWriter {
    private let database: Database
    /// What is told of attempts, in the same transaction.
    private let observers: [any IngestObserver]
    /// The words that rows name by their numbers, with those that were added.
    private(set) var words: WordBook
    /// The number of the word for attempts that brought an answer.
    private let answered: Int
    private let insertCall: StatementRun
    private let insertAttempt: StatementRun
    private let insertDetails: StatementRun

    init(_ database: Database, words: consuming WordBook, observers: [any IngestObserver]) throws {
        self.database = database
        self.observers = try observers.filter { try $0.heeds(database) }
        answered = words.number(of: AttemptReport.Outcome.answered.rawValue)
        self.words = words
        insertCall = try StatementRun(database, "INSERT INTO calls VALUES (\(Self.callPlaces)) ON CONFLICT (id) DO NOTHING")
        insertAttempt = try StatementRun(database, "INSERT OR REPLACE INTO attempts VALUES (\(Self.attemptPlaces))")
        insertDetails = try StatementRun(database, "INSERT OR REPLACE INTO details VALUES (?, ?)")
    }

    private static let callPlaces = places(17)
    private static let attemptPlaces = places(35)

    private static func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }

    /// Writes what a record says of a call; what was known of it before stays where it is not known better now.
    ///
    /// - Parameter record: The fields of the record as they stand in a journal.
    /// - Throws: ``FieldFault`` where the record cannot be read; then nothing was written of it.
    mutating func write(_ id: CallID, _ record: UnsafeRawBufferPointer) throws {
        // Read before anything is written.
        let told = observers.isEmpty ? nil : try StoredCall(id, fields: record)
        let newRow = try write(id, record) { writer, columns in
            try writer.insert(columns, id, writer.insertCall.again(), row: nil)
            return writer.database.changesCount > 0 ? writer.database.lastInsertedRowID : nil
        }
        if let newRow {
            if let told { try tell(of: told, newRow, known: [:]) }
        } else {
            try merge(try told ?? StoredCall(id, fields: record))
        }
    }

    /// Writes a record into a row, if there is one for it.
    private mutating func write(
        _ id: CallID, _ record: UnsafeRawBufferPointer, row: (inout CallWriter, CallColumns) throws -> Int64?
    ) throws -> Int64? {
        // Taken out, since the writer is needed while words are added.
        var words = WordBook()
        swap(&words, &self.words)
        defer { swap(&words, &self.words) }
        return try words.numberWords(in: record) { words, details in
            let columns = try CallColumns(details, &words)
            guard let row = try row(&self, columns) else { return nil }
            for attempt in columns.attempts { try insert(attempt, of: columns, row) }
            let run = insertDetails.again()
            run.bind(row)
            run.bind(details)
            try run.run()
            return row
        }
    }

    /// Writes a call of which more was known before.
    private mutating func merge(_ newer: StoredCall) throws {
        var call = newer
        let (row, before) = try find(call.id)
        if let before, !call.isFinished {
            guard !before.isFinished else { return }
            let newer = Set(call.attempts.map(\.number))
            call.attempts = (before.attempts.filter { !newer.contains($0.number) } + call.attempts).sorted { $0.number < $1.number }
        }
        var fields = FieldWriter()
        fields.record(call)
        try fields.withUnsafeBytes { record in
            _ = try write(call.id, record) { writer, columns in
                let run = try StatementRun(writer.database, "INSERT OR REPLACE INTO calls VALUES (\(Self.callPlaces))")
                try writer.insert(columns, call.id, run, row: row)
                let delete = try StatementRun(writer.database, "DELETE FROM attempts WHERE call = ?")
                delete.bind(row)
                try delete.run()
                return row
            }
        }
        try tell(of: call, row, known: Dictionary((before?.attempts ?? []).map { ($0.number, $0) }) { $1 })
    }

    /// Tells of the attempts that are new or otherwise than before.
    private func tell(of call: StoredCall, _ row: Int64, known: [Int: AttemptReport]) throws {
        guard !observers.isEmpty else { return }
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
        do throws(FieldFault) {
            return (search.row.integer(0), try StoredCall(id, fields: search.row.rawBytes(1), words: words))
        } catch {
            return (search.row.integer(0), nil)
        }
    }

    private func insert(_ call: CallColumns, _ id: CallID, _ run: StatementRun, row: Int64?) throws {
        let answer = call.answer(answered)
        run.bind(row)
        run.bind(id)
        run.bind(call.began)
        run.bind(call.workload)
        run.bind(call.flags(answered).rawValue)
        run.bind(call.duration)
        run.bind(answer?.model)
        run.bind(call.failure)
        run.bind(call.attempts.count)
        run.bind(answer?.firstToken)
        run.bind(call.cost)
        run.bind(call.expectedCost)
        run.bind(call.promptVersion)
        run.bind(call.rule)
        run.bind(call.routes)
        run.bind(call.prefix.map { Int64(bitPattern: $0) })
        run.bind(call.contentHash)
        try run.run()
    }

    private func insert(_ attempt: AttemptColumns, of call: CallColumns, _ row: Int64) throws {
        let run = insertAttempt.again()
        let usage = attempt.usage
        run.bind(row)
        run.bind(attempt.number)
        run.bind(attempt.model)
        run.bind(attempt.flags.rawValue)
        run.bind(attempt.failure)
        run.bind(attempt.credential)
        run.bind(attempt.serviceTier)
        run.bind(usage?.uncachedInput)
        run.bind(usage?.cachedInput)
        run.bind(usage?.outputText)
        run.bind(usage?.reasoning)
        run.bind(attempt.countedInput)
        run.bind(attempt.countedOutput)
        run.bind(attempt.expectedCachedTokens)
        run.bind(attempt.cost)
        run.bind(usage?.cacheWrite)
        run.bind(usage?.audioInput)
        run.bind(usage?.imageInput)
        run.bind(usage?.audioOutput)
        run.bind(usage?.imageOutput)
        run.bind(usage?.certainty)
        run.bind(attempt.tokenizer)
        run.bind(call.workload)
        run.bind(attempt.outcome)
        run.bind(attempt.status)
        run.bind(call.began + attempt.started)
        run.bind(attempt.ended - attempt.started)
        run.bind(attempt.firstToken.map { $0 - attempt.started })
        run.bind(attempt.cachedTokensGivenUp)
        run.bind(attempt.priceDate)
        run.bind(attempt.missingPrice)
        run.bind(attempt.reportedCost)
        run.bind(attempt.waited)
        run.bind(attempt.bytesSent)
        run.bind(attempt.bytesReceived)
        try run.run()
    }
}
