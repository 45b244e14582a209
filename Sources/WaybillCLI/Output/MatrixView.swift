import Waybill

/// Where each request of a folder goes, for people.
struct MatrixView {
    let matrix: RouteMatrix
    let look: Look

    var text: String {
        var table = Table(columns: [.left, .left, .left, .right])
        table.add(["request", "workload", "first model", "expected"].map { Table.Cell($0, look.dim) })
        for row in matrix.rows {
            table.add(
                [
                    Table.Cell(row.name.visible, look.bold), Table.Cell(row.workload.rawValue),
                    row.chosen.map { Table.Cell($0.model.description, look.green) } ?? Table.Cell("none", look.yellow),
                    Table.Cell(row.chosen?.cost?.expected.shortText ?? "?"),
                ], detail: detail(row))
        }
        let hint = "Redirected into a file, this is the table that --expect compares with."
        return table.text(indent: 0, look) + "\n" + hint.wrapped(to: look.width).map { look.dim($0) + "\n" }.joined()
    }

    private func detail(_ row: RouteMatrix.Row) -> [Table.Cell] {
        switch row.plan {
        case .failure(let failure): [Table.Cell(failure.explanation, look.yellow)]
        case .success(let plan): plan.remarks(look)
        }
    }
}

extension RoutePlan {
    /// What is to be said below the chosen model: who stands by, and who is set aside for what.
    func remarks(_ look: Look) -> [Table.Cell] {
        let standingBy = candidates.filter { $0.verdict.reason == nil && $0.verdict != .chosen }
        let then = standingBy.isEmpty ? [] : [Table.Cell("then \(standingBy.map(\.model.description).joined(separator: ", "))", look.dim)]
        return then
            + candidates.compactMap { candidate in
                candidate.verdict.reason.map { Table.Cell("set aside: \(candidate.model): \($0)", look.yellow) }
            }
    }
}
