import Waybill
import WaybillLedger

/// Usage in rows: groups within groups, the dearest first, days in their order.
struct UsageTable {
    let report: UsageReport
    /// What rows are, the outermost first.
    let dimensions: [UsageDimension]
    let total: UsageFigures
    let look: Look

    /// From so many columns on there is room for more figures.
    private static let wide = 110
    private var isWide: Bool { look.columns >= Self.wide }

    var text: String {
        var table = Table(columns: [.left] + heads.map { _ in .right })
        table.add([Table.Cell(dimensions.map(\.rawValue).joined(separator: ", "), look.dim)] + heads.map { Table.Cell($0, look.dim) })
        let rows = report.rows(by: dimensions)
        for row in rows {
            let name = String(repeating: "  ", count: row.depth) + row.name.visible
            table.add(cells(row.figures, Table.Cell(name) { row.depth == 0 ? look.bold($0) : $0 }))
        }
        if rows.count(where: { $0.depth == 0 }) > 1 { table.add(cells(total, Table.Cell("all", look.dim))) }
        return table.text(indent: 0, look)
    }

    private var heads: [String] {
        isWide
            ? ["calls", "failed", "fell back", "in", "cached", "out", "cost", "saved", "first", "95%", "whole", "95%"]
            : ["calls", "failed", "in", "cached", "out", "cost", "95% in"]
    }

    private func cells(_ figures: UsageFigures, _ name: Table.Cell) -> [Table.Cell] {
        let tokens = figures.tokens
        let troubles = figures.unanswered
        let calls = Table.Cell(figures.calls.grouped)
        let failed = Table.Cell(troubles > 0 ? troubles.share(of: figures.calls) : "–") { look.yellow($0, if: troubles > 0) }
        let input = Table.Cell(tokens.input.roundText)
        let cached = Table.Cell(tokens.cacheHitRate.map { $0.percentText } ?? "–")
        let output = Table.Cell(tokens.output.roundText)
        let isPartial = figures.unpricedAttempts > 0
        let cost = Table.Cell(isPartial ? (figures.cost == .zero ? "?" : "≥\(figures.cost.shortText)") : figures.cost.shortText) {
            look.yellow($0, if: isPartial)
        }
        func time(_ samples: TimeSamples, _ percent: Int) -> Table.Cell { Table.Cell(samples.percentile(percent)?.shortText ?? "–") }
        guard isWide else { return [name, calls, failed, input, cached, output, cost, time(figures.duration, 95)] }
        let saved = figures.cacheSavings == .zero ? "–" : figures.cacheSavings.shortText
        let times = [figures.firstToken, figures.duration].flatMap { [time($0, 50), time($0, 95)] }
        let fallbacks = Table.Cell(figures.fellBack > 0 ? figures.fellBack.share(of: figures.calls) : "–")
        return [name, calls, failed, fallbacks, input, cached, output, cost, Table.Cell(saved)] + times
    }
}
