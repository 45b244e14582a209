@preconcurrency import Dispatch
import Synchronization
import WaybillInterchange

/// Brings what journals hold to the database, in the background: a portion at a time, and again where it does not work.
///
/// While calls leave time, a thread does so that takes no processor from anybody. Where somebody waits for it, or records have waited for long, or very
/// much has come together, a queue does that is served like all others.
final class IngestWorker: Sendable {
    private struct State {
        /// Journals of processes that have ended, which still hold records.
        var leftBehind: [LeftBehind] = []
        /// For how long is waited after the last try failed; `nil`: it did not fail.
        var pause: Duration?
        /// Whether it is tried again by itself.
        var isRetrying = false
        var isClosed = false
        /// When older calls were last looked for.
        var prunedAt: Duration?
        var pace: IngestPace
    }

    private struct LeftBehind {
        let file: JournalFile
        var isDamaged = false
    }

    /// How many bytes of records come into one transaction of the patient thread: where calls come again, it may wait long for its turn to end it,
    /// and others who write wait for it.
    private static let patientPortion = 256 << 10
    /// How many come into one transaction of the queue.
    private static let portion = 1 << 20

    private let journal: Journal
    private let budgets: SharedBudgets
    private let ingest: JournalIngest
    private let options: LedgerOptions
    private let queue = DispatchQueue(label: "waybill.ledger", qos: .utility)
    private let thread = PatientThread()
    private let state: Mutex<State>
    /// Held for each portion.
    private let turn = Mutex(())

    init(journal: Journal, ingest: JournalIngest, budgets: SharedBudgets, options: LedgerOptions) {
        self.journal = journal
        self.budgets = budgets
        self.ingest = ingest
        self.options = options
        state = Mutex(State(pace: options.pace))
        thread.start("waybill.books") { [weak self] in self?.workPatiently() }
        queue.async { self.takeInLeftBehind() }
    }

    // MARK: When

    /// Acts on what came of recording.
    func heed(_ signal: Journal.Signal) {
        let path = ingest.database.path
        switch signal {
        case .none: break
        case .records: workLater()
        case .manyRecords: queue.async { self.work(Self.portion) }
        case .lost(let reason):
            tell(
                .recordsLost, lost: 1,
                "Calls are not recorded in \(path): \(reason). They go on; how many were lost is told when records are kept again.")
        case .kept(let lost):
            tell(.recordsKept, lost: lost, "Calls are recorded in \(path) again; \(lost) records were lost.")
            workLater()
        case .closed:
            tell(.closed, lost: 1, "Calls are made with the ledger \(path) after it was closed; they are not recorded.")
        }
    }

    private func workLater() {
        // What is reserved for an attempt that has ended is missing elsewhere.
        guard budgets.mayHaveReserved else { return thread.wake() }
        queue.async { self.work(Self.portion) }
    }

    /// Does what is to be done while calls leave time; on the thread.
    ///
    /// - Returns: After how long to look again; `nil`: when records come.
    private func workPatiently() -> Duration? {
        let backlog = journal.backlog()
        let (step, lull) = state.withLock { ($0.pace.step(backlog, at: .now), $0.pace.lull) }
        switch step {
        case .rest: return nil
        case .wait(let time): return time
        case .portion: return work(Self.patientPortion, most: 1) ? .zero : nil
        case .everything:
            queue.async { self.work(Self.portion, most: backlog.waiting) }
            return lull
        }
    }

    /// Brings everything recorded so far to the database, as far as that can be done.
    func flush() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.work(Self.portion, most: self.journal.backlog().waiting)
                continuation.resume()
            }
        }
    }

    /// Takes everything in, deletes the journals and closes the database.
    func close() async {
        journal.close()
        await withCheckedContinuation { continuation in
            queue.async {
                self.work(Self.portion)
                self.budgets.end(by: self)
                self.end()
                continuation.resume()
            }
        }
    }

    private func tell(_ kind: LedgerProblem.Kind, lost: Int, _ explanation: String) {
        queue.async { self.ingest.teller.tell(LedgerProblem(kind, lost: lost, explanation)) }
    }

    /// Runs something on the worker's queue, after what it has to do before.
    func whenIdle(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

    /// The books.
    var database: LedgerDatabase { ingest.database }

    /// Tells that the books cannot be written, and what that means.
    func tellUnreachable(_ error: any Error, _ consequence: String) {
        let reason = (error as? SystemFault).map { "\($0)." } ?? LedgerError(error, path: ingest.database.path).explanation
        ingest.teller.tell(
            LedgerProblem(.budgetsUnreachable, "The budgets in \(ingest.database.path) cannot be kept: \(reason) \(consequence)"))
    }

    /// Brings everything to the database that this process and those that have ended recorded; on the worker's queue.
    func takeInAll() {
        work(Self.portion)
        takeInLeftBehind()
    }

    // MARK: What

    /// Takes in what waits, portion by portion.
    ///
    /// - Parameter most: After how many bytes it is enough; `nil`: when nothing waits any more.
    /// - Returns: Whether that could be done; else it is tried again by itself.
    @discardableResult
    private func work(_ size: Int, most: Int? = nil) -> Bool {
        do {
            var left = most ?? .max
            while left > 0, let taken = try inTurn({ try takeIn(size) }) { left -= taken }
            try inTurn { try removeFinished() }
            while try inTurn({ try takeInOthers(size) }) != nil {}
            try prune()
            recovered()
            return true
        } catch {
            failed(error)
            return false
        }
    }

    /// Does a step while nobody else does one; nothing once the ledger is closed.
    @discardableResult
    private func inTurn<Result>(_ step: () throws -> Result?) rethrows -> Result? {
        try turn.withLock { _ in state.withLock(\.isClosed) ? nil : try step() }
    }

    /// - Returns: How many bytes were taken in; `nil`: nothing waits.
    private func takeIn(_ size: Int) throws -> Int? {
        guard let segment = journal.nextWaiting() else { return nil }
        let (offset, isDamaged) = try ingest.takeIn(segment.file, from: segment.ingested, to: segment.end, about: size)
        journal.ingested(segment.file, to: offset, isDamaged: isDamaged)
        return offset - segment.ingested
    }

    private func removeFinished() throws {
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
            while try inTurn({ try takeInOthers(Self.portion) }) != nil {}
            try inTurn { try ingest.forgetDeleted(in: journal.folder) }
            try prune()
        } catch {
            failed(error)
        }
    }

    /// - Returns: `nil` where there is none.
    private func takeInOthers(_ size: Int) throws -> Void? {
        guard let next = state.withLock({ $0.leftBehind.first }) else { return nil }
        let offset = try ingest.offset(of: next.file)
        let end = try next.file.size()
        if offset < end {
            let isDamaged = try ingest.takeIn(next.file, from: offset, to: end, about: size).isDamaged
            if isDamaged { state.withLock { $0.leftBehind[0].isDamaged = true } }
        } else {
            try ingest.remove(next.file, isDamaged: next.isDamaged)
            state.withLock { _ = $0.leftBehind.removeFirst() }
        }
        return ()
    }

    // MARK: Keeping less

    /// Every quarter of an hour in which something is recorded, deletes what is older than it is to be kept.
    private func prune() throws {
        guard let keepsFor = options.keepsFor else { return }
        let now = options.now()
        let isDue = state.withLock { state in
            guard state.prunedAt.map({ now - $0 >= .seconds(900) }) ?? true else { return false }
            state.prunedAt = now
            return true
        }
        if isDue { try prune(before: now - keepsFor) }
    }

    /// Deletes a few calls, and then others in their turn, after what has been recorded meanwhile.
    private func prune(before time: Duration) throws {
        let removed = try inTurn { try CallRetention(database: ingest.database).removePortion(before: time) }
        guard removed == CallRetention.portion else { return }
        queue.async { [weak self] in
            guard let self else { return }
            do {
                try prune(before: time)
            } catch {
                failed(error)
            }
        }
    }

    /// Deletes all calls that began before a time.
    ///
    /// - Returns: How many there were.
    func remove(before time: Duration) async throws -> Int {
        var removed = 0
        while true {
            let portion = try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    self.work(Self.portion)
                    continuation.resume(with: Result { try self.removePortion(before: time) })
                }
            }
            removed += portion
            if portion < CallRetention.portion { return removed }
        }
    }

    private func removePortion(before time: Duration) throws -> Int {
        guard let removed = try inTurn({ try CallRetention(database: ingest.database).removePortion(before: time) }) else {
            throw LedgerError(.closed, path: ingest.database.path, "The ledger was closed. Open the books again.")
        }
        return removed
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
            guard let self else { return }
            state.withLock { $0.isRetrying = false }
            work(Self.portion)
        }
    }

    private func end() {
        inTurn {
            state.withLock { state in
                state.isClosed = true
                state.leftBehind = []
            }
            journal.letGo()
            do {
                try ingest.database.close()
            } catch {
                failedToClose(error)
            }
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
