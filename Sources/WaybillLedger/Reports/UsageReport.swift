public import WaybillInterchange
public import WaybillRoutes

/// What was used, group by group.
public struct UsageReport: Sendable, Hashable {
    /// What groups are made of.
    public let dimensions: [UsageDimension]
    /// The groups in the order of their labels.
    public let groups: [Group]

    /// Calls and attempts that have something in common.
    public struct Group: Sendable, Hashable {
        /// What they have in common, in the order of ``UsageReport/dimensions``; `nil`: they have none, as a call that asked no model.
        public let labels: [String?]
        /// What they did and cost.
        public let figures: UsageFigures
    }

    /// The figures of all groups together, made anew each time.
    public var total: UsageFigures { groups.reduce(into: UsageFigures()) { $0 += $1.figures } }

    /// Puts groups together that differ in nothing else than what is not named here.
    ///
    /// - Parameter dimensions: Some of ``dimensions``, or what follows from them: the provider from the model, the month from the day, the day from the hour.
    public func grouped(by dimensions: [UsageDimension]) -> UsageReport {
        let readers = dimensions.map(reader)
        return UsageReport(dimensions, groups.map { group in (readers.map { $0(group.labels) }, group.figures) })
    }

    init(_ dimensions: [UsageDimension], _ parts: some Sequence<(labels: [String?], figures: UsageFigures)>) {
        var sums: [[String?]: UsageFigures] = [:]
        for (labels, figures) in parts { sums[labels, default: UsageFigures()] += figures }
        self.dimensions = dimensions
        // What has no label comes first.
        groups = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) { ($0 ?? "") < ($1 ?? "") } }
            .map { Group(labels: $0.key, figures: $0.value) }
    }

    /// How a dimension is read from the labels of groups.
    private func reader(of dimension: UsageDimension) -> ([String?]) -> String? {
        if let place = dimensions.firstIndex(of: dimension) { return { $0[place] } }
        switch dimension {
        case .provider:
            let model = reader(of: .model)
            return { model($0).flatMap(ModelName.init)?.provider }
        case .day where dimensions.contains(.hour):
            let hour = reader(of: .hour)
            return { hour($0).map { String($0.prefix(10)) } }
        case .month:
            let day = reader(of: .day)
            return { day($0).map { String($0.dropLast(3)) } }
        default: return { _ in nil }
        }
    }
}

extension LedgerReader {
    /// Sums up what was used, in one pass over the books; where there is much, several processors share it.
    ///
    /// - Parameters:
    ///   - query: Which usage is meant, and what it is told apart by.
    ///   - prices: What a model costs now, by which the savings of prompt caches are known; an attempt that was made at another price saved nobody
    ///     knows how much.
    /// - Throws: ``LedgerError``.
    public func usage(_ query: UsageQuery, prices: @escaping @Sendable (ModelName) -> Price? = { _ in nil }) throws -> UsageReport {
        try usage(query, inPiecesOf: 50_000, prices: prices)
    }

    /// - Parameter size: How many calls are summed up at a time.
    func usage(_ query: UsageQuery, inPiecesOf size: Int64, prices: @escaping @Sendable (ModelName) -> Price?) throws -> UsageReport {
        let collected = query.collected
        var filter = CallFilter()
        (filter.since, filter.until) = (query.since, query.until)
        let numbers = try readForCaller { try callNumbers(matching: filter, $0, $1) }
        let parts = try readInParallel(numbers?.pieces(of: size) ?? []) { [filter] reader, numbers in
            try reader.readForCaller { database, words in
                let names = LedgerNames(words)
                var collector = UsageCollector(by: Set(collected), CacheSavings(prices: prices, names: names))
                try reader.visit(numbers, filter, database, &collector)
                return collector.all.map { key, figures in (labels: collected.map { key.label($0, names) }, figures: figures) }
                    .filter { query.matches($0.labels) }
            }
        }
        return UsageReport(collected, parts.joined()).grouped(by: query.dimensions)
    }
}

extension UsageQuery {
    /// What rows must be told apart by, so that groups can be made and filtered afterwards.
    fileprivate var collected: [UsageDimension] {
        var wanted = Set(dimensions)
        if wanted.remove(.month) != nil { wanted.insert(.day) }
        if wanted.remove(.provider) != nil || model != nil || provider != nil { wanted.insert(.model) }
        if workload != nil { wanted.insert(.workload) }
        return UsageDimension.allCases.filter(wanted.contains)
    }

    /// Whether a group of what was collected is meant.
    fileprivate func matches(_ labels: [String?]) -> Bool {
        func label(_ dimension: UsageDimension) -> String? { collected.firstIndex(of: dimension).flatMap { labels[$0] } }
        if let workload, label(.workload) != workload.rawValue { return false }
        if let model, label(.model) != model.description { return false }
        if let provider, label(.model).flatMap(ModelName.init)?.provider != provider { return false }
        return true
    }
}

extension UsageCollector.Key {
    fileprivate func label(_ dimension: UsageDimension, _ names: LedgerNames) -> String? {
        func name(_ number: Int64) -> String? { number == 0 ? nil : names[number] as String }
        return switch dimension {
        case .workload: name(workload)
        case .model: name(model)
        case .credential: name(credential)
        case .failure: name(failure)
        case .day: CalendarDay(unixTime: .seconds(day * 86_400)).description
        case .hour: Duration.seconds(hour * 3_600).minuteText
        case .provider, .month: nil
        }
    }
}
