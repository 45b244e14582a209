/// Actions in the order in which they are due; of those due at one moment, the first that was added comes first.
struct TimerList: Sendable {
    typealias Action = @Sendable () -> Void

    private struct Entry: Sendable {
        let date: Duration
        let number: Int
        let action: Action
    }

    /// The last due comes first, so that taking the next one moves nothing.
    private var entries: [Entry] = []
    private var added = 0

    var count: Int { entries.count }

    /// When each action is due, earliest first.
    var dates: [Duration] { entries.reversed().map(\.date) }

    /// Adds an action.
    ///
    /// - Returns: Its number, for ``remove(_:)``.
    mutating func add(at date: Duration, _ action: @escaping Action) -> Int {
        added += 1
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].date > date { low = middle + 1 } else { high = middle }
        }
        entries.insert(Entry(date: date, number: added, action: action), at: low)
        return added
    }

    /// Removes an action that has not been taken.
    mutating func remove(_ number: Int) { entries.removeAll { $0.number == number } }

    /// Takes out the first action, if it is due by `end`.
    mutating func takeFirst(until end: Duration?) -> (Duration, Action)? {
        guard let first = entries.last, end.map({ first.date <= $0 }) ?? true else { return nil }
        entries.removeLast()
        return (first.date, first.action)
    }
}
