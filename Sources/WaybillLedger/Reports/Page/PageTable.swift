/// A table of a page: a name in each row, and figures, some with a bar beside them.
struct PageTable {
    /// What stands in a column.
    struct Column {
        let title: String
        /// Whether its texts are words, not figures.
        let isWords: Bool
        /// What it is called where it stands by itself, not beside its neighbours.
        let label: String
        /// What the title stands for, where it is short.
        let hint: String?
        /// Whether it is left out where there is little room.
        let isMinor: Bool

        init(_ title: String, words isWords: Bool = false, label: String? = nil, hint: String? = nil, isMinor: Bool = false) {
            self.title = title
            self.isWords = isWords
            self.label = label ?? title
            self.hint = hint
            self.isMinor = isMinor
        }
    }

    /// One cell.
    struct Cell: ExpressibleByStringInterpolation {
        let content: Markup
        /// The class by which it looks other than usual.
        let kind: String?
        /// The decimals of an amount of money, after which points are aligned.
        let decimals: Int?

        init(_ content: Markup, _ kind: String? = nil) {
            self.content = content
            self.kind = kind
            decimals = nil
        }

        init(stringLiteral text: String) { self.init(Markup(text)) }

        /// An amount of money.
        init(amount text: String, _ kind: String? = nil) {
            content = Markup(text)
            self.kind = kind
            decimals = text.contains("$") ? text.reversed().prefix { $0 != "." }.count : nil
        }

        /// A bar as long as a share, beside nothing: its number is in the next cell.
        static func bar(_ part: Int128, of whole: Int128, _ kind: String = "value") -> Cell {
            let bar = Markup.element(
                "rect", ["class": kind, "width": Drawn.percent(max(0, min(part, whole)), of: whole), "height": "100%"])
            return Cell(.element("svg", ["class": "bar", "aria-hidden": "true", "width": "100%", "height": "10"], bar), "drawn")
        }
    }

    private struct Row {
        let name: Markup
        let cells: [Cell]
        let depth: Int
    }

    /// What it shows.
    private let caption: String
    private let columns: [Column]
    /// How it is set: the caption only for those who hear it, each row by itself where there is no room for columns.
    private let kind: String?
    private var rows: [Row] = []
    private var total: Row?

    init(_ caption: String, _ columns: [Column], _ kind: String? = nil) {
        self.caption = caption
        self.columns = columns
        self.kind = kind
    }

    /// Appends a row.
    ///
    /// - Parameter depth: How deep it is within the rows before it.
    mutating func add(_ name: Markup, _ cells: [Cell], depth: Int = 0) {
        rows.append(Row(name: name, cells: cells, depth: depth))
    }

    /// Sets the last row, which sums up the others.
    mutating func sum(_ name: Markup, _ cells: [Cell]) { total = Row(name: name, cells: cells, depth: 0) }

    var markup: Markup {
        let heads = columns.map { column in
            // A column of bars has no head: it says nothing that its neighbour does not.
            column.title.isEmpty
                ? Markup.element("td")
                : Markup.element("th", ["scope": "col", "class": Self.classes(column), "title": column.hint], Markup(column.title))
        }
        let decimals = columns.indices.dropFirst()
            .map { index in (rows + [total].compactMap(\.self)).compactMap { $0.cells[index - 1].decimals }.max() ?? 0 }
        var parts: [Markup] = [
            .element("caption", [:], Markup(caption)), .element("thead", [:], .element("tr", [:], heads)),
            .element("tbody", [:], rows.map { markup(of: $0, decimals) }),
        ]
        if let total { parts.append(.element("tfoot", [:], markup(of: total, decimals))) }
        return .element("table", ["class": kind], parts)
    }

    private func markup(of row: Row, _ decimals: [Int]) -> Markup {
        let head = Markup.element("th", ["scope": "row", "class": row.depth > 0 ? "depth\(min(row.depth, 3))" : nil], row.name)
        let rest = zip(zip(columns.dropFirst(), row.cells), decimals)
            .map { pair, decimals in
                let (column, cell) = pair
                // A figure space is as wide as a digit.
                let missing = cell.decimals.map { decimals - $0 } ?? 0
                let fill =
                    missing == 0 ? "" : Markup.element("span", ["class": "fill"], Markup(String(repeating: "\u{2007}", count: missing)))
                return Markup.element(
                    "td", ["class": Self.classes(column, cell.kind), "data-label": column.label], cell.content + fill)
            }
        return .element("tr", [:], [head] + rest)
    }

    private static func classes(_ column: Column, _ kind: String? = nil) -> String? {
        let all = [column.isWords ? "words" : nil, column.isMinor ? "minor" : nil, kind].compactMap(\.self)
        return all.isEmpty ? nil : all.joined(separator: " ")
    }
}
