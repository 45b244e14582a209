import Waybill

/// The counts of texts for people.
struct TokenList {
    /// Whether some text could not be counted.
    var hasGaps = false
    private var rows: [(tokens: CountedTokens, name: String)] = []

    /// Appends a text.
    mutating func add(_ tokens: CountedTokens, of input: ChunkedInput) {
        rows.append((tokens, input.name))
    }

    /// A line for one text; for several a table that ends with the sum.
    func text(_ look: Look) -> String {
        guard let first = rows.first else { return "" }
        if rows.count == 1, !hasGaps {
            let noun = first.tokens.count == 1 ? "token" : "tokens"
            return "\(look.bold(first.tokens.text)) \(noun) \(look.dim("(\(first.tokens.origin))"))\n"
        }
        var sum = first.tokens
        for row in rows.dropFirst() { sum += row.tokens }
        var table = Table(columns: [.left, .right])
        for row in rows { table.add([Table.Cell(row.name), Table.Cell(row.tokens.text)]) }
        table.add([Table.Cell("total", look.bold), Table.Cell(sum.text, look.bold)])
        return look.dim(sum.origin) + "\n" + table.text(indent: 2, look)
    }
}
