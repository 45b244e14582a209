import GRDB
import GRDBSQLite

/// The tables of the books, and how those of older versions become these.
enum Schema {
    /// What marks a database as Waybill's books: `WbLg`.
    static let applicationID: Int32 = 0x5762_4C67

    /// The steps that make the tables, oldest first; the database's `user_version` says how many were taken.
    ///
    /// A step is never changed once it was released: books that were written with it are opened for ever.
    static let steps = [firstTables, budgetTables]

    /// The version that this Waybill writes.
    static var version: Int { steps.count }

    /// Brings the tables to this version, in one transaction.
    ///
    /// - Throws: ``LedgerError`` where the database is not Waybill's, or a newer Waybill's; nothing is touched then.
    static func migrate(_ db: Database, path: String) throws {
        guard try found(in: db, path: path) < version else { return }
        try db.inTransaction(.immediate) {
            // Another process may have been faster.
            let found = try found(in: db, path: path)
            for step in steps[found...] { try db.execute(sql: step) }
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
            return .commit
        }
    }

    /// The version of the tables that are there; 0: none are.
    static func found(in db: Database, path: String) throws -> Int {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let owner = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if owner != applicationID {
            let hasTables = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema)") ?? true
            guard owner == 0, found == 0, !hasTables else { throw LedgerError.notBooks(path: path) }
        }
        guard found <= version else { throw LedgerError.tooNew(path: path, found: found, known: version) }
        return found
    }

    private static let firstTables = """
        CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE calls (
            call INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            began INTEGER NOT NULL,
            workload INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            duration INTEGER,
            model INTEGER,
            failure INTEGER,
            attempts INTEGER NOT NULL,
            first_token INTEGER,
            cost ANY,
            expected_cost ANY,
            prompt_version INTEGER,
            rule INTEGER,
            routes INTEGER,
            prefix INTEGER,
            content_hash BLOB
        ) STRICT;

        -- What reports read comes first: the columns before one are passed over to find it.
        CREATE TABLE attempts (
            call INTEGER NOT NULL,
            number INTEGER NOT NULL,
            model INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            failure INTEGER,
            credential INTEGER,
            service_tier INTEGER,
            uncached_input INTEGER,
            cached_input INTEGER,
            output_text INTEGER,
            reasoning INTEGER,
            counted_input INTEGER,
            counted_output INTEGER,
            expected_cached INTEGER,
            cost ANY,
            cache_write INTEGER,
            audio_input INTEGER,
            image_input INTEGER,
            audio_output INTEGER,
            image_output INTEGER,
            certainty INTEGER,
            tokenizer INTEGER,
            workload INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            status INTEGER,
            started INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            first_token INTEGER,
            given_up INTEGER NOT NULL,
            price_date INTEGER,
            missing_price INTEGER,
            reported_cost ANY,
            waited INTEGER NOT NULL,
            bytes_sent INTEGER NOT NULL,
            bytes_received INTEGER NOT NULL,
            PRIMARY KEY (call, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE details (call INTEGER PRIMARY KEY, fields BLOB NOT NULL) STRICT;

        CREATE TABLE journals (name TEXT PRIMARY KEY, ingested INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE VIEW call_list AS SELECT
            lower(hex(c.id)) AS id,
            strftime('%Y-%m-%dT%H:%M:%fZ', c.began / 1e6, 'unixepoch') AS began,
            w.text AS workload,
            CASE WHEN c.flags & 1 = 0 THEN 'unfinished' WHEN c.flags & 2 THEN 'last-resort' WHEN c.failure IS NULL THEN 'answered'
                ELSE 'failed' END AS outcome,
            m.text AS model,
            f.text AS failure,
            c.attempts,
            c.duration / 1e6 AS seconds,
            c.first_token / 1e6 AS first_token_seconds,
            c.cost / 1e12 AS cost_usd,
            c.expected_cost / 1e12 AS expected_cost_usd,
            p.text AS prompt_version,
            r.text AS rule,
            v.text AS routes
        FROM calls AS c
            JOIN names AS w ON w.id = c.workload
            LEFT JOIN names AS m ON m.id = c.model
            LEFT JOIN names AS f ON f.id = c.failure
            LEFT JOIN names AS p ON p.id = c.prompt_version
            LEFT JOIN names AS r ON r.id = c.rule
            LEFT JOIN names AS v ON v.id = c.routes;

        CREATE VIEW attempt_list AS SELECT
            lower(hex(c.id)) AS call,
            a.number,
            strftime('%Y-%m-%dT%H:%M:%fZ', a.started / 1e6, 'unixepoch') AS started,
            w.text AS workload,
            m.text AS model,
            k.text AS credential,
            o.text AS outcome,
            f.text AS failure,
            a.status,
            a.waited / 1e6 AS waited_seconds,
            a.first_token / 1e6 AS first_token_seconds,
            a.duration / 1e6 AS seconds,
            a.uncached_input, a.cached_input, a.cache_write, a.output_text, a.reasoning,
            a.audio_input, a.image_input, a.audio_output, a.image_output,
            CASE WHEN a.certainty = 0 THEN 'exact' WHEN a.certainty < 0 THEN 'estimated' ELSE '±' || (a.certainty - 1) END AS certainty,
            a.counted_input, a.counted_output,
            t.text AS tokenizer,
            a.expected_cached,
            a.cost / 1e12 AS cost_usd,
            d.text AS price_date,
            g.text AS missing_price,
            a.reported_cost / 1e12 AS reported_cost_usd,
            s.text AS service_tier,
            a.bytes_sent, a.bytes_received
        FROM attempts AS a
            JOIN calls AS c ON c.call = a.call
            JOIN names AS w ON w.id = a.workload
            JOIN names AS m ON m.id = a.model
            JOIN names AS o ON o.id = a.outcome
            LEFT JOIN names AS k ON k.id = a.credential
            LEFT JOIN names AS f ON f.id = a.failure
            LEFT JOIN names AS t ON t.id = a.tokenizer
            LEFT JOIN names AS d ON d.id = a.price_date
            LEFT JOIN names AS g ON g.id = a.missing_price
            LEFT JOIN names AS s ON s.id = a.service_tier;
        """
}
