import GRDB
import Synchronization
import WaybillInterchange

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads books while others write them.
///
/// ## Usage
///
/// ```swift
/// let books = try LedgerReader(path: "ledger.sqlite")
/// for call in try books.calls(limit: 20) { print(call.id, call.heading.workload) }
/// ```
public final class LedgerReader: Sendable {
    /// The path of the books, as it was given.
    public let path: String
    let queue: DatabaseQueue
    private let words = Mutex(WordBook())

    /// Opens books for reading; nothing of them is changed, but that those of an older Waybill are brought up to date first.
    ///
    /// - Throws: ``LedgerError`` where there are none, the file is something else, a newer Waybill wrote it, or an older one did and it may not be
    ///   written.
    public init(path: String) throws(LedgerError) {
        self.path = path
        do {
            queue = try DatabaseQueue.forReading(path)
            guard try queue.read({ try Schema.found(in: $0, path: path) }) < Schema.version else { return }
            try LedgerDatabase(path: path, patience: .seconds(5)).close()
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// The latest calls.
    ///
    /// - Parameters:
    ///   - filter: Which calls are meant.
    ///   - limit: How many there are at the most.
    /// - Returns: The calls, the latest first.
    public func calls(matching filter: CallFilter = CallFilter(), limit: Int) throws(LedgerError) -> [StoredCall] {
        try read { database, words in
            guard let condition = filter.condition(words) else { return [] }
            return try stored("\(condition) ORDER BY calls.id DESC LIMIT \(max(0, limit))", database, words) { _ in }
        }
    }

    /// The calls whose id begins with some hexadecimal digits.
    ///
    /// - Parameters:
    ///   - prefix: The digits; all 32 of them name one call.
    ///   - limit: How many there are at the most; two suffice to see whether the digits name one.
    /// - Returns: The calls, the latest first; none where `prefix` has anything else than such digits.
    public func calls(beginningWith prefix: String, limit: Int = 2) throws(LedgerError) -> [StoredCall] {
        let rest = 32 - prefix.utf8.count
        guard rest >= 0, let first = CallID(prefix + String(repeating: "0", count: rest)),
            let last = CallID(prefix + String(repeating: "f", count: rest))
        else { return [] }
        return try read { database, words in
            try stored("calls.id BETWEEN ? AND ? ORDER BY calls.id DESC LIMIT \(max(0, limit))", database, words) {
                $0.bind(first)
                $0.bind(last)
            }
        }
    }

    private func stored(
        _ condition: String, _ database: Database, _ words: WordBook, bind: (StatementRun) -> Void
    ) throws -> [StoredCall] {
        let run = try StatementRun(database, "SELECT calls.id, fields FROM calls JOIN details USING (call) WHERE \(condition)")
        defer { run.reset() }
        bind(run)
        var calls: [StoredCall] = []
        while try run.step() {
            guard let id = run.row.callID(0) else { continue }
            calls.append(try StoredCall(id, fields: run.row.rawBytes(1), words: words))
        }
        return calls
    }

    /// Reads the books as they are at one moment.
    private func read<Result>(_ body: (Database, WordBook) throws -> Result) throws(LedgerError) -> Result {
        do {
            return try withWords(body)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Reads the books as they are at one moment, for a caller whose own errors are thrown as they are.
    func readForCaller<Result>(_ body: (Database, WordBook) throws -> Result) throws -> Result {
        do {
            return try withWords(body)
        } catch  where error is DatabaseError || error is FieldFault {
            throw LedgerError(error, path: path)
        }
    }

    private func withWords<Result>(_ body: (Database, WordBook) throws -> Result) throws -> Result {
        try queue.read { database in
            var words = words.withLock { $0 }
            let known = words.count
            try words.catchUp(database)
            if words.count > known { self.words.withLock { $0 = words } }
            return try body(database, words)
        }
    }
}

extension DatabaseQueue {
    /// A connection that only reads.
    static func forReading(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "waybill.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw obstacle(to: path) ?? error
        }
    }

    /// Why a file cannot be read, by the system; `nil`: it can.
    ///
    /// It is not opened: closing it would release the locks that another connection of this process has on it.
    private static func obstacle(to path: String) -> LedgerError? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT ? .missing(path: path) : LedgerError(SystemFault("read", path), path: path)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            return LedgerError(.inaccessible, path: path, "This is a folder; give the path of a file in it.")
        }
        return access(path, R_OK) == 0 ? nil : LedgerError(SystemFault("read", path), path: path)
    }
}
