import GRDB
public import Waybill

extension LedgerReader {
    /// Plans the calls of the books again under other routes.
    ///
    /// Made for a million calls: several readers of the same books share the work.
    ///
    /// ## Usage
    /// ```swift
    /// let replay = RouteReplay(under: try ModelRouter(routesFile: "routes.new.yaml"))
    /// let report = try await books.replay(replay)
    /// print(report.movedCalls, report.sum.before, report.sum.after.expected)
    /// ```
    ///
    /// - Parameter filter: Which calls are meant.
    /// - Throws: ``LedgerError``.
    public func replay(_ replay: RouteReplay, matching filter: CallFilter = CallFilter()) async throws -> ReplayReport {
        let range = try readForCaller { try callNumbers(matching: filter, $0, $1) }
        guard let pieces = range?.pieces(of: Self.piece) else { return ReplayReport() }
        let lanes = min(pieces.count, Self.processors)
        let path = path
        return try await withThrowingTaskGroup(of: [(Int, ReplayReport)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    // A connection does one thing at a time.
                    let reader = try LedgerReader(path: path)
                    return try Swift.stride(from: lane, to: pieces.count, by: lanes)
                        .map { ($0, try reader.replay(replay, pieces[$0], filter)) }
                }
            }
            // In the order of the calls, so that the words of the report are the same every time.
            let reports = try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }
            return reports.reduce(into: ReplayReport()) { $0.add($1.1) }
        }
    }

    /// How many calls are read at a time.
    private static let piece: Int64 = 10_000

    private func replay(_ replay: RouteReplay, _ numbers: ClosedRange<Int64>, _ filter: CallFilter) throws -> ReplayReport {
        var others = filter
        (others.since, others.until) = (nil, nil)
        return try readForCaller { database, words in
            var report = ReplayReport()
            guard let condition = others.condition(words) else { return report }
            let run = try StatementRun(
                database,
                """
                SELECT calls.id, fields FROM calls JOIN details USING (call)
                WHERE calls.call BETWEEN ? AND ? AND began >= ? AND began < ? AND \(condition) ORDER BY calls.call
                """)
            defer { run.reset() }
            run.bind(numbers.lowerBound)
            run.bind(numbers.upperBound)
            run.bind(filter.since ?? .microseconds(Int64.min))
            run.bind(filter.until ?? .microseconds(Int64.max))
            while try run.step() {
                guard let id = run.row.callID(0) else { continue }
                if let call = try StoredCall(id, fields: run.row.rawBytes(1), words: words).record {
                    report.add(replay.replay(call))
                } else {
                    report.unfinished += 1
                }
            }
            return report
        }
    }
}
