import GRDB
import GRDBSQLite
import WaybillInterchange

/// Binds values to a statement one after the other and runs it, without GRDB's boxes for values: rows are written and read by the million.
final class StatementRun {
    private let statement: Statement
    private let handle: SQLiteStatement
    private var place: Int32 = 0

    /// Takes a statement from those that the connection keeps.
    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
    }

    /// Begins to bind values anew.
    ///
    /// - Returns: Itself.
    func again() -> StatementRun {
        place = 0
        return self
    }

    func bind(_ value: Int64?) {
        place += 1
        if let value { sqlite3_bind_int64(handle, place, value) } else { sqlite3_bind_null(handle, place) }
    }

    func bind(_ value: Int?) { bind(value.map(Int64.init)) }

    func bind(_ value: Duration?) { bind(value.map(\.wholeMicroseconds)) }

    /// An amount as picodollars: a number where it fits 64 bits, else its digits.
    func bind(_ value: Money?) {
        guard let amount = value?.picodollars, Int64(exactly: amount) == nil else {
            return bind(value.flatMap { Int64(exactly: $0.picodollars) })
        }
        bind(String(amount))
    }

    func bind(_ text: String) {
        place += 1
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                _ = sqlite3_bind_text(handle, place, $0.baseAddress, Int32($0.count), copied)
            }
        }
    }

    func bind(_ bytes: [UInt8]?) {
        place += 1
        guard let bytes else {
            _ = sqlite3_bind_null(handle, place)
            return
        }
        bytes.withUnsafeBytes { _ = sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), copied) }
    }

    func bind(_ bytes: UnsafeRawBufferPointer) {
        place += 1
        _ = sqlite3_bind_blob64(handle, place, bytes.baseAddress, UInt64(bytes.count), copied)
    }

    func bind(_ id: CallID) {
        place += 1
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) {
            _ = sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), copied)
        }
    }

    /// Runs the statement to its end.
    func run() throws {
        while try step() {}
    }

    /// Goes to the next row.
    ///
    /// - Returns: False where there is none.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        default:
            let connection = sqlite3_db_handle(handle)
            let error = DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)), message: String(cString: sqlite3_errmsg(connection))
            )
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Leaves the rows that are left.
    func reset() { sqlite3_reset(handle) }

    /// The row that was gone to, until the next step.
    var row: StatementRow { StatementRow(handle: handle) }
}

/// Says that SQLite takes a copy of what is bound.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
