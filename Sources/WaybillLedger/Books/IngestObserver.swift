import GRDB
import WaybillInterchange

/// Is told of every attempt as it comes into the books, in the same transaction: what it writes is there exactly when the attempt is.
protocol IngestObserver: Sendable {
    /// Whether it wants to be told in this transaction; otherwise records need not become values for it.
    func heeds(_ database: Database) throws -> Bool

    /// An attempt came in, or came in again otherwise than before.
    func ingested(_ attempt: IngestedAttempt, in database: Database) throws
}

/// An attempt that comes into the books.
struct IngestedAttempt: Sendable {
    /// The row of its call.
    var call: Int64
    /// What is known of its call from its beginning.
    var heading: CallHeading
    /// The attempt as it is now.
    var attempt: AttemptReport
    /// The attempt as it was in the books before; `nil`: it was not there.
    var before: AttemptReport?
}
