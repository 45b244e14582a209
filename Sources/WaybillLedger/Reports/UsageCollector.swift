import WaybillInterchange
import WaybillRoutes

/// Sums rows up, group by group, in one pass over the books.
struct UsageCollector {
    /// What a group is known by while rows are read: numbers of words, of the day and the hour; what groups are not made of is left at 0.
    struct Key: Hashable {
        var workload: Int64 = 0
        /// Words are numbered from 1 on, so that 0 is none.
        var model: Int64 = 0
        var credential: Int64 = 0
        var failure: Int64 = 0
        /// Days since 1970-01-01.
        var day: Int64 = 0
        /// Hours since 1970-01-01 00:00.
        var hour: Int64 = 0
    }

    // Asked of every row, and so not of a set.
    private let tellsWorkloads: Bool
    private let tellsModels: Bool
    private let tellsCredentials: Bool
    private let tellsFailures: Bool
    private let tellsDays: Bool
    private let tellsHours: Bool
    private var savings: CacheSavings
    private var places: [Key: Int] = [:]
    private var groups: [UsageFigures] = []
    /// The latest group, which is often the next one too.
    private var latest = (key: Key(), place: -1)

    /// - Parameter dimensions: What groups are made of; provider and month follow from model and day.
    init(by dimensions: Set<UsageDimension>, _ savings: CacheSavings) {
        tellsWorkloads = dimensions.contains(.workload)
        tellsModels = dimensions.contains(.model)
        tellsCredentials = dimensions.contains(.credential)
        tellsFailures = dimensions.contains(.failure)
        tellsDays = dimensions.contains(.day)
        tellsHours = dimensions.contains(.hour)
        self.savings = savings
    }

    /// Every group with its figures.
    var all: some Sequence<(Key, UsageFigures)> { places.lazy.map { ($0.key, groups[$0.value]) } }

    mutating func add(_ call: CallRow, _ attempts: [AttemptRow]) {
        var key = Key()
        if tellsWorkloads { key.workload = call.workload }
        if tellsDays { key.day = call.whole(86_400) }
        if tellsHours { key.hour = call.whole(3_600) }
        let base = key
        // The one that answered, else the last.
        let last = call.model.flatMap { model in attempts.last { $0.model == model } } ?? attempts.last
        if tellsModels { key.model = call.model ?? last?.model ?? 0 }
        if tellsCredentials { key.credential = last?.credential ?? 0 }
        if tellsFailures { key.failure = call.failure ?? 0 }
        groups[place(of: key)].add(call)
        for attempt in attempts {
            key = base
            if tellsModels { key.model = attempt.model }
            if tellsCredentials { key.credential = attempt.credential ?? 0 }
            if tellsFailures { key.failure = attempt.failure ?? 0 }
            groups[place(of: key)].add(attempt, &savings)
        }
    }

    private mutating func place(of key: Key) -> Int {
        if key == latest.key, latest.place >= 0 { return latest.place }
        let place = places[key] ?? groups.count
        if place == groups.count {
            groups.append(UsageFigures())
            places[key] = place
        }
        latest = (key, place)
        return place
    }
}

extension CallRow {
    /// The days, hours or the like that were over when it began, since 1970-01-01.
    fileprivate func whole(_ seconds: Int64) -> Int64 {
        let (count, rest) = began.quotientAndRemainder(dividingBy: seconds * 1_000_000)
        return rest < 0 ? count - 1 : count
    }
}
