public import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How a ledger keeps its books.
public struct LedgerOptions: Sendable {
    /// For how long calls are kept; `nil`: for ever.
    ///
    /// Older ones are deleted in the background, a few at a time, so that nobody waits for it.
    public var keepsFor: Duration?
    /// How many bytes of records wait in journals at the most while the database cannot be written; what comes after is lost, loudly.
    public var waitingBytes = 1 << 30
    /// For how long a transaction waits for other processes before it is tried again later.
    public var patience = Duration.seconds(5)
    /// Where to log problems; `nil`: nowhere.
    public var logger: Logger? = Logger(label: "waybill.ledger")

    /// When what was recorded goes to the database.
    var pace = IngestPace()
    /// From how many waiting bytes on they are taken in whatever else the machine has to do.
    var urgentBytes = 64 << 20
    /// From which size on a journal that has nothing left to tell is replaced.
    var journalSize = 16 << 20
    /// The time since 1970-01-01 00:00 UTC.
    var now: @Sendable () -> Duration = { .seconds(time(nil)) }
    /// Stands between the steps of taking a journal in, for tests that interrupt there.
    var interruption: (@Sendable (IngestStep) throws -> Void)?

    /// Creates the usual options.
    public init() {}
}
