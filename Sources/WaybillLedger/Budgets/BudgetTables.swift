import GRDB
import Waybill
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What the books have of budgets: reads and writes within a transaction of its user's.
struct BudgetTables {
    let database: Database
    /// Whose days and months count, by the names of zones.
    let zones: ZoneCache

    /// A period of an account that the books keep apart.
    struct Tracked {
        let number: Int64
        let period: BudgetPeriod
        let zone: CalendarZone?

        func window(at time: Duration) -> BudgetWindow { period.window(at: time, in: zone) }
    }

    // MARK: What is used

    /// How much of a budget is used; its periods are begun where they are new.
    func status(of owner: AccountBudget, at time: Duration) throws -> BudgetStatus {
        let parts = try owner.budget.sortedAmounts.map { period, amount -> BudgetStatus.Part in
            let tracked = try track(period, of: owner, at: time)
            let window = tracked.window(at: time)
            return .init(
                period: period, amount: amount, spent: try sum("SELECT spent FROM budget_spending", tracked, from: window.first),
                reserved: try sum("SELECT amount FROM budget_reservations", tracked, from: window.first))
        }
        return BudgetStatus(owner, parts)
    }

    /// How much of a budget is used, for who only reads: what no process counts yet is added up.
    func peek(_ owner: AccountBudget, at time: Duration) throws -> BudgetStatus {
        let parts = try owner.budget.sortedAmounts.map { period, amount -> BudgetStatus.Part in
            let zone = owner.budget.timeZone
            let first = period.window(at: time, in: zone).first
            guard let number = try find(period, of: owner) else {
                let spent = try booked(period, zone, of: owner.account, at: time).values.reduce(.zero, +)
                return .init(period: period, amount: amount, spent: spent, reserved: .zero)
            }
            let tracked = Tracked(number: number, period: period, zone: zone)
            return .init(
                period: period, amount: amount, spent: try sum("SELECT spent FROM budget_spending", tracked, from: first),
                reserved: try sum("SELECT amount FROM budget_reservations", tracked, from: first))
        }
        return BudgetStatus(owner, parts)
    }

    /// The values of a key of metadata that have been counted.
    func values(of key: String) throws -> [String] {
        let start = BudgetAccount.metadata(key: key, value: "").key
        return try String.fetchAll(
            database, sql: "SELECT DISTINCT substr(account, ?) FROM budget_periods WHERE substr(account, 1, ?) = ? ORDER BY 1",
            arguments: [start.unicodeScalars.count + 1, start.unicodeScalars.count, start])
    }

    /// The sum of a column over the parts of a period that count.
    private func sum(_ query: String, _ tracked: Tracked, from first: Int64) throws -> Money {
        let run = try StatementRun(database, "\(query) WHERE period = ? AND part >= ?")
        defer { run.reset() }
        run.bind(tracked.number)
        run.bind(first)
        var sum = Money.zero
        while try run.step() { sum = sum + (run.row.money(0) ?? .zero) }
        return sum
    }

    // MARK: Reserving

    /// Sets aside what an attempt may cost, in all its budgets or in none.
    ///
    /// - Returns: Why the attempt must not be made.
    func reserve(_ request: BudgetRequest, owner: String) throws -> BudgetRefusal? {
        for budget in request.budgets {
            if let refusal = request.refusal(by: try status(of: budget, at: request.time)) { return refusal }
        }
        for budget in request.budgets {
            for period in budget.budget.amounts.keys {
                let tracked = try track(period, of: budget, at: request.time)
                let run = try StatementRun(database, "INSERT OR REPLACE INTO budget_reservations VALUES (?, ?, ?, ?, ?, ?)")
                run.bind(request.attempt.call)
                run.bind(request.attempt.number)
                run.bind(tracked.number)
                run.bind(tracked.window(at: request.time).part)
                run.bind(request.most)
                run.bind(owner)
                try run.run()
            }
        }
        return nil
    }

    /// Ends what is reserved for an attempt.
    func release(_ attempt: AttemptID) throws {
        let run = try StatementRun(database, "DELETE FROM budget_reservations WHERE call = ? AND number = ?")
        run.bind(attempt.call)
        run.bind(attempt.number)
        try run.run()
    }

    /// Ends all that a process has reserved.
    func releaseAll(of owner: String) throws {
        try database.execute(sql: "DELETE FROM budget_reservations WHERE owner = ?", arguments: [owner])
    }

    /// The processes that have reserved anything.
    func owners() throws -> [String] { try String.fetchAll(database, sql: "SELECT DISTINCT owner FROM budget_reservations") }

    // MARK: Spending

    /// Counts what an attempt cost that came into the books, or now cost otherwise, and ends its reservation.
    ///
    /// - Returns: The accounts that it counts in and the books keep apart.
    func count(_ ingested: IngestedAttempt) throws -> [BudgetAccount] {
        let (attempt, heading) = (ingested.attempt, ingested.heading)
        try release(AttemptID(call: heading.id, number: attempt.number))
        let difference = (attempt.cost?.picodollars ?? 0) - (ingested.before?.cost?.picodollars ?? 0)
        let moment = heading.began + attempt.started
        var touched: [BudgetAccount] = []
        for account in heading.accounts(of: attempt.model) {
            let periods = try periods(of: account.key)
            if !periods.isEmpty { touched.append(account) }
            guard difference != 0 else { continue }
            for tracked in periods { try add(Money(picodollars: difference), to: tracked, part: tracked.window(at: moment).part) }
        }
        return touched
    }

    /// Whether the books count anything apart.
    func hasPeriods() throws -> Bool {
        let run = try StatementRun(database, "SELECT 1 FROM budget_periods LIMIT 1")
        defer { run.reset() }
        return try run.step()
    }

    private func add(_ amount: Money, to tracked: Tracked, part: Int64) throws {
        let read = try StatementRun(database, "SELECT spent FROM budget_spending WHERE period = ? AND part = ?")
        read.bind(tracked.number)
        read.bind(part)
        let spent = try read.step() ? read.row.money(0) : nil
        read.reset()
        let run = try StatementRun(
            database,
            "INSERT INTO budget_spending VALUES (?, ?, ?, 0) ON CONFLICT (period, part) DO UPDATE SET spent = excluded.spent")
        run.bind(tracked.number)
        run.bind(part)
        run.bind((spent ?? .zero) + amount)
        try run.run()
    }

    /// The share of each amount that has been reached and was not told of; it is told of now.
    func newAlerts(of owner: AccountBudget, at time: Duration) throws -> [BudgetAlert] {
        try owner.budget.sortedAmounts.compactMap { period, amount in
            let tracked = try track(period, of: owner, at: time)
            let window = tracked.window(at: time)
            let spent = try sum("SELECT spent FROM budget_spending", tracked, from: window.first)
            let reached = owner.budget.sharesToTell.filter { spent >= amount.part($0) }
            let told =
                try Int.fetchOne(
                    database, sql: "SELECT max(told) FROM budget_spending WHERE period = ? AND part >= ?",
                    arguments: [tracked.number, window.first]) ?? 0
            guard reached.count > told, let share = reached.last else { return nil }
            try database.execute(
                sql: "INSERT INTO budget_spending VALUES (?, ?, 0, ?) ON CONFLICT (period, part) DO UPDATE SET told = excluded.told",
                arguments: [tracked.number, window.part, reached.count])
            return BudgetAlert(account: owner.account, period: period, amount: amount, spent: spent, share: share)
        }
    }

    // MARK: Periods

    /// The periods of an account that the books keep apart.
    private func periods(of account: String) throws -> [Tracked] {
        let run = try StatementRun(database, "SELECT period, span, zone FROM budget_periods WHERE account = ?")
        defer { run.reset() }
        run.bind(account)
        var found: [Tracked] = []
        while try run.step() {
            guard let period = BudgetPeriod(run.row.text(1)) else { continue }
            found.append(Tracked(number: run.row.integer(0), period: period, zone: zones.zone(run.row.text(2))))
        }
        return found
    }

    /// A period of an account, begun with what the books already have of it where it is new.
    private func track(_ period: BudgetPeriod, of owner: AccountBudget, at time: Duration) throws -> Tracked {
        let zone = owner.budget.timeZone
        if let zone { zones.keep(zone) }
        if let known = try find(period, of: owner) { return Tracked(number: known, period: period, zone: zone) }
        try database.execute(
            sql: "INSERT INTO budget_periods (account, span, zone) VALUES (?, ?, ?)",
            arguments: [owner.account.key, "\(period)", zone?.name ?? ""])
        let tracked = Tracked(number: database.lastInsertedRowID, period: period, zone: zone)
        for (part, sum) in try booked(period, zone, of: owner.account, at: time) { try add(sum, to: tracked, part: part) }
        return tracked
    }

    private func find(_ period: BudgetPeriod, of owner: AccountBudget) throws -> Int64? {
        let search = try StatementRun(database, "SELECT period FROM budget_periods WHERE account = ? AND span = ? AND zone = ?")
        defer { search.reset() }
        search.bind(owner.account.key)
        search.bind("\(period)")
        search.bind(owner.budget.timeZone?.name ?? "")
        return try search.step() ? search.row.integer(0) : nil
    }

    /// What the books have of the parts of a period that count.
    private func booked(
        _ period: BudgetPeriod, _ zone: CalendarZone?, of account: BudgetAccount, at time: Duration
    ) throws -> [Int64: Money] {
        // A value of metadata is in no column: it counts from when its budget first held.
        guard let condition = account.condition else { return [:] }
        let first = period.window(at: time, in: zone).first
        // No zone is further from UTC than a day.
        let earliest = Duration.seconds(first - 86_400)
        var sums: [Int64: Money] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT attempts.started, attempts.cost FROM attempts JOIN calls USING (call)
                WHERE attempts.started >= ? AND attempts.cost IS NOT NULL AND \(condition.sql)
                """, arguments: [earliest.wholeMicroseconds] + condition.arguments)
        while let row = try rows.next() {
            let part = period.window(at: .microseconds(row[0] as Int64), in: zone).part
            guard part >= first, let cost = Money(stored: row[1]) else { continue }
            sums[part, default: .zero] = sums[part, default: .zero] + cost
        }
        return sums
    }

    /// Lets go of what no budget can ask for any more.
    func forget(before time: Duration) throws {
        // The longest span is of 400 days.
        try database.execute(
            sql: "DELETE FROM budget_spending WHERE part < ?", arguments: [(time - .seconds(402 * 86_400)).components.seconds])
    }
}

extension CallHeading {
    /// The accounts that an attempt of the call counts in.
    fileprivate func accounts(of model: ModelName) -> [BudgetAccount] {
        [.workload(servedByWildcard ? "*" : workload), .provider(model.provider)]
            + tags.map { .metadata(key: $0.key, value: $0.value) }
    }
}

extension BudgetAccount {
    /// The account as the tables name it: one text for each.
    var key: String {
        switch self {
        case .workload(let workload): "workload:\(workload)"
        case .provider(let name): "provider:\(name)"
        case .metadata(let key, let value): "metadata:\(key.utf8.count):\(key)=\(value)"
        }
    }

    /// Which attempts in the books count in it; `nil`: they cannot be found.
    fileprivate var condition: (sql: String, arguments: StatementArguments)? {
        switch self {
        case .workload("*"): ("calls.flags & ? <> 0", [CallFlags.wildcard.rawValue])
        case .workload(let workload):
            (
                "attempts.workload = (SELECT id FROM names WHERE text = ?) AND calls.flags & ? = 0",
                [workload.rawValue, CallFlags.wildcard.rawValue]
            )
        case .provider(let name):
            ("attempts.model IN (SELECT id FROM names WHERE substr(text, 1, ?) = ?)", [name.unicodeScalars.count + 1, "\(name)/"])
        case .metadata: nil
        }
    }
}

extension Money {
    /// An amount as the tables have it.
    fileprivate init?(stored value: DatabaseValue) {
        switch value.storage {
        case .int64(let picodollars): self.init(picodollars: Int128(picodollars))
        case .string(let digits):
            guard let picodollars = Int128(digits) else { return nil }
            self.init(picodollars: picodollars)
        default: return nil
        }
    }
}
