import GRDB

extension WordBook {
    /// Takes over the words that were added to the table since.
    mutating func catchUp(_ database: Database) throws {
        let run = try StatementRun(database, "SELECT id, text FROM names WHERE id > ? ORDER BY id")
        defer { run.reset() }
        run.bind(count)
        while try run.step() {
            guard take(run.row.text(1), number: Int(run.row.integer(0))) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the table 'names' has gaps")
            }
        }
    }

    /// Adds to the table what was added here.
    ///
    /// Within a transaction in which ``catchUp(_:)`` was called: nobody else can have added words since.
    mutating func keep(in database: Database) throws {
        guard added > 0 else { return }
        for (number, word) in addedWords {
            let run = try StatementRun(database, "INSERT INTO names VALUES (?, ?)")
            run.bind(number)
            run.bind(word)
            try run.run()
        }
        keptAdded()
    }
}
