import Waybill

/// Every attempt is in the report once, as it was.
extension SimulationOracle {
    func checkReport(_ seen: SeenCall) -> [String] {
        guard let report = seen.report else { return [] }
        guard report.attempts.map(\.model) == seen.exchanges.map(\.model) else {
            return ["the report lists \(report.attempts.map(\.model)), and sent was to \(seen.exchanges.map(\.model))"]
        }
        var broken: [String] = []
        for (row, exchange) in zip(report.attempts, seen.exchanges) {
            func expect(_ isRight: Bool, _ what: String) {
                if !isRight { broken.append("attempt \(row.number) (\(exchange.fault)): \(what)") }
            }
            expect(seen.call.began.time + row.started == exchange.started.time, "started at \(row.started)")
            expect(row.ended >= row.started && row.ended <= report.duration, "ended at \(row.ended)")
            expect(row.credential == exchange.place.name, "key \(row.credential ?? "-")")
            expect(row.bytesSent == exchange.bytesSent, "\(row.bytesSent) bytes sent, not \(exchange.bytesSent)")
            expect(row.bytesReceived <= exchange.bytesReceived, "\(row.bytesReceived) of \(exchange.bytesReceived) bytes received")
            expect(!row.decision.isEmpty, "no decision")
            expect(
                (row.status != nil) == exchange.headCame || exchange.cancelled != nil,
                "status \(row.status.map(String.init) ?? "-")")
            expect(row.outcome != .answered || exchange.fault.isAnswer, "said to have answered")
            expect(row.outcome == .failed || row.failure == nil, "failed with \(row.failure?.rawValue ?? "") and \(row.outcome)")
            expect(row.outcome != .failed || row.failure != nil, "failed without a failure")
            expect(row.outcome != .answered || row.usage != nil, "no tokens")
        }
        let answers = report.attempts.filter { $0.outcome == .answered }.count
        if case .response(let response) = seen.outcome {
            if answers != (response.model == nil ? 0 : 1) { broken.append("\(answers) attempts answered") }
        } else if answers > 0 {
            broken.append("a failed call has an attempt that answered")
        }
        return broken
    }

    /// Every call has one row in the books: the one that its caller saw.
    func checkBooks() -> [String] {
        var rows = story.rows.map(\.report)
        var broken: [String] = []
        let calls = story.calls.values.sorted { $0.caller.number < $1.caller.number }
        for call in calls {
            guard let known = call.outcome?.report else { continue }
            guard let place = rows.firstIndex(of: known) else {
                broken.append("caller \(call.caller.number): its report is not in the books")
                continue
            }
            rows.remove(at: place)
        }
        // Whoever gave up saw no report; theirs are the rows that are left.
        for call in calls where call.outcome?.report == nil {
            let models = story.exchanges(of: call).map(\.model)
            if let place = rows.firstIndex(where: { $0.attempts.map(\.model) == models }) {
                rows.remove(at: place)
            } else if !models.isEmpty {
                broken.append("caller \(call.caller.number): no row in the books")
            }
        }
        return broken + rows.map { "a row in the books that is nobody's: \($0.attempts.map(\.summary))" }
    }
}
