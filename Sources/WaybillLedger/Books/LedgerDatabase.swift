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

/// The database of the books, open for writing.
///
/// One connection; whoever uses it waits for those before.
final class LedgerDatabase: Sendable {
    let path: String
    let queue: DatabaseQueue
    private let words = Mutex(WordBook())

    /// Opens the books, and makes them where there are none.
    init(path: String, patience: Duration) throws(LedgerError) {
        self.path = path
        try makeFile(path)
        var configuration = Configuration()
        configuration.label = "waybill.books"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        do {
            try Self.refuseStrangers(path)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { try Schema.migrate($0, path: path) }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Looks at the file before anything is changed about it, which opening it in this way already does.
    private static func refuseStrangers(_ path: String) throws {
        let queue = try DatabaseQueue.forReading(path)
        defer { try? queue.close() }
        _ = try queue.read { try Schema.found(in: $0, path: path) }
    }

    /// Runs one transaction that writes calls.
    func write(_ observers: [any IngestObserver] = [], _ body: (inout CallWriter, Database) throws -> Void) throws {
        try queue.writeWithoutTransaction { database in
            // Taken out, so that nothing is copied where words are added; after a failure they are read anew.
            var words = self.words.withLock { words in
                defer { words = WordBook() }
                return words
            }
            try database.inTransaction(.immediate) {
                try words.catchUp(database)
                var writer = try CallWriter(database, words: words, observers: observers)
                words = WordBook()
                try body(&writer, database)
                words = writer.words
                try words.keep(in: database)
                return .commit
            }
            self.words.withLock { $0 = words }
        }
    }

    /// Runs one transaction that writes nothing of calls.
    func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction { database in
            var result: Result?
            try database.inTransaction(.immediate) {
                result = try body(database)
                return .commit
            }
            guard let result else { preconditionFailure("a transaction that did not throw has a result") }
            return result
        }
    }

    /// Closes the connection.
    func close() throws { try queue.close() }
}

/// Makes an empty file that only its owner may read, where there is none.
///
/// One that is there is not opened: closing it would release the locks that another connection of this process has on it.
private func makeFile(_ path: String) throws(LedgerError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor < 0 else {
        _ = close(descriptor)
        return
    }
    guard errno == EEXIST else { throw LedgerError(SystemFault("make", path), path: path) }
}
