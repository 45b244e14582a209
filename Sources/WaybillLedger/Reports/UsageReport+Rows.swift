extension UsageReport {
    /// A group as a row of a table, within the group of the rows before it that is less deep.
    package struct Row: Sendable {
        /// In how many groups it is.
        package let depth: Int
        /// What its calls have in common, beside what those of the rows around it have; `nil`: they have none.
        package let label: String?
        /// What that is.
        package let dimension: UsageDimension
        package let figures: UsageFigures

        /// Its label, or that there is none.
        package var name: String { label ?? "no \(dimension.rawValue)" }
    }

    /// Groups within groups: the dearest first, times in their order.
    ///
    /// - Parameter dimensions: What groups are, the outermost first.
    package func rows(by dimensions: [UsageDimension]) -> [Row] {
        let levels = dimensions.indices.map { grouped(by: Array(dimensions[...$0])).groups }
        func rows(_ outer: [String?]) -> [Row] {
            let depth = outer.count
            guard depth < dimensions.count else { return [] }
            let groups = levels[depth].filter { $0.labels.starts(with: outer) }
            let ordered =
                dimensions[depth].isTime
                ? groups : groups.sorted { ($1.figures.cost, $1.figures.calls) < ($0.figures.cost, $0.figures.calls) }
            return ordered.flatMap { group in
                [Row(depth: depth, label: group.labels[depth], dimension: dimensions[depth], figures: group.figures)] + rows(group.labels)
            }
        }
        return rows([])
    }
}

extension UsageDimension {
    /// Whether it is a time.
    fileprivate var isTime: Bool { [.hour, .day, .month].contains(self) }
}
