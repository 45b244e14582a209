public import WaybillInterchange
public import WaybillRoutePlanning

/// What requests would meet under other routes: where each goes, and what it costs there.
///
/// ## Usage
/// ```swift
/// let comparison = RouteComparison(from: try RouteMatrix(requests, plannedBy: old), to: try RouteMatrix(requests, plannedBy: new))
/// print(comparison.moves.count, comparison.sum?.before.expected as Any, comparison.sum?.after.expected as Any)
/// ```
public struct RouteComparison: Sendable {
    /// One request under both.
    public struct Row: Sendable {
        /// The request's name.
        public var name: String
        /// The kind of work that it asks for.
        public var workload: Workload
        /// What it may cost at the model that is asked first: under the old routes and under the new; `nil`: not known, or there is no such model.
        public var costs: (before: CostRange?, after: CostRange?)
        /// How it goes elsewhere; `nil` where it does not.
        public var move: RouteMove?

        /// Whether anything is different for it.
        public var isChanged: Bool { move != nil || costs.before != costs.after }
    }

    /// The requests by the bytes of their names.
    public var rows: [Row]

    /// Compares two matrices of the same requests.
    public init(from old: RouteMatrix, to new: RouteMatrix) {
        let before = Dictionary(old.rows.map { ($0.name, $0) }) { first, _ in first }
        rows = new.rows.map { row in
            let old = before[row.name]
            return Row(
                name: row.name, workload: row.workload, costs: (old?.chosen?.cost, row.chosen?.cost), move: row.move(from: old?.record))
        }
    }

    /// The requests that go elsewhere.
    public var moves: [RouteMove] { rows.compactMap(\.move) }

    /// How many requests have a cost that is known under both: those of the ``sum``.
    public var comparable: Int { rows.count { $0.costs.before != nil && $0.costs.after != nil } }

    /// What all requests cost together, under both; those are left out of which the cost is not known under either.
    ///
    /// - Returns: `nil` where that are all.
    public var sum: (before: CostRange, after: CostRange)? {
        let known = rows.compactMap { row in row.costs.before.flatMap { before in row.costs.after.map { (before: before, after: $0) } } }
        guard let before = CostRange.sum(of: known.map(\.before)), let after = CostRange.sum(of: known.map(\.after)) else { return nil }
        return (before, after)
    }
}

extension CostRange {
    /// What several requests cost together; `nil` for none.
    fileprivate static func sum(of ranges: [CostRange]) -> CostRange? {
        ranges.first.map { ranges.dropFirst().reduce($0, +) }
    }
}

extension RouteComparison: JSONWritable {
    /// `{"requests": […], "comparable", "sum"}`.
    public var json: JSONValue {
        [
            "requests": rows.json, "comparable": .number(JSONNumber(comparable)),
            "sum": sum.map { ["before": $0.before.json, "after": $0.after.json] } ?? .null,
        ]
    }
}

extension RouteComparison.Row: JSONWritable {
    /// `{"request", "workload", "cost": {"before", "after"}, "moved"}`.
    public var json: JSONValue {
        [
            "request": .string(name), "workload": workload.json,
            "cost": ["before": costs.before?.json ?? .null, "after": costs.after?.json ?? .null],
            "moved": move?.json ?? .null,
        ]
    }
}
