public import WaybillInterchange

/// Something that keeps a ledger from its work, or did.
///
/// Calls go on. Each problem is told once when it begins and once when it is over.
public struct LedgerProblem: Sendable, Hashable {
    /// What it is, as an open vocabulary.
    public struct Kind: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Records cannot be written to the journal, and are lost: the disk is full, say.
        public static let recordsLost: Kind = "records-lost"
        /// Records are written again.
        public static let recordsKept: Kind = "records-kept"
        /// The database cannot be written; the journal keeps what comes.
        public static let booksUnreachable: Kind = "books-unreachable"
        /// The database is written again.
        public static let booksReached: Kind = "books-reached"
        /// What is left of shared budgets cannot be known, so that attempts are made as if there were none.
        public static let budgetsUnreachable: Kind = "budgets-unreachable"
        /// A journal ends within a record: its process was killed while it wrote it, before the call was handed over.
        public static let journalTorn: Kind = "journal-torn"
        /// Part of a journal cannot be read.
        public static let journalDamaged: Kind = "journal-damaged"
        /// Calls were recorded after the ledger was closed.
        public static let closed: Kind = "closed"
    }

    /// What it is.
    public var kind: Kind
    /// How many records were lost, as far as that is known.
    public var lost: Int
    /// What happened, where, and what to do, in sentences.
    public var explanation: String

    init(_ kind: Kind, lost: Int = 0, _ explanation: String) {
        self.kind = kind
        self.lost = lost
        self.explanation = explanation
    }

    /// Whether it tells that something is over.
    var isGood: Bool { kind == .recordsKept && lost == 0 || kind == .booksReached }
}

extension LedgerProblem: CustomStringConvertible {
    public var description: String { explanation }
}
