import GRDB
import WaybillInterchange

/// Deletes calls that are older than they are to be kept, a few in each transaction, so that others who write wait for none for long.
struct CallRetention: Sendable {
    let database: LedgerDatabase

    /// How many calls one transaction deletes.
    static let portion = 500

    /// Deletes the oldest calls that began before a time.
    ///
    /// - Returns: How many were deleted; fewer than ``portion`` means that none is left.
    func removePortion(before time: Duration) throws -> Int {
        try database.queue.writeWithoutTransaction { database in
            var removed = 0
            try database.inTransaction(.immediate) {
                let calls = try self.calls(before: time, database)
                for table in ["details", "attempts", "calls"] {
                    for call in calls {
                        let delete = try StatementRun(database, "DELETE FROM \(table) WHERE call = ?")
                        delete.bind(call)
                        try delete.run()
                    }
                }
                removed = calls.count
                return .commit
            }
            return removed
        }
    }

    private func calls(before time: Duration, _ database: Database) throws -> [Int64] {
        var filter = CallFilter()
        filter.until = time
        // Without words in it the condition needs none.
        guard let condition = filter.condition(WordBook()) else { return [] }
        let run = try StatementRun(database, "SELECT call FROM calls WHERE \(condition) ORDER BY id LIMIT \(Self.portion)")
        defer { run.reset() }
        var calls: [Int64] = []
        while try run.step() { calls.append(run.row.integer(0)) }
        return calls
    }
}
