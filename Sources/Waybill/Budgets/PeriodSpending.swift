import WaybillInterchange
import WaybillRoutes

/// What was spent in the parts of one period, and what is reserved in them.
///
/// A calendar period has one part; a rolling one at most some sixty.
struct PeriodSpending: Sendable {
    private struct Part {
        let start: Int64
        var spent = Money.zero
        var reserved = Money.zero
    }

    /// In ascending order.
    private var parts: [Part] = []
    /// How many of the shares that are told of were reached, and in which part that was.
    private var told: (part: Int64, count: Int) = (.min, 0)

    /// What is spent of a period at a moment.
    func spent(at window: BudgetWindow) -> Money { sum(at: window, \.spent) }

    /// What is reserved.
    func reserved(at window: BudgetWindow) -> Money { sum(at: window, \.reserved) }

    private func sum(at window: BudgetWindow, _ amount: KeyPath<Part, Money>) -> Money {
        parts.reduce(.zero) { $1.start < window.first ? $0 : $0 + $1[keyPath: amount] }
    }

    /// Sets an amount aside.
    mutating func reserve(_ amount: Money, at window: BudgetWindow) {
        // What counts no more is let go of, unless an attempt of that time is still under way.
        parts.removeAll { $0.start < window.first && $0.reserved == .zero }
        parts[place(of: window.part)].reserved = parts[place(of: window.part)].reserved + amount
    }

    /// Puts a cost in the place of what was reserved.
    mutating func settle(_ amount: Money, cost: Money, at window: BudgetWindow) {
        let place = place(of: window.part)
        parts[place].reserved = Money(picodollars: max(0, parts[place].reserved.picodollars - amount.picodollars))
        parts[place].spent = parts[place].spent + cost
    }

    /// The largest share that has been reached since the last was told of.
    mutating func newShare(of amount: Money, among shares: [Share], at window: BudgetWindow) -> Share? {
        let spent = spent(at: window)
        let reached = shares.filter { spent >= amount.part($0) }
        // What was told of parts that count no more is told again.
        if told.part < window.first { told = (window.part, 0) }
        // Where a rolling sum has sunk below a share, reaching it again is news.
        defer { told = (max(told.part, window.part), reached.count) }
        return reached.count > told.count ? reached.last : nil
    }

    /// Whether anything counts at a moment, or is reserved since another.
    func counts(at window: BudgetWindow, orHolds longest: BudgetWindow) -> Bool {
        parts.contains { $0.start >= window.first || $0.start >= longest.first && $0.reserved > .zero }
    }

    /// Where a part stands; it is made where it is not there.
    private mutating func place(of start: Int64) -> Int {
        if let place = parts.lastIndex(where: { $0.start <= start }), parts[place].start == start { return place }
        let place = (parts.lastIndex { $0.start < start } ?? -1) + 1
        parts.insert(Part(start: start), at: place)
        return place
    }
}
