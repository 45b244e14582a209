import Waybill
import WaybillLedger

/// Cost over time as bars, or calls where nothing is known to have cost anything: by day, or by month where that would be long.
struct UsageChart {
    /// Usage by day.
    let days: UsageReport
    let look: Look

    private static let mostDays = 31

    /// The bars; empty where there is but one.
    var text: String {
        let bars = bars
        guard bars.count > 1 else { return "" }
        let isByCost = days.total.cost > .zero
        let values = bars.map { isByCost ? $0.figures.cost.picodollars : Int128($0.figures.calls) }
        let labels = bars.map { isByCost ? $0.figures.costText : $0.figures.calls.grouped }
        let highest = values.max() ?? 0
        let labelWidth = labels.map(\.columns).max() ?? 0
        let nameWidth = bars[0].name.columns
        let width = max(10, min(look.width, 100) - 2 - nameWidth - 2 - 2 - labelWidth)
        var text = look.dim("\(isByCost ? "cost" : "calls") by \(nameWidth > 7 ? "day" : "month")") + "\n"
        for (bar, (value, label)) in zip(bars, zip(values, labels)) {
            let block = Self.bar(value, highest, width)
            text += "  \(look.dim(bar.name))  \(look.cyan(block))\(String(repeating: " ", count: width - block.columns))  "
            text += label.padded(from: labelWidth) + "\n"
        }
        return text
    }

    /// Every day or month from the first to the last, also those without a call.
    private var bars: [(name: String, figures: UsageFigures)] {
        let byDay = names(of: days)
        guard let first = byDay.keys.min().flatMap({ CalendarDay($0) }), let last = byDay.keys.max().flatMap({ CalendarDay($0) }) else {
            return []
        }
        let all = stride(from: first.number, through: last.number, by: 1)
            .map { CalendarDay(unixTime: .seconds($0 * 86_400)).description }
        guard all.count > Self.mostDays else { return all.map { ($0, byDay[$0] ?? UsageFigures()) } }
        let byMonth = names(of: days.grouped(by: [.month]))
        let months = all.map { String($0.dropLast(3)) }
        return zip(months, [""] + months).compactMap { $0 == $1 ? nil : ($0, byMonth[$0] ?? UsageFigures()) }
    }

    private func names(of report: UsageReport) -> [String: UsageFigures] {
        Dictionary(uniqueKeysWithValues: report.groups.map { ($0.labels[0] ?? "", $0.figures) })
    }

    /// A bar of blocks, to an eighth of a column; what is not nothing is seen.
    private static func bar(_ value: Int128, _ highest: Int128, _ width: Int) -> String {
        guard highest > 0, value > 0 else { return "" }
        let eighths = max(1, Int(value * Int128(width * 8) / highest))
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
