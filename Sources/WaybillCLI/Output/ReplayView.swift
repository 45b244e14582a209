import Waybill

/// What recorded calls would have met under other routes, for people: who moves and why, who cannot serve, and what it would have cost.
struct ReplayView {
    let report: ReplayReport
    /// The path of the routes file.
    let file: String
    let look: Look

    var text: String {
        costs + "\n" + moves + obstacles + notes + summary.wrapped(to: look.width).map { look.bold($0) + "\n" }.joined()
    }

    private var summary: String {
        let sum = report.sum
        let calls = "Under \(file), \(report.movedCalls.grouped) of \(count(report.calls)) would be served elsewhere"
        guard sum.known > 0 else { return "\(calls). What that would cost is not known." }
        let known = sum.known == sum.calls ? "Cost" : "Cost, as far as it is known"
        return "\(calls). \(known): \(Money.step(from: sum.before, to: sum.after.expected))."
    }

    private func count(_ number: Int) -> String { "\(number.grouped) call\(number == 1 ? "" : "s")" }

    /// The costs of each workload and of all together.
    private var costs: String {
        var table = Table(columns: [.left, .right, .right, .right, .right, .right, .right])
        table.add(["workload", "calls", "moved", "before", "lowest", "expected", "highest"].map { Table.Cell($0, look.dim) })
        for row in report.workloads { add(row.workload.rawValue.visible, look.bold, row.moved, row.sum, &table) }
        if report.workloads.count > 1 { add("all", look.dim, report.movedCalls, report.sum, &table) }
        return table.text(indent: 0, look)
    }

    private func add(
        _ name: String, _ paint: @escaping (String) -> String, _ moved: Int, _ sum: ReplayReport.Sum, _ table: inout Table
    ) {
        let counts = [Table.Cell(sum.calls.grouped), Table.Cell(moved == 0 ? "–" : moved.grouped)]
        table.add([Table.Cell(name, paint)] + counts + cells(sum))
    }

    /// What is known of the costs; question marks where that is nothing.
    private func cells(_ sum: ReplayReport.Sum) -> [Table.Cell] {
        guard sum.known > 0 else { return Array(repeating: Table.Cell("?", look.yellow), count: 4) }
        let amounts = [sum.before, sum.after.lowest, sum.after.expected, sum.after.highest]
        guard sum.known < sum.calls else { return amounts.map { Table.Cell($0?.shortText ?? "?") } }
        return amounts.map { amount in
            Table.Cell(amount.flatMap { $0 == .zero ? nil : "≥\($0.shortText)" } ?? "?", look.yellow)
        }
    }

    private var moves: String { report.moves.map { section($0) + "\n" }.joined() }

    private func section(_ move: ReplayReport.Move) -> String {
        var facts = FactList()
        let (isNew, isLost) = (move.from == nil, move.to == nil)
        facts.add("from", move.from?.description ?? "none: nobody served them") { isNew ? look.yellow($0) : look.red($0) }
        facts.add("to", move.to?.description ?? "none: nobody can serve them") { isLost ? look.yellow($0) : look.green($0) }
        facts.add("why", move.reason)
        facts.add("cost", cost(of: move.sum))
        if move.estimated > 0 {
            facts.add("", "\(count(move.estimated)) not counted by its tokenizer then: another's count stands in")
        }
        return "\(look.bold(count(move.sum.calls)))  \(look.dim(move.workload.rawValue.visible))\n"
            + facts.text(indent: 2, labelWidth: 6, look)
    }

    private func cost(of sum: ReplayReport.Sum) -> String {
        guard sum.known > 0 else { return sum.unknownAfter > 0 ? "not known there" : "not known" }
        let most = sum.after.highest.map { "to \($0.shortText)" } ?? "with no known end"
        let known = sum.known == sum.calls ? "" : ", for \(sum.known.grouped) of them"
        return "\(Money.step(from: sum.before, to: sum.after.expected)) (from \(sum.after.lowest.shortText) \(most))\(known)"
    }

    /// What keeps candidates from serving, as far as it did not then.
    private var obstacles: String {
        guard !report.obstacles.isEmpty else { return "" }
        var table = Table(columns: [.right, .left])
        for obstacle in report.obstacles {
            let name = "\(obstacle.workload.rawValue.visible): \(obstacle.model)"
            table.add([Table.Cell(obstacle.calls.grouped), Table.Cell(name)], detail: [Table.Cell(obstacle.example, look.dim)])
        }
        return look.bold("cannot take") + "\n" + table.text(indent: 2, look) + "\n"
    }

    /// What the amounts leave out.
    private var notes: String {
        let sum = report.sum
        var notes: [String] = []
        if report.unservedCalls > 0 {
            notes.append("\(count(report.unservedCalls)): not served at all, and so without a cost of an answer.")
        }
        if sum.unknownBefore > 0 { notes.append("\(count(sum.unknownBefore)): what they cost is not in the books.") }
        if sum.unknownAfter > 0 { notes.append("\(count(sum.unknownAfter)): what they would cost is not known, since a price is missing.") }
        if report.unfinished > 0 { notes.append("\(count(report.unfinished)): left out, since it is not known how they ended.") }
        return notes.flatMap { $0.wrapped(to: look.width) }.map { look.yellow($0) + "\n" }.joined()
    }
}

extension ReplayReport.Obstacle {
    /// The reason, with what it is an example of.
    fileprivate var example: String { calls == 1 ? reason : "such as: \(reason)" }
}
