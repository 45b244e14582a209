/// Rows of aligned cells, each with lines of detail below it.
struct Table {
    /// On which side the text of a column stands.
    enum Alignment {
        case left
        case right
    }

    /// One cell: its text, and how it is painted.
    struct Cell {
        let text: String
        let paint: (String) -> String

        init(_ text: String, _ paint: @escaping (String) -> String = { $0 }) {
            self.text = text
            self.paint = paint
        }
    }

    private struct Row {
        let cells: [Cell]
        let detail: [Cell]
    }

    private let columns: [Alignment]
    private var rows: [Row] = []

    init(columns: [Alignment]) { self.columns = columns }

    /// Appends a row.
    mutating func add(_ cells: [Cell], detail: [Cell] = []) { rows.append(Row(cells: cells, detail: detail)) }

    /// The narrowest that a column of words is made.
    private static let narrowest = 16

    /// The rows, each with its line break.
    ///
    /// Where they are too wide, columns of words are made narrower, the widest first; a cell that does not fit its column any more has the rest
    /// of its line, and the next cell stands in its own column below.
    func text(indent: Int, _ look: Look) -> String {
        let widths = widths(within: look.columns - indent)
        let margin = String(repeating: " ", count: indent)
        return
            rows.map { row in
                var lines = [margin]
                for column in columns.indices {
                    if column > 0 { lines[lines.count - 1] += "  " }
                    lines[lines.count - 1] += cell(row.cells[column], columns[column], widths[column])
                    guard row.cells[column].text.columns > widths[column], column + 1 < columns.count else { continue }
                    lines.append(margin + String(repeating: " ", count: widths[...column].reduce(2 * column, +)))
                }
                for detail in row.detail {
                    lines += detail.text.wrapped(to: look.width - indent - 2).map { "\(margin)  \(detail.paint($0))" }
                }
                return lines.map { $0.withoutBlanksAtEnd + "\n" }.joined()
            }
            .joined()
    }

    private func widths(within limit: Int) -> [Int] {
        var widths = columns.indices.map { column in rows.map { $0.cells[column].text.columns }.max() ?? 0 }
        while case let excess = widths.reduce(2 * (columns.count - 1), +) - limit, excess > 0 {
            let words = columns.indices.filter { columns[$0] == .left && widths[$0] > Self.narrowest }
            guard let widest = words.max(by: { widths[$0] < widths[$1] }) else { break }
            let next = words.filter { $0 != widest }.map { widths[$0] }.max() ?? Self.narrowest
            // Not narrower than the next, which then gives its share.
            widths[widest] = max(widths[widest] - excess, min(next, widths[widest] - 1), Self.narrowest)
        }
        return widths
    }

    private func cell(_ cell: Cell, _ alignment: Alignment, _ width: Int) -> String {
        let space = String(repeating: " ", count: max(0, width - cell.text.columns))
        return alignment == .left ? cell.paint(cell.text) + space : space + cell.paint(cell.text)
    }
}

extension String {
    fileprivate var withoutBlanksAtEnd: Substring {
        var result = self[...]
        while result.last == " " { result.removeLast() }
        return result
    }
}
