import WaybillInterchange
import WaybillRoutes

/// Sums rows up, group by group, in one pass over the books.
struct UsageCollector: RowVisitor {
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
    /// Groups that were found lately, each at a place that follows from its key: most rows belong to one of a few.
    private var recent = [(key: Key, place: Int)](repeating: (Key(), -1), count: 256)

    /// The call whose attempts are added, what is common to it and them, and who of them answered, else was the last.
    private var call: UsageCall?
    private var base = Key()
    private var asked: (model: Int64, credential: Int64, hasAnswered: Bool)?

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

    mutating func begin(_ call: UsageCall) {
        self.call = call
        asked = nil
        if tellsWorkloads { base.workload = call.workload }
        if tellsDays { base.day = call.whole(86_400) }
        if tellsHours { base.hour = call.whole(3_600) }
    }

    mutating func add(_ attempt: UsageAttempt) {
        let hasAnswered = attempt.model == call?.model
        if hasAnswered || asked?.hasAnswered != true { asked = (attempt.model, attempt.credential, hasAnswered) }
        var key = base
        if tellsModels { key.model = attempt.model }
        if tellsCredentials { key.credential = attempt.credential }
        if tellsFailures { key.failure = attempt.failure ?? 0 }
        groups[place(of: key)].add(attempt, &savings)
    }

    mutating func end() {
        guard let call else { return }
        var key = base
        if tellsModels { key.model = call.model ?? asked?.model ?? 0 }
        if tellsCredentials { key.credential = asked?.credential ?? 0 }
        if tellsFailures { key.failure = call.failure ?? 0 }
        groups[place(of: key)].add(call)
    }

    private mutating func place(of key: Key) -> Int {
        let slot = key.slot(of: recent.count)
        if recent[slot].key == key, recent[slot].place >= 0 { return recent[slot].place }
        let place = places[key] ?? groups.count
        if place == groups.count {
            groups.append(UsageFigures())
            places[key] = place
        }
        recent[slot] = (key, place)
        return place
    }
}

extension UsageCollector.Key {
    /// One of so many places, quickly.
    fileprivate func slot(of count: Int) -> Int {
        let sum = workload &+ model &* 23 &+ credential &* 47 &+ failure &* 89 &+ day &* 3 &+ hour
        return Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: sum) % UInt64(count))
    }
}
