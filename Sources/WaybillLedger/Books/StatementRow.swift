import GRDB
import GRDBSQLite
import WaybillInterchange

/// The row that a statement is at: its columns, from 0.
///
/// A bare pointer, so that handing it on counts no references; it holds no longer than its statement, and until that steps.
struct StatementRow {
    private let handle: SQLiteStatement

    init(handle: SQLiteStatement) { self.handle = handle }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optional(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func money(_ column: Int32) -> Money? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: nil
        case SQLITE_INTEGER: Money(picodollars: Int128(integer(column)))
        default: Int128(text(column)).map(Money.init(picodollars:))
        }
    }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    /// The bytes where SQLite has them, until the next step.
    func rawBytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The bytes are asked for before their number, since asking may change them.
        guard let start = sqlite3_column_blob(handle, column) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func callID(_ column: Int32) -> CallID? {
        guard let start = sqlite3_column_blob(handle, column), sqlite3_column_bytes(handle, column) == 16 else { return nil }
        let halves = start.loadUnaligned(as: (UInt64, UInt64).self)
        return CallID(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
    }
}
