import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// What is set aside for an attempt of its budgets, to be settled once.
struct BudgetReservation: Sendable {
    /// What this process keeps; `nil`: nothing.
    var local: BudgetRequest?
    /// Whether books that several processes share keep more.
    var isShared = false
    let attempt: AttemptID
}

/// How an attempt stands with its budgets.
enum BudgetAnswer {
    /// What it may cost is set aside, where anything is.
    case reserved(BudgetReservation?)
    case refused(BudgetObstacle)
    /// Shared books have to be asked, with this.
    case takesTime(BudgetReservation, BudgetRequest, any BudgetStore)
}

extension PreparedCall {
    /// Sets aside what an attempt may cost.
    func reserve(_ attempt: RunningAttempt) -> BudgetAnswer {
        guard !plan.budgets.isEmpty else { return .reserved(nil) }
        let (candidate, time) = (attempt.candidate, context.time.unixTime)
        let owners = plan.budgets.map(\.owner).filter { $0.counts(candidate.model) }
        guard !owners.isEmpty else { return .reserved(nil) }
        let id = AttemptID(call: self.id, number: attempt.id)
        func request(_ budgets: [AccountBudget]) -> BudgetRequest {
            BudgetRequest(attempt: id, model: candidate.model, budgets: budgets, time: time, cost: candidate.attemptCost)
        }
        let (shared, local) = context.divide(owners)
        var reservation = BudgetReservation(attempt: id)
        if !local.isEmpty {
            let request = request(local)
            if let obstacle = context.budgets.reserve(request) { return .refused(obstacle) }
            reservation.local = request
        }
        guard !shared.isEmpty, let store = context.store else { return .reserved(reservation) }
        reservation.isShared = true
        return .takesTime(reservation, request(shared), store)
    }

    /// Settles what was set aside for an attempt.
    ///
    /// - Parameters:
    ///   - cost: What it cost; `nil`: nothing, or nobody knows.
    ///   - wasSent: Whether it was; then shared books settle by its record.
    func settle(_ reservation: BudgetReservation, cost: Money?, wasSent: Bool) {
        if let local = reservation.local {
            for alert in context.budgets.settle(local, cost: cost) { context.events.budget(alert) }
        }
        if reservation.isShared, !wasSent { context.store?.release(reservation.attempt) }
    }
}

extension CallContext {
    /// Books that several processes may share, where there are any.
    var store: (any BudgetStore)? { ledger as? any BudgetStore }

    /// How much is used of budgets, in their order.
    func status(of budgets: [AccountBudget]) -> [BudgetStatus] {
        guard !budgets.isEmpty else { return [] }
        let time = time.unixTime
        let (shared, local) = divide(budgets)
        let known = (store?.status(of: shared, at: time) ?? []) + self.budgets.status(of: local, at: time)
        return budgets.compactMap { budget in known.first { $0.owner == budget } }
    }

    /// Those that shared books keep, and those that this process keeps by itself: all, where there are no shared books.
    func divide(_ budgets: [AccountBudget]) -> (shared: [AccountBudget], local: [AccountBudget]) {
        guard store != nil else { return ([], budgets) }
        return (budgets.filter { $0.budget.scope == .ledger }, budgets.filter { $0.budget.scope == .process })
    }
}
