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

    /// The rows, each with its line break; where one would be too wide, its first cell gets a line of its own.
    func text(indent: Int, _ look: Look) -> String {
        var widths = columns.indices.map { column in rows.map { $0.cells[column].text.columns }.max() ?? 0 }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
        widths[0] = max(0, min(widths[0], look.columns - indent - others))
        let margin = String(repeating: " ", count: indent)
        return
            rows.map { row in
                var lines = [margin]
                if row.cells[0].text.columns > widths[0] {
                    lines[0] += row.cells[0].paint(row.cells[0].text)
                    lines.append(margin + String(repeating: " ", count: widths[0]))
                } else {
                    lines[0] += cell(row.cells[0], columns[0], widths[0])
                }
                for column in columns.indices.dropFirst() {
                    lines[lines.count - 1] += "  " + cell(row.cells[column], columns[column], widths[column])
                }
                for detail in row.detail {
                    lines += detail.text.wrapped(to: look.width - indent - 2).map { "\(margin)  \(detail.paint($0))" }
                }
                return lines.map { $0.withoutBlanksAtEnd + "\n" }.joined()
            }
            .joined()
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
