import GRDB
import Synchronization
import Waybill
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// The budgets that all processes with these books count together.
///
/// What was spent is what stands in the books: it is counted as attempts come in, in the same transaction. What is reserved is a row for each
/// attempt, which its record ends, or the end of its process.
final class SharedBudgets: IngestObserver {
    /// So many accounts are remembered for planning.
    private static let mostAccounts = 10_000
    /// For how long what is remembered is taken for true; after that it is read anew, beside the call.
    private static let freshness = Duration.seconds(1)

    private struct Known {
        var status: BudgetStatus
        /// By a clock that never goes back.
        var read: ContinuousClock.Instant
        /// On which parts of its periods it counts.
        var windows: [BudgetWindow]
    }

    private struct Wish {
        let request: BudgetRequest
        let reply: @Sendable (BudgetRefusal?) -> Void
    }

    private struct State {
        var known: [BudgetAccount: Known] = [:]
        var wishes: [Wish] = []
        var isReading = false
        var tell: [@Sendable (BudgetAlert) -> Void] = []
    }

    private let state = Mutex(State())
    private let presence: LedgerPresence
    private let zones = ZoneCache()

    init(presence: LedgerPresence) { self.presence = presence }

    /// Whether any attempt of this process may have something reserved.
    var mayHaveReserved: Bool { presence.isShown }

    /// Calls this for every alert.
    func tellAlerts(to body: @escaping @Sendable (BudgetAlert) -> Void) { state.withLock { $0.tell.append(body) } }

    // MARK: What is used

    /// How much is used as far as is known; of an account that is asked for the first time the books are read.
    func status(of budgets: [AccountBudget], at time: Duration, by worker: IngestWorker) -> [BudgetStatus] {
        let now = ContinuousClock.now
        var isStale = false
        let statuses = budgets.map { owner -> BudgetStatus in
            let known = state.withLock { $0.known[owner.account] }
            if let known, known.status.owner == owner, known.windows == owner.windows(at: time) {
                if now - known.read > Self.freshness { isStale = true }
                return known.status
            }
            // Where the books cannot be read now, reserving says what is left.
            return (try? read([owner], at: time, in: worker.database))?.first ?? BudgetStatus(owner, [])
        }
        if isStale { refresh(budgets, at: time, by: worker) }
        return statuses
    }

    private func refresh(_ budgets: [AccountBudget], at time: Duration, by worker: IngestWorker) {
        let isFirst = state.withLock { state in
            defer { state.isReading = true }
            return !state.isReading
        }
        guard isFirst else { return }
        worker.whenIdle {
            // A failure leaves what was known; it is tried again with the next call.
            _ = try? self.read(budgets, at: time, in: worker.database)
            self.state.withLock { $0.isReading = false }
        }
    }

    private func read(_ budgets: [AccountBudget], at time: Duration, in database: LedgerDatabase) throws -> [BudgetStatus] {
        let statuses = try database.transaction { database in
            let tables = BudgetTables(database: database, zones: self.zones)
            return try budgets.map { try tables.status(of: $0, at: time) }
        }
        return remember(statuses, at: time)
    }

    /// Keeps what is spent.
    ///
    /// What is reserved is another sum in the next moment: nobody is to be refused for what was reserved a second ago.
    ///
    /// - Returns: What is kept.
    @discardableResult
    private func remember(_ statuses: [BudgetStatus], at time: Duration) -> [BudgetStatus] {
        let now = ContinuousClock.now
        let statuses = statuses.map(\.withoutReservations)
        state.withLock { state in
            if state.known.count + statuses.count > Self.mostAccounts { state.known.removeAll() }
            for status in statuses {
                state.known[status.owner.account] = Known(status: status, read: now, windows: status.owner.windows(at: time))
            }
        }
        return statuses
    }

    // MARK: Reserving

    /// Sets aside what an attempt may cost, when the worker comes to it: together with all others that wait then.
    func reserve(_ request: BudgetRequest, by worker: IngestWorker, reply: @escaping @Sendable (BudgetRefusal?) -> Void) {
        state.withLock { $0.wishes.append(Wish(request: request, reply: reply)) }
        worker.whenIdle { self.grant(by: worker) }
    }

    /// Takes back the wish of an attempt, or ends its reservation.
    func release(_ attempt: AttemptID, by worker: IngestWorker) {
        state.withLock { $0.wishes.removeAll { $0.request.attempt == attempt } }
        worker.whenIdle {
            self.attempt("end a reservation", by: worker) { try $0.release(attempt) }
        }
    }

    private func grant(by worker: IngestWorker) {
        let wishes = state.withLock { state in
            defer { state.wishes = [] }
            return state.wishes
        }
        guard !wishes.isEmpty else { return }
        do {
            let isFirst = !presence.isShown
            let owner = try presence.show()
            if isFirst { try forget(before: wishes[0].request.time, by: worker) }
            let answers = try decide(wishes, owner, by: worker)
            let refused = wishes.indices.filter { answers[$0] != nil }
            for (wish, answer) in zip(wishes, answers) where answer == nil { wish.reply(nil) }
            if !refused.isEmpty { grant(refused.map { wishes[$0] }, refusedWith: refused.map { answers[$0] }, owner, by: worker) }
        } catch {
            worker.tellUnreachable(error, "Attempts are made although it is not known what is left of their budgets.")
            for wish in wishes { wish.reply(nil) }
        }
    }

    /// Looks once more at wishes that were refused, now that the books say all they can: what has ended and is not in them yet holds more than it
    /// cost, and what is left of dead processes holds for nothing.
    private func grant(_ wishes: [Wish], refusedWith answers: [BudgetRefusal?], _ owner: String, by worker: IngestWorker) {
        var answers = answers
        do {
            worker.takeInAll()
            try releaseDead(by: worker)
            answers = try decide(wishes, owner, by: worker)
        } catch {
            worker.tellUnreachable(error, "Attempts stay refused that might find room in their budgets.")
        }
        for (wish, answer) in zip(wishes, answers) { wish.reply(answer) }
    }

    private func decide(_ wishes: [Wish], _ owner: String, by worker: IngestWorker) throws -> [BudgetRefusal?] {
        let (answers, statuses, time) = try worker.database.transaction { database in
            let tables = BudgetTables(database: database, zones: self.zones)
            let answers = try wishes.map { try tables.reserve($0.request, owner: owner) }
            let time = wishes.last?.request.time ?? .zero
            let budgets = Set(wishes.flatMap(\.request.budgets))
            return (answers, try budgets.map { try tables.status(of: $0, at: time) }, time)
        }
        remember(statuses, at: time)
        return answers
    }

    private func forget(before time: Duration, by worker: IngestWorker) throws {
        try worker.database.transaction { try BudgetTables(database: $0, zones: self.zones).forget(before: time) }
    }

    /// Ends what processes had reserved that have ended without doing so.
    private func releaseDead(by worker: IngestWorker) throws {
        let owners = try worker.database.transaction { try BudgetTables(database: $0, zones: self.zones).owners() }
        // One that was killed before it reserved anything has only its file.
        for owner in Set(owners).union(try presence.others()) {
            try presence.ifGone(owner) {
                try worker.database.transaction { try BudgetTables(database: $0, zones: self.zones).releaseAll(of: owner) }
            }
        }
    }

    /// The ledger closes: nothing stays reserved.
    func end(by worker: IngestWorker) {
        guard let owner = presence.owner else { return }
        attempt("end the reservations", by: worker) { try $0.releaseAll(of: owner) }
        do throws(SystemFault) {
            try presence.hide()
        } catch {
            worker.tellUnreachable(error, "Nothing is reserved by it; who next runs short of a budget in these books deletes it.")
        }
    }

    private func attempt(_ what: String, by worker: IngestWorker, _ body: @escaping (BudgetTables) throws -> Void) {
        do {
            try worker.database.transaction { try body(BudgetTables(database: $0, zones: self.zones)) }
        } catch {
            worker.tellUnreachable(error, "Could not \(what) of a budget: so much less is left of it until this process ends.")
        }
    }

    // MARK: Spending

    func heeds(_ database: Database) throws -> Bool { try BudgetTables(database: database, zones: zones).hasPeriods() }

    func ingested(_ attempt: IngestedAttempt, in database: Database) throws {
        let tables = BudgetTables(database: database, zones: zones)
        let touched = try tables.count(attempt)
        let time = attempt.heading.began + attempt.attempt.started
        let owners = state.withLock { state in touched.compactMap { state.known[$0]?.status.owner } }
        guard !owners.isEmpty else { return }
        let alerts = try owners.flatMap { try tables.newAlerts(of: $0, at: time) }
        let statuses = try owners.map { try tables.status(of: $0, at: time) }
        database.afterNextTransaction { _ in
            self.remember(statuses, at: time)
            let tell = self.state.withLock(\.tell)
            for alert in alerts { for body in tell { body(alert) } }
        }
    }
}

extension BudgetStatus {
    fileprivate var withoutReservations: BudgetStatus {
        BudgetStatus(owner, parts.map { Part(period: $0.period, amount: $0.amount, spent: $0.spent, reserved: .zero) })
    }
}

extension AccountBudget {
    fileprivate func windows(at time: Duration) -> [BudgetWindow] {
        budget.sortedAmounts.map { $0.period.window(at: time, in: budget.timeZone) }
    }
}
