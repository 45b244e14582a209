/// The steps of taking a journal in, between which a process may be killed.
enum IngestStep: Sendable, CaseIterable {
    /// Records were read from the journal.
    case read
    /// They are in the database's transaction, but not how far the journal was taken in.
    case written
    /// The transaction is complete, but not committed.
    case noted
    /// The transaction is committed.
    case committed
    /// The journal has nothing left to tell, but is there.
    case finished
    /// The journal is deleted, but its row is there.
    case deleted
}
