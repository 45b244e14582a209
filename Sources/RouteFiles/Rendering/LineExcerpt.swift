/// A line of a file as a terminal shows it: tabs as blanks, secrets as `•••`, and a place in it.
struct LineExcerpt {
    /// One scalar as it is shown, with the columns it takes.
    private struct Cell {
        var text: String
        var width: Int
    }

    private var cells: [Cell] = []
    /// The cell of the place.
    private var mark: Int

    /// Takes a line.
    ///
    /// - Parameter column: The place in Unicode scalars, from 1.
    init(_ line: [(scalar: Unicode.Scalar, isSecret: Bool)], column: Int) {
        let masked = SecretMask.masked(line)
        mark = 0
        var isInSecret = false
        for (offset, entry) in masked.enumerated() {
            if offset == column - 1 { mark = cells.count }
            if entry.isSecret {
                if !isInSecret { cells.append(Cell(text: "•••", width: 3)) }
            } else if entry.scalar == "\t" {
                cells.append(Cell(text: "    ", width: 4))
            } else {
                cells.append(Cell(text: String(entry.scalar), width: entry.scalar.terminalWidth))
            }
            isInSecret = entry.isSecret
            if isInSecret, offset == column - 1 { mark = cells.count - 1 }
        }
        if column > masked.count { mark = cells.count }
        while cells.last?.text == " " && cells.count > mark { cells.removeLast() }
    }

    /// The line as it is shown.
    var text: String { cells.map(\.text).joined() }

    /// How many columns are left of the place.
    var caret: Int { cells[..<mark].reduce(0) { $0 + $1.width } }

    /// Cuts the line to at most `width` columns around the place, with `…` where something is left out.
    mutating func cut(to width: Int) {
        func total(_ cells: ArraySlice<Cell>) -> Int { cells.reduce(0) { $0 + $1.width } }
        guard total(cells[...]) > width else { return }
        var start = 0
        // Two thirds of the columns are for what comes before the place.
        while start < mark, total(cells[start..<mark]) > width * 2 / 3 { start += 1 }
        var room = width - (start > 0 ? 1 : 0)
        var end = start
        while end < cells.count, cells[end].width <= room - 1 {
            room -= cells[end].width
            end += 1
        }
        let ellipsis = Cell(text: "…", width: 1)
        let head = start > 0 ? [ellipsis] : []
        let tail = end < cells.count ? [ellipsis] : []
        cells = head + cells[start..<end] + tail
        mark += head.count - start
    }
}
