/// Values over time as columns on a line; what went wrong hangs below it, so that it is seen without its colour.
///
/// Across, places are shares of the width, so that the drawing fits every width while its letters keep their size.
struct ColumnChart {
    /// What is drawn of one step of time.
    struct Column {
        /// Its name below the axis, where it has one there.
        var label: TimeSteps.Label?
        /// The value above the line.
        var value: Int128
        /// The value below it.
        var trouble: Int128 = 0
        /// Whether the value is known to be more than this, by nobody knows how much.
        var isLowerBound = false
        /// What stands beside the pointer.
        var remark: String
    }

    /// What the drawing is called, for those who hear it.
    let title: String
    /// What is to be seen in it.
    let description: String
    let columns: [Column]
    /// How values are written, and how round ones beside lines are.
    let text: (Int128) -> String
    let axisText: (Int128) -> String

    // Lengths are in tenths of a pixel.
    private static let height: Int128 = 1_300
    private static let above: Int128 = 180
    private static let below: Int128 = 220
    private static let letter: Int128 = 66
    /// The width of the drawing on a telephone, and what is free beside it.
    private static let narrowest: Int128 = 2_900
    private static let margin: Int128 = 120

    private var scale: Scale { Scale(to: columns.map(\.value).max() ?? 0, steps: 3) }
    private var mostTrouble: Int128 { columns.map(\.trouble).max() ?? 0 }
    private var line: Int128 { Self.above + Self.height }
    /// What hangs down, and its number.
    private var hanging: Int128 { mostTrouble == 0 ? 0 : scale.length(of: mostTrouble, in: Self.height, least: 30) + 150 }

    var markup: Markup {
        let total = line + hanging + Self.below
        let drawing = [.element("title", [:], Markup(title)), .element("desc", [:], Markup(description))] + grid + marks
        return .element(
            "svg",
            [
                "class": "chart", "role": "img", "aria-label": "\(title). \(description)", "width": "100%", "height": Drawn.tenths(total),
            ], drawing)
    }

    private var grid: [Markup] {
        scale.lines.flatMap { value -> [Markup] in
            let place = Drawn.tenths(line - scale.length(of: value, in: Self.height))
            return [
                .element("line", ["class": value == 0 ? "base" : "grid", "x1": "0", "x2": "100%", "y1": place, "y2": place]),
                .element("text", ["class": "tick", "x": "-8", "y": place, "dy": ".32em"], Markup(axisText(value))),
            ]
        }
    }

    private var marks: [Markup] {
        let peak = columns.indices.max { columns[$0].value < columns[$1].value }
        let worst = mostTrouble > 0 ? columns.indices.max { columns[$0].trouble < columns[$1].trouble } : nil
        return columns.indices.map { index in
            let column = columns[index]
            var parts = [Markup.element("title", [:], Markup(column.remark))]
            let length = scale.length(of: column.value, in: Self.height, least: 10)
            if length > 0 { parts.append(bar(index, from: line - length, length, "value")) }
            if column.isLowerBound { parts.append(bar(index, from: line - length - 50, 30, "more")) }
            let depth = scale.length(of: column.trouble, in: Self.height, least: 30)
            if depth > 0 { parts.append(bar(index, from: line + 10, depth, "trouble")) }
            if index == peak, column.value > 0 {
                let text = "\(column.isLowerBound ? "≥ " : "")\(text(column.value))"
                parts.append(self.text(text, index, line - length - (column.isLowerBound ? 90 : 50), "peak"))
            }
            if index == worst { parts.append(self.text(text(column.trouble), index, line + depth + 130, "peak")) }
            if let label = column.label {
                parts.append(self.text(label.text, index, line + hanging + 170, label.isMain ? "label" : "label dense"))
            }
            return .element("g", [:], parts)
        }
    }

    private func bar(_ index: Int, from top: Int128, _ length: Int128, _ kind: String) -> Markup {
        let count = Int128(columns.count)
        // A tenth of its room is left free at each side; of very many columns nothing is seen between.
        return .element(
            "rect",
            [
                "class": kind, "x": Drawn.percent(Int128(index) * 10 + 1, of: count * 10), "y": Drawn.tenths(top),
                "width": Drawn.percent(8, of: count * 10), "height": Drawn.tenths(length),
            ])
    }

    /// A text over or under a column; where that would be beyond the right end of a narrow page, it ends at the column's end.
    private func text(_ text: String, _ index: Int, _ place: Int128, _ kind: String) -> Markup {
        let count = Int128(columns.count)
        let right = (count - Int128(index)) * Self.narrowest / count - Self.narrowest / count / 2 + Self.margin
        let isLast = Int128(text.count) * Self.letter / 2 > right
        let x = Drawn.percent(isLast ? Int128(index) * 10 + 9 : Int128(index) * 10 + 5, of: count * 10)
        return .element("text", ["class": isLast ? "\(kind) last" : kind, "x": x, "y": Drawn.tenths(place)], Markup(text))
    }
}
