import Waybill

/// What requests meet under other routes, for people: which go elsewhere, and what that does to their cost.
struct ComparisonView {
    let comparison: RouteComparison
    let look: Look

    var text: String {
        let moves = comparison.moves.map { MovesView.section($0, look) + "\n" }.joined()
        return moves + costs + "\n" + summary.wrapped(to: look.width).map { $0 + "\n" }.joined()
    }

    private var summary: String {
        let (all, moved) = (comparison.rows.count, comparison.moves.count)
        let requests = "\(moved) of \(all) request\(all == 1 ? "" : "s") \(moved == 1 ? "goes" : "go") elsewhere"
        guard let sum = comparison.sum else { return "\(requests); what they cost is not known." }
        return "\(requests); expected to cost \(Money.step(from: sum.before.expected, to: sum.after.expected))."
    }

    /// The costs of the requests for which they differ, and of all together.
    private var costs: String {
        var table = Table(columns: [.left, .left, .right, .right, .right])
        table.add(["cost", "", "lowest", "expected", "highest"].map { Table.Cell($0, look.dim) })
        for row in comparison.rows where row.costs.before != row.costs.after {
            add(row.name.visible, row.costs.before, row.costs.after, &table)
        }
        if let sum = comparison.sum {
            let (known, all) = (comparison.comparable, comparison.rows.count)
            add(known == all ? "all \(all)" : "the \(known) of \(all) that are known", sum.before, sum.after, &table)
        }
        return table.text(indent: 0, look)
    }

    private func add(_ name: String, _ before: CostRange?, _ after: CostRange?, _ table: inout Table) {
        table.add([Table.Cell(name, look.bold), Table.Cell("before", look.dim)] + cells(before))
        table.add([Table.Cell(""), Table.Cell("after", look.dim)] + cells(after))
    }

    private func cells(_ range: CostRange?) -> [Table.Cell] {
        guard let range else { return ["?", "?", "?"].map { Table.Cell($0, look.dim) } }
        return [
            Table.Cell(range.lowest.shortText), Table.Cell(range.expected.shortText), Table.Cell(range.highest?.shortText ?? "?"),
        ]
    }
}
