@preconcurrency import Dispatch
import Synchronization
import WaybillInterchange

/// Brings what journals hold to the database, in the background: one at a time, and again where it does not work.
final class IngestWorker: Sendable {
    private struct State {
        /// Journals of processes that have ended, which still hold records.
        var leftBehind: [LeftBehind] = []
        /// For how long is waited after the last try failed; `nil`: it did not fail.
        var pause: Duration?
        /// Whether it is tried again by itself.
        var isRetrying = false
        var isClosed = false
    }

    private struct LeftBehind {
        let file: JournalFile
        var isDamaged = false
    }

    private let journal: Journal
    private let budgets: SharedBudgets
    private let ingest: JournalIngest
    private let options: LedgerOptions
    private let queue = DispatchQueue(label: "waybill.ledger", qos: .utility)
    /// Touched on ``queue`` alone.
    private let state = Mutex(State())

    init(journal: Journal, ingest: JournalIngest, budgets: SharedBudgets, options: LedgerOptions) {
        self.journal = journal
        self.budgets = budgets
        self.ingest = ingest
        self.options = options
        queue.async { self.takeInLeftBehind() }
    }

    // MARK: When

    /// Acts on what came of recording.
    func heed(_ signal: Journal.Signal) {
        switch signal {
        case .none: break
        // What is reserved for an attempt that has ended is missing elsewhere.
        case .records where budgets.mayHaveReserved: queue.async { self.work() }
        case .records: queue.asyncAfter(deadline: .now() + options.delay.dispatch) { [weak self] in self?.work() }
        case .manyRecords: queue.async { self.work() }
        case .lost(let reason):
            tell(
                LedgerProblem(
                    .recordsLost, lost: 1,
                    "Calls are not recorded in \(ingest.database.path): \(reason). They go on; how many were lost is told when records are kept again."
                ))
        case .kept(let lost):
            tell(LedgerProblem(.recordsKept, lost: lost, "Calls are recorded in \(ingest.database.path) again; \(lost) records were lost."))
            queue.async { self.work() }
        case .closed:
            tell(
                LedgerProblem(
                    .closed, lost: 1, "Calls are made with the ledger \(ingest.database.path) after it was closed; they are not recorded."))
        }
    }

    /// Brings everything recorded so far to the database, as far as that can be done.
    func flush() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.work()
                continuation.resume()
            }
        }
    }

    /// Takes everything in, deletes the journals and closes the database.
    func close() async {
        journal.close()
        await withCheckedContinuation { continuation in
            queue.async {
                self.work()
                self.budgets.end(by: self)
                self.end()
                continuation.resume()
            }
        }
    }

    /// Runs something on the worker's queue, after what it has to do before.
    func whenIdle(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

    private func tell(_ problem: LedgerProblem) { queue.async { self.ingest.teller.tell(problem) } }

    /// The books.
    var database: LedgerDatabase { ingest.database }

    /// Tells that the books cannot be written, and what that means.
    func tellUnreachable(_ error: any Error, _ consequence: String) {
        let reason = (error as? SystemFault)?.description ?? LedgerError(error, path: ingest.database.path).explanation
        ingest.teller.tell(
            LedgerProblem(.budgetsUnreachable, "The budgets in \(ingest.database.path) cannot be kept: \(reason) \(consequence)"))
    }

    /// Brings everything to the database that this process and those that have ended recorded; on the worker's queue.
    func takeInAll() {
        work()
        takeInLeftBehind()
    }

    // MARK: What

    private func work() {
        guard !state.withLock({ $0.isClosed }) else { return }
        do {
            try takeInOwn()
            try takeInOthers()
            recovered()
        } catch {
            failed(error)
        }
    }

    private func takeInOwn() throws {
        for segment in journal.takeIn() {
            try ingest.takeIn(segment.file, from: segment.ingested, to: segment.end) { offset, isDamaged in
                journal.ingested(segment.file, to: offset, isDamaged: isDamaged)
            }
        }
        for segment in try journal.takeFinished(largerThan: options.journalSize) {
            try ingest.remove(segment.file, isDamaged: segment.isDamaged)
        }
    }

    /// Finds the journals of processes that have ended without closing theirs.
    private func takeInLeftBehind() {
        do {
            for name in try journal.folder.names() {
                guard let file = try journal.folder.open(name) else { continue }
                state.withLock { $0.leftBehind.append(LeftBehind(file: file)) }
            }
            try takeInOthers()
            try ingest.forgetDeleted(in: journal.folder)
        } catch {
            failed(error)
        }
    }

    private func takeInOthers() throws {
        while var next = state.withLock({ $0.leftBehind.first }) {
            let offset = try ingest.offset(of: next.file)
            try ingest.takeIn(next.file, from: offset, to: next.file.size()) { _, isDamaged in
                if isDamaged { next.isDamaged = true }
                state.withLock { $0.leftBehind[0].isDamaged = next.isDamaged }
            }
            try ingest.remove(next.file, isDamaged: next.isDamaged)
            state.withLock { _ = $0.leftBehind.removeFirst() }
        }
    }

    private func recovered() {
        guard state.withLock({ $0.pause.take() }) != nil else { return }
        ingest.teller.tell(
            LedgerProblem(.booksReached, "The books \(ingest.database.path) are written again; nothing that waited was lost."))
    }

    private func failed(_ error: any Error) {
        journal.awaitRetry()
        let (pause, isFirst, isRetrying) = state.withLock { state in
            let isFirst = state.pause == nil
            defer { state.isRetrying = true }
            // Only the worker's own tries make the pauses longer, not those that somebody asks for meanwhile.
            if !state.isRetrying { state.pause = min((state.pause ?? .milliseconds(125)) * 2, .seconds(10)) }
            return (state.pause ?? .zero, isFirst, state.isRetrying)
        }
        if isFirst {
            let reason = LedgerError(error, path: ingest.database.path).explanation
            ingest.teller.tell(
                LedgerProblem(
                    .booksUnreachable,
                    "The books \(ingest.database.path) cannot be written: \(reason) Records wait in the journal, and it is tried again."))
        }
        guard !isRetrying else { return }
        queue.asyncAfter(deadline: .now() + pause.dispatch) { [weak self] in
            self?.state.withLock { $0.isRetrying = false }
            self?.work()
        }
    }

    private func end() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            state.leftBehind = []
            return !state.isClosed
        }
        guard isFirst else { return }
        journal.letGo()
        do {
            try ingest.database.close()
        } catch {
            failedToClose(error)
        }
    }

    private func failedToClose(_ error: any Error) {
        let reason = LedgerError(error, path: ingest.database.path).explanation
        ingest.teller.tell(LedgerProblem(.booksUnreachable, "The books \(ingest.database.path) cannot be closed: \(reason)"))
    }
}

extension Duration {
    fileprivate var dispatch: DispatchTimeInterval { .microseconds(Int(wholeMicroseconds)) }
}
