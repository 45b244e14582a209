public import Waybill
public import WaybillInterchange
public import WaybillRoutePlanning
public import WaybillRoutes

/// Durable books: every attempt and every call, in a SQLite database that several processes may share.
///
/// What is recorded goes to a journal first, with one `write` before the call's end is handed over: it survives the end of the process, however
/// that comes, but not the loss of power. A worker brings it to the database when calls leave time for it, or after some seconds; what a killed
/// process left in its journal is brought there by the next that opens the books.
///
/// ## Usage
///
/// ```swift
/// let ledger = try SQLiteLedger(path: "ledger.sqlite")
/// let router = try ModelRouter(routesFile: "routes.yaml", options: RouterOptions(ledger: ledger))
/// …
/// await router.close()
/// await ledger.close()
/// ```
public final class SQLiteLedger: BudgetStore {
    /// The path of the books, as it was given.
    public let path: String
    let database: LedgerDatabase
    private let journal: Journal
    private let worker: IngestWorker
    private let budgets: SharedBudgets

    /// Opens books, and begins them where there are none.
    ///
    /// Beside the database lies the folder `PATH.journals`.
    ///
    /// - Parameters:
    ///   - path: The database. Its folder must be there.
    ///   - options: How the books are kept.
    ///   - onProblem: Is told what keeps the ledger from its work, on a queue of the ledger's own.
    /// - Throws: ``LedgerError`` where the file or its folder cannot be used, is something else, or was written by a newer Waybill.
    public convenience init(
        path: String, options: LedgerOptions = LedgerOptions(), onProblem: @escaping @Sendable (LedgerProblem) -> Void = { _ in }
    ) throws(LedgerError) {
        try self.init(path: path, options: options, observer: nil, onProblem: onProblem)
    }

    init(
        path: String, options: LedgerOptions, observer: (any IngestObserver)?, onProblem: @escaping @Sendable (LedgerProblem) -> Void
    ) throws(LedgerError) {
        self.path = path
        database = try LedgerDatabase(path: path, patience: options.patience)
        do throws(SystemFault) {
            let folder = try JournalFolder(beside: path)
            budgets = SharedBudgets(presence: LedgerPresence(in: folder))
            journal = try Journal(in: folder, limit: options.waitingBytes, urgentBytes: options.urgentBytes)
        } catch {
            throw LedgerError(error, path: path)
        }
        let ingest = JournalIngest(
            database: database, teller: ProblemTeller(logger: options.logger, onProblem: onProblem),
            observers: [budgets] + [observer].compactMap(\.self),
            interruption: options.interruption)
        worker = IngestWorker(journal: journal, ingest: ingest, budgets: budgets, options: options)
    }

    public func record(_ attempt: AttemptReport, of call: CallHeading) {
        record(call.id) { $0.record([attempt], of: call) }
    }

    public func record(_ call: CallRecord) {
        record(call.heading.id) { $0.record(call) }
    }

    private func record(_ id: CallID, _ fields: (inout FieldWriter) -> Void) {
        var writer = FieldWriter()
        JournalFrame.write(id, to: &writer, fields)
        worker.heed(writer.withUnsafeBytes { journal.append($0) })
    }

    /// Brings everything recorded so far to the database.
    ///
    /// Where it cannot be written now, what was recorded waits in the journal, and this returns.
    public func flush() async { await worker.flush() }

    /// Deletes all calls that began before a time, a few at a time.
    ///
    /// - Parameter time: Since 1970-01-01 00:00 UTC.
    /// - Returns: How many were deleted.
    /// - Throws: ``LedgerError`` where the database cannot be written now, or is closed; some may be deleted all the same.
    @discardableResult
    public func removeCalls(before time: Duration) async throws(LedgerError) -> Int {
        do {
            return try await worker.remove(before: time)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Brings everything recorded so far to the database and closes it.
    ///
    /// What is recorded afterwards is lost, and that is told. Where the database cannot be written now, the journal stays for the next who opens
    /// these books.
    public func close() async { await worker.close() }
}

/// Budgets that all processes with these books count together.
extension SQLiteLedger {
    public func status(of budgets: [AccountBudget], at time: Duration) -> [BudgetStatus] {
        self.budgets.status(of: budgets, at: time, by: worker)
    }

    public func reserve(_ request: BudgetRequest, reply: @escaping @Sendable (BudgetRefusal?) -> Void) {
        budgets.reserve(request, by: worker, reply: reply)
    }

    public func release(_ attempt: AttemptID) { budgets.release(attempt, by: worker) }

    public func tellAlerts(to body: @escaping @Sendable (BudgetAlert) -> Void) { budgets.tellAlerts(to: body) }
}
