import Waybill

/// What is spent of budgets, for people: a row for each amount.
struct BudgetsView {
    let statuses: [BudgetStatus]
    /// The share from which on an amount is told as used up.
    let alarm: Share?
    let look: Look

    var text: String {
        var table = Table(columns: [.left, .left, .right, .right, .right, .right])
        table.add(["budget", "for", "amount", "spent", "reserved", "used"].map { Table.Cell($0, look.dim) })
        for status in statuses {
            for part in status.parts {
                let isUsed = alarm.map(part.isUsed) ?? false
                let paint: (String) -> String = isUsed || part.left <= .zero ? look.yellow : { $0 }
                let cells = [
                    status.owner.account.description, part.period.words, part.amount.description, part.spent.shortText,
                    part.reserved > .zero ? part.reserved.shortText : "–", used(part),
                ]
                table.add(cells.map { Table.Cell($0, paint) })
            }
        }
        return table.text(indent: 0, look)
    }

    /// In whole percent, rounded down: what is not quite spent is not told as spent.
    private func used(_ part: BudgetStatus.Part) -> String {
        "\((part.spent + part.reserved).picodollars * 100 / max(1, part.amount.picodollars))%"
    }
}
