import GRDB
public import WaybillInterchange

/// Why books cannot be opened or read.
public struct LedgerError: Error, Sendable, Hashable {
    /// What is wrong, as an open vocabulary.
    public struct Kind: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no file at the path.
        public static let missing: Kind = "missing"
        /// The file is something else than Waybill's books.
        public static let notBooks: Kind = "not-books"
        /// A newer Waybill wrote the file.
        public static let tooNew: Kind = "too-new"
        /// Another process holds the file, and did so for as long as was waited.
        public static let locked: Kind = "locked"
        /// The file or its folder cannot be read or written.
        public static let inaccessible: Kind = "inaccessible"
        /// The file is damaged.
        public static let damaged: Kind = "damaged"
        /// The ledger was closed.
        public static let closed: Kind = "closed"
    }

    /// What is wrong.
    public var kind: Kind
    /// The path of the books, as it was given.
    public var path: String
    /// What is wrong and what to do, in sentences.
    public var explanation: String

    init(_ kind: Kind, path: String, _ explanation: String) {
        self.kind = kind
        self.path = path
        self.explanation = explanation
    }
}

extension LedgerError: CustomStringConvertible {
    public var description: String { "\(path): \(explanation)" }
}

extension LedgerError {
    static func missing(path: String) -> LedgerError {
        LedgerError(.missing, path: path, "There are no books. They begin with the first call that is made with a ledger at this path.")
    }

    static func notBooks(path: String) -> LedgerError {
        LedgerError(
            .notBooks, path: path, "This is a database of something else than Waybill. Nothing was changed; give the books another path.")
    }

    static func tooNew(path: String, found: Int, known: Int) -> LedgerError {
        LedgerError(
            .tooNew, path: path,
            "The books were written by a newer Waybill: their tables have version \(found), and this one knows \(known). Nothing was changed; use the newer Waybill, or another path."
        )
    }

    init(_ fault: SystemFault, path: String) {
        self.init(.inaccessible, path: path, "Waybill \(fault). See that the folder is there and may be written, and that there is room.")
    }

    /// What SQLite or GRDB said.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as LedgerError: self = error
        case let error as SystemFault: self.init(error, path: path)
        case let error as DatabaseError: self.init(error, path: path)
        case let fault as FieldFault:
            self.init(.damaged, path: path, "A record \(fault.what), at byte \(fault.offset) of it.")
        default: self.init(.inaccessible, path: path, "The books cannot be used: \(error).")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, path: path, "Another process holds the books (\(reason)). Try again when it is done.")
        case .SQLITE_NOTADB: self = .notBooks(path: path)
        case .SQLITE_CORRUPT:
            self.init(
                .damaged, path: path,
                "The books are damaged (\(reason)). Move the file away, and recover what can be read with 'sqlite3 FILE .recover'.")
        case .SQLITE_FULL: self.init(.inaccessible, path: path, "The disk is full (\(reason)). Make room.")
        default:
            self.init(
                .inaccessible, path: path, "The books cannot be used (\(reason)). See that the folder is there and may be written.")
        }
    }
}
