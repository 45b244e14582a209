import Waybill
import WaybillLedger

/// Calls in a table, for people: day by day, what became of each.
struct CallListView {
    /// The calls, the latest first.
    let calls: [StoredCall]
    let look: Look

    /// From so many columns on there is room for whole ids.
    private static let wide = 110

    var text: String {
        var table = Table(columns: [.left, .left, .left, .left, .right, .right])
        table.add(["call", "UTC", "workload", "answered by", "took", "cost"].map { Table.Cell($0, look.dim) })
        var day = ""
        for call in calls {
            let (callDay, time) = call.heading.began.dayAndTime
            if callDay != day {
                table.add([Table.Cell(callDay, look.bold)] + Array(repeating: Table.Cell(""), count: 5))
                day = callDay
            }
            table.add(cells(call, time))
        }
        return table.text(indent: 0, look)
    }

    private func cells(_ call: StoredCall, _ time: String) -> [Table.Cell] {
        [
            Table.Cell(name(of: call), look.dim), Table.Cell(time), Table.Cell(call.heading.workload.rawValue.visible), outcome(of: call),
            Table.Cell(call.report?.duration.shortText ?? "–"), Table.Cell(call.cost?.shortText ?? "?"),
        ]
    }

    /// As much of an id as it takes to tell the call from the others in the list; 12 digits are the millisecond in which it began.
    private func name(of call: StoredCall) -> String {
        let id = call.id.description
        guard look.columns < Self.wide else { return id }
        return [12, 16, 20].map { String(id.prefix($0)) }.first { prefix in calls.count { $0.id.description.hasPrefix(prefix) } == 1 } ?? id
    }

    /// Who answered, or why nobody did, and after how many attempts.
    private func outcome(of call: StoredCall) -> Table.Cell {
        let attempts = call.attempts.count > 1 ? " ×\(call.attempts.count)" : ""
        guard let report = call.report else { return Table.Cell("no known end\(attempts)", look.yellow) }
        if report.degraded { return Table.Cell("last resort\(attempts)", look.yellow) }
        guard call.failure == nil, let answer = report.attempts.last(where: { $0.outcome == .answered }) else {
            return Table.Cell("\(call.failure?.rawValue ?? "no answer")\(attempts)", look.red)
        }
        return Table.Cell(answer.model.description.visible + attempts)
    }
}

extension StoredCall {
    /// What its attempts that are over cost together; `nil` where that is not known.
    var cost: Money? {
        if let report { return report.cost }
        var sofar = RouteReport(workload: heading.workload)
        sofar.attempts = attempts
        return sofar.cost
    }
}
